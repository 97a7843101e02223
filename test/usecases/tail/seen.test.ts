import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SeenIds, type Sight } from '../../../src/usecases/tail/seen.ts'

/** The same, said plainly: every id with the read that brought it last. */
const plain = () => {
  const reads = new Map<string, number>()
  return (id: string, read: number): Sight => {
    const before = reads.get(id)
    reads.set(id, read)
    return before === undefined ? 'new' : before === read ? 'twice' : 'again'
  }
}

/** Events of several reads; an id has one time, as an event has. Many share a moment, and a read may step back. */
const steps = fc.array(
  fc.record({
    read: fc.integer({ min: 1, max: 3 }),
    from: fc.integer({ min: 0, max: 60 }),
    count: fc.integer({ min: 1, max: 50 }),
  }),
  { maxLength: 12 },
)

test('tells what every read brought for the first time, again, and twice', () => {
  fc.assert(
    fc.property(steps, fc.constantFrom(1, 7, 50), fc.constantFrom(1, 10, 10_000), (asked, together, bucketMs) => {
      const seen = new SeenIds(bucketMs)
      const told = plain()
      for (const { read, from, count } of asked.toSorted((a, b) => a.read - b.read)) {
        for (let n = from; n < from + count; n++) {
          const id = `id-${n}`
          expect(seen.see(id, Math.floor(n / together), read)).toBe(told(id, read))
        }
      }
    }),
  )
})

test.each([2, 31, 32, 33, 100])('%i events of one moment are told apart', (count) => {
  const seen = new SeenIds()
  const ids = Array.from({ length: count }, (_, n) => `id-${n}`)
  expect(new Set(ids.map((id) => seen.see(id, 5, 1)))).toEqual(new Set(['new']))
  expect(new Set(ids.map((id) => seen.see(id, 5, 1)))).toEqual(new Set(['twice']))
  expect(new Set(ids.map((id) => seen.see(id, 5, 2)))).toEqual(new Set(['again']))
  expect(seen.size).toBe(count)
})

test('an event without an id is always new', () => {
  const seen = new SeenIds()
  expect([seen.see(null, 1, 1), seen.see(null, 1, 1)]).toEqual(['new', 'new'])
})

test('what is forgotten is counted no more, and is new again', () => {
  const seen = new SeenIds(10)
  for (const at of [1, 11, 21]) seen.see(`id-${at}`, at, 1)
  expect(seen.size).toBe(3)
  seen.forgetBefore(20)
  expect(seen.size).toBe(1)
  expect(seen.see('id-1', 1, 2)).toBe('new')
  expect(seen.see('id-21', 21, 2)).toBe('again')
})
