import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jsonTime, timeOfDay } from '../../../src/output/tail/time-of-day.ts'

const at = Date.UTC(2026, 10, 23, 23, 59, 59, 7)

test.each([
  ['UTC', '23:59:59.007', '2026-11-23'],
  ['Asia/Kathmandu', '05:44:59.007', '2026-11-24'],
  ['America/New_York', '18:59:59.007', '2026-11-23'],
  [null, '23:59:59.007', '2026-11-23'],
])('in %s', (zone, time, day) => {
  const clock = timeOfDay(zone)
  expect([clock.time(at), clock.day(at)]).toEqual([time, day])
})

test('one clock for times in any order', () => {
  const clock = timeOfDay('UTC')
  const iso = jsonTime()
  fc.assert(
    fc.property(fc.integer({ min: -1e12, max: 4e12 }), fc.integer({ min: -2000, max: 2000 }), (one, step) => {
      for (const each of [one, one + step, one]) {
        expect(clock.time(each)).toBe(new Date(each).toISOString().slice(-13, -1))
        expect(iso(each)).toBe(JSON.stringify(new Date(each)))
      }
    }),
  )
})

test('what is no time', () => {
  expect([
    timeOfDay('UTC').time(Number.NaN),
    timeOfDay(null).time(1e18),
    timeOfDay('UTC').day(1e18),
    jsonTime()(null),
  ]).toEqual(['--:--:--.---', '--:--:--.---', '', 'null'])
})
