import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { activeFor, pace } from '../../../src/usecases/tail/pace.ts'

describe('the pace of a tail', () => {
  it('never asks for more than the rate, whatever the groups', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.nat(500),
        fc.integer({ min: 1, max: 25 }),
        (groups, some, rate) => {
          const active = Math.min(some, groups)
          const { active: often, quiet } = pace(groups, active, rate)
          expect((active / often + (groups - active) / quiet) * 1000).toBeLessThanOrEqual(rate + 1e-6)
          expect(often).toBeLessThanOrEqual(quiet)
        },
      ),
    )
  })
  it('uses all of it where there are many groups', () => {
    const { active, quiet } = pace(200, 10, 2.5)
    expect((10 / active + 190 / quiet) * 1000).toBeCloseTo(2.5)
    expect(active).toBeLessThan(15_000)
  })
  it('a group speaks for several turns after its last line', () => {
    expect(activeFor(1000)).toBe(30_000)
    expect(activeFor(13_500)).toBe(54_000)
  })
})
