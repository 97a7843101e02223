import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { QueryRow } from '../../src/domain/query-answer.ts'
import { barOf, chartText } from '../../src/output/chart.ts'
import { ticksOf } from '../../src/output/chart-axis.ts'
import { chartOf } from '../../src/output/chart-data.ts'

const minute = 60_000
const start = Date.UTC(2026, 10, 24, 12)
const bin = (n: number) => new Date(start + n * 5 * minute).toISOString().slice(0, 23).replace('T', ' ')
const series = { time: 'bin(5m)', binMs: 5 * minute, by: [], values: [{ name: 'count(*)', fold: 'sum' as const }] }
const window = (bins: number) => ({ from: start, to: start + bins * 5 * minute })
const counts = (values: readonly (number | null)[], more: Readonly<Record<string, string>> = {}): QueryRow[] =>
  values.flatMap((value, n) =>
    value === null ? [] : [new Map([['bin(5m)', bin(n)], ['count(*)', String(value)], ...Object.entries(more)])],
  )
const style = { color: false, unicode: true, width: 40 }
const draw = (chart: ReturnType<typeof chartOf>, more = {}) =>
  chartText(chart!, { style: { ...style, ...more }, zone: 'UTC' })

describe('a chart', () => {
  it('is a bar for each bin of the window, over one axis', async () => {
    const chart = chartOf(counts([1, 4, null, 8]), series, window(6))
    expect(chart?.series[0]?.values).toEqual([1, 4, null, 8, null, null])
    expect(await draw(chart)).toBe(
      [
        '   count(*)',
        '8 │                  █████',
        '  │                  █████',
        '  │                  █████',
        '  │                  █████',
        '  │      █████       █████',
        '  │      █████       █████',
        '  │      █████       █████',
        '  │█████ █████       █████',
        '  └┬───────────┬───────────┬───────────',
        '   12:00       12:10       12:20',
        '   each column 5 min',
        '',
      ].join('\n'),
    )
  })

  it('puts bins together where there are more of them than columns, and says so', async () => {
    const text = await draw(chartOf(counts(Array.from({ length: 288 }, () => 1)), series, window(288)))
    expect(text).toContain('each column 45 min')
    expect(text).toContain('9 │')
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(40)
  })

  it('gives each series a band, with one scale for the same figure', async () => {
    const rows = [...counts([8, 8], { level: 'INFO' }), ...counts([4, 1], { level: 'ERR\u001b[31mOR' })]
    const chart = chartOf(rows, { ...series, by: ['level'] }, window(2))
    const lines = (await draw(chart)).split('\n')
    expect(lines.filter((line) => /^8 │/.test(line))).toHaveLength(2)
    expect(lines[0]).toBe('   INFO')
    expect(lines[7]).toBe('')
    expect(lines[8]).toBe('   ERROR')
    expect(lines[11]).toBe('  │')
    expect(lines[12]).toBe('  │███████')
  })

  it('shows the four biggest of many series', async () => {
    const rows = Array.from({ length: 7 }, (_, n) => counts([n + 1, 1], { k: `k${n}` })).flat()
    const chart = chartOf(rows, { ...series, by: ['k'] }, window(2))
    expect(chart?.series.map(({ label }) => label)).toEqual(['k3', 'k4', 'k5', 'k6'])
    expect(await draw(chart, { width: 80 })).toContain('3 smaller series not shown')
  })

  it('scales figures of different kinds apart', async () => {
    const rows = [
      new Map([
        ['bin(5m)', bin(0)],
        ['n', '2'],
        ['ms', '1234.5'],
      ]),
      new Map([
        ['bin(5m)', bin(1)],
        ['n', '1'],
        ['ms', '0.2'],
      ]),
    ]
    const values = [
      { name: 'n', fold: 'sum' as const },
      { name: 'ms', fold: 'max' as const },
    ]
    const text = await draw(chartOf(rows, { ...series, values }, window(2)))
    expect(text).toMatch(/^ {4}2 │/m)
    expect(text).toMatch(/^1 235 │/m)
  })

  it.each([
    ['no rows', []],
    ['no times', [new Map([['count(*)', '1']])]],
    ['figures below zero', counts([1, -1])],
    [
      'no figures',
      [
        new Map([
          ['bin(5m)', bin(0)],
          ['count(*)', 'x'],
        ]),
      ],
    ],
  ])('is not drawn of %s', (_what, rows) => expect(chartOf(rows, series, window(4))).toBeNull())
  it('is not drawn of a single bin', () => expect(chartOf(counts([3]), series, window(1))).toBeNull())

  it('is ASCII where the terminal is', async () => {
    expect(await draw(chartOf(counts([1, 4]), series, window(2)), { unicode: false })).toMatch(/^[\n -~]+$/)
  })

  it('is never wider than the terminal, whatever there is', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 99_999 }), { minLength: 2, maxLength: 400 }),
        fc.integer({ min: 24, max: 200 }),
        async (values, width) => {
          const text = await draw(chartOf(counts(values), series, window(values.length)), { width })
          for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(width)
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe('a bar', () => {
  it.each([
    [null, '  '],
    [0, '  '],
    [0.001, ' ▁'],
    [4, ' █'],
    [6, '▄█'],
    [8, '██'],
  ])('of %s of 8 is %j', (value, cells) => expect(barOf(value, 8, 2, true).join('')).toBe(cells))
  it('of nothing in nothing is nothing', () => expect(barOf(0, 0, 2, true)).toEqual([' ', ' ']))
})

describe('ticks', () => {
  const ticks = (from: number, columnMs: number, columns: number, cells: number, zone = 'UTC') =>
    ticksOf({ from, columnMs, columns, cells }, zone).map(({ at, label }) => `${at} ${label}`)

  it('stand at round times', () =>
    expect(ticks(start + 5 * minute, 5 * minute, 14, 3)).toEqual(['6 12:15', '15 12:30', '24 12:45', '33 13:00']))

  it('say the day at midnight', () => expect(ticks(start, 3_600_000, 24, 3)).toContain('36 11-25'))

  it('are round on the clock of the zone', () =>
    expect(ticks(start, 30 * minute, 12, 4, 'Asia/Kolkata')[0]).toBe('4 18:00'))

  it('never run into each other', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2e12 }),
        fc.constantFrom(1000, 10_000, minute, 7 * minute, 3_600_000, 86_400_000, 604_800_000),
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 1, max: 8 }),
        (from, columnMs, columns, cells) => {
          const all = ticksOf({ from, columnMs, columns, cells }, 'Europe/Berlin')
          for (const [n, { at }] of all.entries()) {
            const before = all[n - 1]
            if (before) expect(at).toBeGreaterThan(before.at + before.label.length)
          }
        },
      ),
      { numRuns: 200 },
    )
  })
})
