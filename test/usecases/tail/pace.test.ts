import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { heard, pace, shares, silence } from '../../../src/usecases/tail/pace.ts'

/** A group that has been read for a while, so many lines each time. */
const talking = (lines: number, everyMs: number) =>
  Array.from({ length: 20 }).reduce<ReturnType<typeof heard>>((talk) => heard(talk, lines, everyMs), silence)

describe('the pace of a tail', () => {
  it('has so many reads under way that the rate is used while requests are slow, and a few at most', () => {
    expect([1, 2.5, 5, 12.5, null].map((rate) => pace(200, rate).reads)).toEqual([2, 3, 4, 5, 5])
  })
  it('sweeps the groups of a live session no faster than the rate allows', () => {
    expect(pace(10, 5).liveSweep).toBe(60_000)
    expect(pace(200, 2.5).liveSweep).toBe(80_000)
  })
})

describe('the shares of groups in a rate that does not do for all', () => {
  it('are between one and eight, and leave nobody waiting much longer than if all had the same', () => {
    const talk = fc.record({ lines: fc.nat(100_000), ms: fc.integer({ min: 1000, max: 600_000 }) })
    fc.assert(
      fc.property(fc.array(talk, { minLength: 1, maxLength: 300 }), (talks) => {
        const given = shares(talks)
        expect(given.every((share) => share >= 1 && share <= 8)).toBe(true)
        expect(given.reduce((sum, share) => sum + share, 0)).toBeLessThanOrEqual(talks.length * 1.3 + 1e-6)
      }),
    )
  })
  it('grow with the square root of the lines a second', () => {
    const of = (talk: ReturnType<typeof heard>) => shares([talk, ...Array(100).fill(silence)])[0]!
    expect(of(silence)).toBe(1)
    expect(of(talking(1, 60_000))).toBe(1)
    expect(of(talking(16, 60_000))).toBeCloseTo(4, 0)
    expect(of(talking(1000, 1000))).toBe(8)
  })
  it('follow what a group says: it speaks up at once, and is forgotten within minutes', () => {
    const [quiet, loud] = [talking(0, 100_000), talking(10, 10_000)]
    const share = (talk: ReturnType<typeof heard>) => shares([talk, ...Array(100).fill(silence)])[0]!
    expect(share(heard(quiet, 100, 100_000))).toBeGreaterThan(5)
    expect(share(heard(heard(loud, 0, 100_000), 0, 100_000))).toBeLessThan(4)
  })
})
