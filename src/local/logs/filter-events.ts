import type { Operation } from '../service.ts'
import { eventId } from './event-id.ts'
import { endOf, type Position, type StoredEvent, startOf } from './event-list.ts'
import { filterPattern } from './filter-input.ts'
import { chosenGroup, flag, type Input, integer, invalid, list, streamPrefix, text, time } from './input.ts'
import { seal, unseal } from './page-token.ts'
import type { LogGroup, LogStore } from './store.ts'

export interface PageLimits {
  /** Bytes of the events of one answer, counted as PutLogEvents counts them. AWS: 1 MB. */
  readonly pageBytes: number
  /** Events that one call looks at; a call that finds nothing among them answers an empty page with a token, as AWS does. */
  readonly scan: number
}

export const PAGE_LIMITS: PageLimits = { pageBytes: 1_048_576, scan: 50_000 }

const MAX_EVENTS = 10_000
const TOKEN_LIFE = 24 * 60 * 60_000
const BACKWARDS_SINCE = Date.UTC(2024, 0, 1)

interface Cursor {
  readonly forward: boolean
  readonly at: Position
  readonly issued: number
}

/**
 * (CloudWatch Logs API: FilterLogEvents.) `interleaved` and `unmask` change nothing, as on AWS for data that is not masked.
 * `duplicated` is asked of each event found, and puts it into the page a second time.
 */
export const filterLogEvents =
  (store: LogStore, limits: PageLimits, duplicated: () => boolean = () => false): Operation =>
  (input, call) => {
    const group = chosenGroup(store, input)
    const from = time(input, 'startTime') ?? 0
    const to = time(input, 'endTime') ?? Number.MAX_SAFE_INTEGER
    const limit = integer(input, 'limit', 1, MAX_EVENTS) ?? MAX_EVENTS
    const ofStream = streamTest(input)
    const matches = filterPattern(input, 'filterPattern')
    const { forward, at } = cursor(group, input, from, to, call.now())

    const found: StoredEvent[] = []
    let bytes = 0
    let scanned = 0
    let last: Position | null = null
    let full = false
    for (const event of forward ? group.events.after(at) : group.events.before(at)) {
      if (forward ? event.timestamp > to : event.timestamp < from) break
      // Only where a token is sent along with another window than the one it was made for.
      if (forward ? event.timestamp < from : event.timestamp > to) continue
      full = found.length >= limit || scanned >= limits.scan
      if (full) break
      if (ofStream(event.stream) && matches(event.message)) {
        bytes += event.bytes
        full = bytes > limits.pageBytes && found.length > 0
        if (full) break
        found.push(event)
        if (found.length < limit && duplicated()) found.push(event)
      }
      scanned += 1
      last = event
    }
    const events = found.map(answer)
    if (!full) return { events, searchedLogStreams: [] }
    const next: Cursor = { forward, at: last === null ? at : placeOf(last), issued: call.now() }
    return { events, searchedLogStreams: [], nextToken: seal(group.name, next) }
  }

const cursor = (group: LogGroup, input: Input, from: number, to: number, now: number): Cursor => {
  const token = text(input, 'nextToken', { min: 1 })
  if (token !== undefined) {
    const sent = unseal<Cursor>(group.name, token)
    if (now - sent.issued > TOKEN_LIFE) throw invalid('The specified nextToken has expired.')
    return sent
  }
  const forward = flag(input, 'startFromHead') ?? true
  if (!forward && from < BACKWARDS_SINCE)
    throw invalid('startFromHead can be false only with a startTime on or after 2024-01-01T00:00:00Z.')
  return { forward, at: forward ? startOf(from) : endOf(to), issued: now }
}

const streamTest = (input: Input): ((stream: string) => boolean) => {
  const names = list(input, 'logStreamNames', 100)
  const prefix = streamPrefix(input)
  if (names && prefix !== undefined)
    throw invalid('Cannot specify both logStreamNames and logStreamNamePrefix in the same request.')
  if (names) {
    const wanted = new Set(names)
    return (stream) => wanted.has(stream)
  }
  return prefix === undefined ? () => true : (stream) => stream.startsWith(prefix)
}

const placeOf = ({ timestamp, ingestionTime, seq }: Position): Position => ({ timestamp, ingestionTime, seq })

const answer = (event: StoredEvent): unknown => ({
  logStreamName: event.stream,
  timestamp: event.timestamp,
  message: event.message,
  ingestionTime: event.ingestionTime,
  eventId: eventId(event),
})
