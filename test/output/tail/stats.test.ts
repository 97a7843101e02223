import fc from 'fast-check'
import stringWidth from 'string-width'
import { expect, test } from 'vitest'
import type { FunctionFigures } from '../../../src/domain/log/invocations-figures.ts'
import { liveMeasure } from '../../../src/output/live-measure.ts'
import { heartbeat, type Pulse } from '../../../src/output/tail/heartbeat.ts'
import { statsRows } from '../../../src/output/tail/stats-rows.ts'

const measure = liveMeasure()
await measure.ready
const style = { color: false, unicode: true, width: 100 }
const one: FunctionFigures = {
  name: 'FulfilOrder',
  invocations: 1407,
  errors: 128,
  p95Ms: 44.2,
  timeoutMs: 30_000,
  coldStarts: 13,
  maxMemoryMb: 87,
  memoryMb: 256,
}
const two: FunctionFigures = {
  name: 'CreateOrder',
  invocations: 7,
  errors: 0,
  p95Ms: null,
  timeoutMs: null,
  coldStarts: 0,
  maxMemoryMb: null,
  memoryMb: null,
}

test('figures of each function, numbers right', () => {
  expect(statsRows([one, two], { style, columns: 100 })).toEqual([
    'function      invocations        errors   p95 of timeout    cold      memory',
    'FulfilOrder         1 407   128 (9.1 %)   44 ms of 30 s    0.9 %   87/256 MB',
    'CreateOrder             7     0               —              0 %           —',
  ])
  expect(statsRows([], { style, columns: 100 })).toEqual([])
  const three = { ...two, name: 'ChargeCard', errors: 2, p95Ms: 3020, timeoutMs: 3000 }
  expect(statsRows([one, three], { style, columns: 60 })).toEqual([
    'function      invocations        errors   p95 of timeout',
    'FulfilOrder         1 407   128 (9.1 %)    44 ms of 30 s',
    'ChargeCard              7     2 (29 %)    3.02 s of 3 s',
  ])
})

test('what is too much is counted, what has no room goes', () => {
  expect(statsRows([one, two, { ...two, name: 'C' }], { style, columns: 60, most: 2 })).toEqual([
    'function      invocations        errors   p95 of timeout',
    'FulfilOrder         1 407   128 (9.1 %)   44 ms of 30 s',
    '+2 more',
  ])
})

test('no row is wider than the terminal', () => {
  const name = fc.constantFrom(
    'FulfilOrder',
    '古い名前の関数',
    'a-name-that-is-very-long-indeed-and-more',
    '\u001b[2Jx',
  )
  const figures = fc.record({
    name,
    invocations: fc.integer({ min: 1, max: 1e9 }),
    errors: fc.integer({ min: 0, max: 1e9 }),
    p95Ms: fc.option(fc.double({ min: 0, max: 9e5, noNaN: true })),
    timeoutMs: fc.option(fc.constant(900_000)),
    coldStarts: fc.integer({ min: 0, max: 9 }),
    maxMemoryMb: fc.option(fc.integer({ min: 1, max: 10_240 })),
    memoryMb: fc.option(fc.integer({ min: 128, max: 10_240 })),
  })
  fc.assert(
    fc.property(
      fc.array(figures, { maxLength: 8 }),
      fc.integer({ min: 9, max: 120 }),
      fc.boolean(),
      (all, columns, color) => {
        for (const row of statsRows(all, { style: { ...style, color }, columns, most: 4, measure }))
          expect(stringWidth(row), row).toBeLessThanOrEqual(columns)
      },
    ),
  )
})

const quiet: Pulse = {
  now: 100_000,
  groups: 5,
  missing: 0,
  newestAt: 87_500,
  printedAt: 90_000,
  askedAt: 99_500,
  throttled: false,
  waiting: false,
  running: null,
}

test.each<[Partial<Pulse>, string | null]>([
  [{}, '… 5 log groups · newest event 12 s ago'],
  [{ printedAt: 98_000 }, null],
  [{ printedAt: null, newestAt: null, groups: 1 }, '… 1 log group · nothing yet'],
  [{ missing: 2 }, '… 5 log groups (2 not there yet) · newest event 12 s ago'],
  [{ missing: 5 }, '… 5 log groups (none there yet) · newest event 12 s ago'],
  [{ throttled: true, printedAt: 99_900 }, '… 5 log groups · newest event 12 s ago · throttled, asking more slowly'],
  [{ running: 3 }, '… 5 log groups · newest event 12 s ago · 3 running'],
  [{ askedAt: 80_000 }, '… 5 log groups · newest event 12 s ago · no answer for 20 s'],
  [{ waiting: true, askedAt: 0 }, '… 5 log groups · newest event 12 s ago · waiting for credentials'],
  [{ newestAt: 100_900 }, '… 5 log groups · newest event 0 s ago'],
])('while nothing comes: %j', (more, expected) => {
  expect(heartbeat({ ...quiet, ...more }, style, 100)).toBe(expected)
})

test('a heartbeat fits', () => {
  expect(heartbeat(quiet, style, 20)).toBe('… 5 log groups · ne…')
})
