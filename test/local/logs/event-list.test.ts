import fc from 'fast-check'
import { expect, test } from 'vitest'
import { eventId, positionOf } from '../../../src/local/logs/event-id.ts'
import { EventList, endOf, type StoredEvent, startOf } from '../../../src/local/logs/event-list.ts'

const event = (timestamp: number, ingestionTime: number, seq: number): StoredEvent => ({
  timestamp,
  ingestionTime,
  seq,
  stream: 's',
  message: 'm',
  bytes: 27,
})

const inOrder = (events: readonly StoredEvent[]): StoredEvent[] =>
  events.toSorted((a, b) => a.timestamp - b.timestamp || a.ingestionTime - b.ingestionTime || a.seq - b.seq)

const times = fc.array(fc.tuple(fc.nat(40), fc.nat(3)), { maxLength: 60 })
const listOf = (pairs: readonly (readonly [number, number])[]): [EventList, StoredEvent[]] => {
  const events = pairs.map(([timestamp, ingestionTime], i) => event(timestamp, ingestionTime, i + 1))
  const list = new EventList()
  for (const one of events) list.insert(one)
  return [list, inOrder(events)]
}

test('any order of arrival comes out in order of time, ingestion, arrival, both ways and from any time', () => {
  fc.assert(
    fc.property(times, fc.nat(45), (pairs, at) => {
      const [list, sorted] = listOf(pairs)
      expect([...list.after(startOf(at))]).toEqual(sorted.filter(({ timestamp }) => timestamp >= at))
      expect([...list.before(endOf(at))]).toEqual(sorted.filter(({ timestamp }) => timestamp <= at).reverse())
      expect(list.first).toBe(sorted[0])
      expect(list.last).toBe(sorted.at(-1))
    }),
  )
})

test('an event parts the list in what stands before it and what stands after it', () => {
  fc.assert(
    fc.property(times, fc.nat(), (pairs, pick) => {
      const [list, sorted] = listOf(pairs)
      if (sorted.length === 0) return
      const index = pick % sorted.length
      expect([...list.after(sorted[index]!)]).toEqual(sorted.slice(index + 1))
      expect([...list.before(sorted[index]!)]).toEqual(sorted.slice(0, index).reverse())
    }),
  )
})

test('late events among tens of thousands stay in order, over many chunks', () => {
  const list = new EventList()
  const all = Array.from({ length: 20_000 }, (_, i) => event((i * 7919) % 10_007, 0, i + 1))
  for (const one of all) list.insert(one)
  expect([...list.after(startOf(0))]).toEqual(inOrder(all))
})

test('ids are 56 digits, sort as the events do and lead back to them', () => {
  const position = fc.record({
    timestamp: fc.nat(4_102_444_800_000),
    ingestionTime: fc.nat(4_102_444_800_000),
    seq: fc.nat(),
  })
  fc.assert(
    fc.property(position, position, (a, b) => {
      expect(eventId(a)).toMatch(/^\d{56}$/)
      expect(positionOf(eventId(a))).toEqual(a)
      const order = a.timestamp - b.timestamp || a.ingestionTime - b.ingestionTime || a.seq - b.seq
      expect(Math.sign(order)).toBe(eventId(a) < eventId(b) ? -1 : eventId(a) > eventId(b) ? 1 : 0)
    }),
  )
})
