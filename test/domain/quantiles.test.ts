import fc from 'fast-check'
import { expect, test } from 'vitest'
import { quantiles } from '../../src/domain/quantiles.ts'

const rank = (values: readonly number[], q: number): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length, Math.max(1, Math.ceil(q * sorted.length))) - 1]!
}

test('nothing has no quantile, and what is no length of time does not count', () => {
  const some = quantiles()
  expect(some.at(0.95)).toBeNull()
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, -1]) some.add(value)
  expect(some.count()).toBe(0)
})

test('exact up to a number of values, within 1 % beyond it', () => {
  const value = fc.double({ min: 0.01, max: 900_000, noNaN: true })
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 1, maxLength: 300 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (values, q) => {
        const [exact, rough] = [quantiles(1000), quantiles(10)]
        for (const one of values) {
          exact.add(one)
          rough.add(one)
        }
        expect(exact.at(q)).toBe(rank(values, q))
        expect(Math.abs(rough.at(q)! - rank(values, q))).toBeLessThanOrEqual(rank(values, q) * 0.0101)
      },
    ),
  )
})
