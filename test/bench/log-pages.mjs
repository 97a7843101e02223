// The events that the fake Logs server serves: Lambda-like lines of about 427 bytes each in the answer, made once, and kept as
// the bytes of FilterLogEvents answers with the place and time of each event, so that any window is a slice.

/** Events in a page: 1 MiB of them. */
export const PAGE_EVENTS = 2457

const HEX = '0123456789abcdef'

/** A stream of whole numbers below 2^32 that is the same in every run. */
const numbers = (seed) => {
  let state = seed >>> 0 || 1
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    state >>>= 0
    return state
  }
}

const hex = (next, length) => {
  let text = ''
  for (let i = 0; i < length; i += 1) text += HEX[next() & 15]
  return text
}

const uuid = (next) => [8, 4, 4, 4, 12].map((length) => hex(next, length)).join('-')

/** What a handler logs, as JSON has it between its quotes. One line each, so that events can be counted in any client's output. */
const kinds = [
  ({ iso, id, n }) =>
    `${iso}\\t${id}\\tINFO\\torder o-${n} accepted for customer c-${n % 9973} with ${1 + (n % 7)} items, to be sent from warehouse eu-${n % 5} within the next two working days\\n`,
  ({ iso, id, n }) =>
    `{\\"timestamp\\":\\"${iso}\\",\\"level\\":\\"INFO\\",\\"requestId\\":\\"${id}\\",\\"message\\":\\"order accepted\\",\\"orderId\\":\\"o-${n}\\",\\"items\\":${1 + (n % 7)},\\"customer\\":\\"c-${n % 9973}\\",\\"warehouse\\":\\"eu-${n % 5}\\",\\"gift\\":false}\\n`,
  ({ iso, id, n }) =>
    `${iso}\\t${id}\\tWARN\\tstock of article a-${n % 4999} is down to ${n % 12}, reserving it for order o-${n} all the same because the next delivery is due within two days\\n`,
  ({ iso, id, n }) =>
    `{\\"timestamp\\":\\"${iso}\\",\\"level\\":\\"DEBUG\\",\\"requestId\\":\\"${id}\\",\\"message\\":\\"priced\\",\\"orderId\\":\\"o-${n}\\",\\"cents\\":${n % 99991},\\"currency\\":\\"EUR\\",\\"rule\\":\\"volume\\",\\"customer\\":\\"c-${n % 9973}\\"}\\n`,
  ({ id, n }) =>
    `REPORT RequestId: ${id}\\tDuration: ${10 + (n % 90)}.25 ms\\tBilled Duration: ${11 + (n % 90)} ms\\tMemory Size: 256 MB\\tMax Memory Used: ${80 + (n % 40)} MB\\tInit Duration: ${200 + (n % 300)}.75 ms\\t\\n`,
]

const digits = (value, width) => String(value).padStart(width, '0')

/** `count` events spread evenly over [from, to], epoch milliseconds. `ordinal` keeps the ids of several groups apart. */
export const makeGroup = ({ count, from, to, ordinal }) => {
  const next = numbers(ordinal + 1)
  const streams = Array.from({ length: 4 }, () => `2026/01/31/[$LATEST]${hex(next, 32)}`)
  const times = new Float64Array(count)
  const pages = []
  let id = uuid(next)
  for (let start = 0; start < count; start += PAGE_EVENTS) {
    const length = Math.min(PAGE_EVENTS, count - start)
    const offsets = new Uint32Array(length + 1)
    const texts = []
    let bytes = 0
    for (let i = 0; i < length; i += 1) {
      const n = start + i
      const at = Math.floor(from + ((to - from) * n) / count)
      times[n] = at
      if (n % kinds.length === 0) id = uuid(next)
      const message = kinds[n % kinds.length]({ iso: new Date(at).toISOString(), id, n })
      const eventId = `3${digits(at, 20)}${digits(ordinal, 10)}${digits(n, 25)}`
      const text = `{"logStreamName":"${streams[n & 3]}","timestamp":${at},"message":"${message}","ingestionTime":${at + 800},"eventId":"${eventId}"},`
      offsets[i] = bytes
      bytes += text.length
      texts.push(text)
    }
    offsets[length] = bytes
    pages.push({ offsets, body: Buffer.from(texts.join(''), 'latin1') })
  }
  return { count, times, pages, streams }
}

/** How many of the times stand before this one; with `through`, up to and including it. */
export const before = (times, at, through) => {
  let low = 0
  let high = times.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (times[middle] < at || (through && times[middle] === at)) low = middle + 1
    else high = middle
  }
  return low
}

/** The answer's parts for the events from `start` (an index) to `end` (exclusive), as far as one page goes. */
export const pageOf = (group, start, end, limit) => {
  const first = start % PAGE_EVENTS
  const page = group.pages[Math.floor(start / PAGE_EVENTS)]
  const length = page && start < end ? Math.min(page.offsets.length - 1 - first, end - start, limit) : 0
  const next = start + length
  const events =
    length === 0 ? Buffer.alloc(0) : page.body.subarray(page.offsets[first], page.offsets[first + length] - 1)
  return { events, next: next < end ? next : null }
}
