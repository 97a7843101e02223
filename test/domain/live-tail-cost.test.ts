import { expect, it } from 'vitest'
import { liveTailCost, liveTailPrice } from '../../src/domain/live-tail-cost.ts'

it('Live Tail costs by the minute of a session', () => {
  expect(liveTailPrice.perSessionMinute).toBeGreaterThan(0)
  expect(liveTailCost(0)).toBe(0)
  expect(liveTailCost(100)).toBe(Number((100 * liveTailPrice.perSessionMinute).toFixed(6)))
  // No rounding of binary fractions is seen.
  expect(String(liveTailCost(7))).toMatch(/^\d+\.\d{1,6}$/)
})
