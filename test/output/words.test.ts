import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ago } from '../../src/output/ago.ts'
import { durationText } from '../../src/output/duration.ts'

test.each([
  [0.03, '0 ms'],
  [0.81, '0.8 ms'],
  [46.12, '46 ms'],
  [412, '412 ms'],
  [999.6, '1 s'],
  [3000, '3 s'],
  [3020, '3.02 s'],
  [59_999, '1 min'],
  [65_000, '1 min 5 s'],
  [600_000, '10 min'],
  [3_900_000, '1 h 5 min'],
  [183_600_000, '2 d 3 h'],
  [-1500, '-1.5 s'],
  [Number.NaN, '?'],
])('%d ms is %s', (ms, text) => {
  expect(durationText(ms)).toBe(text)
})

test.each([
  [9, '9 s'],
  [59, '59 s'],
  [41 * 60 + 3, '41 min'],
  [3 * 3600, '3 h'],
  [47 * 3600, '47 h'],
  [12 * 86_400, '12 d'],
  [-5, '0 s'],
])('%d seconds old is %s', (seconds, text) => {
  expect(ago(1_700_000_000_000 - seconds * 1000, 1_700_000_000_000)).toBe(text)
})

test('any length has one or two parts', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1e12, noNaN: true }), (ms) => {
      expect(durationText(ms)).toMatch(/^\d+(?:\.\d+)? (?:ms|s|min|h|d)(?: \d+ (?:s|min|h))?$/)
    }),
  )
})
