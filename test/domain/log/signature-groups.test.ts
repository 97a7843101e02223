import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { signatureOf } from '../../../src/domain/log/signature.ts'
import type { Occurrence } from '../../../src/domain/log/signature-failures.ts'
import { failureGroups } from '../../../src/domain/log/signature-groups.ts'

const from = Date.UTC(2026, 10, 24, 12)
const to = from + 8_000

const occurrence = (message: string, at: number, more: Partial<Occurrence> = {}): Occurrence => {
  const failure = { type: 'Error', message, stack: null, byLambda: false }
  return { at, source: 'A', signature: signatureOf(failure, 'A'), failure, requestId: null, traceId: null, ...more }
}
const grouped = (occurrences: readonly Occurrence[], limit = 1000) => {
  const groups = failureGroups({ from, to, limit })
  for (const one of occurrences) groups.add(one)
  return { all: groups.all(), other: groups.other, size: groups.size }
}

describe('groups', () => {
  it('count, and know when and where', () => {
    const { all } = grouped([
      occurrence('order 1 is gone', from + 500),
      occurrence('order 2 is gone', from + 7_900, { source: 'B' }),
      occurrence('order 3 is gone', from + 600),
      occurrence('no box', from + 700),
    ])
    expect(all).toMatchObject([
      {
        signature: 'Error: order <*> is gone',
        count: 3,
        firstSeen: from + 500,
        lastSeen: from + 7_900,
        histogram: [2, 0, 0, 0, 0, 0, 0, 1],
      },
      { signature: 'Error: no box', count: 1 },
    ])
    expect(all[0]!.functions).toEqual([
      { source: 'A', count: 2, firstSeen: from + 500 },
      { source: 'B', count: 1, firstSeen: from + 7_900 },
    ])
  })
  it('show the values that all of them share', () => {
    const { all } = grouped([
      occurrence("order 1 of 'ann' is gone", from),
      occurrence("order 2 of 'ann' is gone", from),
    ])
    expect(all[0]!.message).toBe("order <*> of 'ann' is gone")
  })
  it('keep the newest example, unless an older one leads further', () => {
    const { all } = grouped([
      occurrence('order 1 is gone', from, { requestId: 'r1', traceId: 't1' }),
      occurrence('order 2 is gone', from + 1, { requestId: 'r2', traceId: 't2' }),
      occurrence('order 3 is gone', from + 2),
    ])
    expect(all[0]).toMatchObject({
      lastSeen: from + 2,
      example: { requestId: 'r2', traceId: 't2', message: 'order 2 is gone' },
    })
  })
  it('hold no more of an example than helps', () => {
    const [one] = grouped([occurrence('x'.repeat(1e6), from)]).all
    expect(one!.example.message.length).toBeLessThan(10_000)
    expect(one!.message.length).toBeLessThan(400)
  })
})

test('every failure is counted once, in memory that is bounded', () => {
  const any = fc.tuple(fc.stringMatching(/^[a-z]{1,2}$/), fc.integer({ min: from - 5, max: to + 5 }))
  fc.assert(
    fc.property(fc.array(any, { maxLength: 100 }), fc.integer({ min: 1, max: 20 }), (all, limit) => {
      const groups = grouped(
        all.map(([text, at]) => occurrence(text, at)),
        limit,
      )
      const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0)
      expect(groups.size).toBeLessThanOrEqual(limit)
      expect(sum(groups.all.map(({ count }) => count)) + groups.other).toBe(all.length)
      for (const { count, histogram, functions } of groups.all) {
        expect(sum(histogram)).toBe(count)
        expect(sum(functions.map((one) => one.count))).toBe(count)
      }
      const counts = groups.all.map(({ count }) => count)
      expect(counts).toEqual(counts.toSorted((a, b) => b - a))
    }),
  )
})
