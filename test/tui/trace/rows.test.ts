import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TraceRow } from '../../../src/domain/trace/rows.ts'
import type { SpanStatus } from '../../../src/domain/trace/span.ts'
import { lineCells, paint } from '../../../src/tui/trace/line.ts'
import { columnsFor, type RowLook, waterfallRow } from '../../../src/tui/trace/rows.ts'
import { treeOf } from '../../../src/tui/trace/tree.ts'
import { anyText, order, plain, words } from './sample.ts'

const tree = treeOf(order({ n: 1, bad: true }), new Map())
const [first] = tree.all
if (first?.kind !== 'span') throw new Error('no span')
const base = first.span

const lookOf = (width: number, more: Partial<RowLook> = {}): RowLook => ({
  width,
  columns: columnsFor(width, null),
  bounds: tree.bounds,
  style: plain,
  words,
  services: tree.services,
  colors: tree.colors,
  critical: null,
  end: tree.bounds.end,
  reading: new Set(),
  ...more,
})
const rowOf = (more: Partial<typeof base>, rest: Partial<Extract<TraceRow, { kind: 'span' }>> = {}): TraceRow => ({
  ...first,
  span: { ...base, ...more },
  ...rest,
})
const text = (row: TraceRow, look: RowLook): string => paint(waterfallRow(row, false, look), false)

describe('a line of the waterfall', () => {
  it('is exactly as wide as asked, whatever the span is', () => {
    const row = fc.record({
      name: anyText,
      depth: fc.integer({ min: 0, max: 400 }),
      start: fc.double({ min: base.start - 1e6, max: base.start + 1e6, noNaN: true }),
      length: fc.option(fc.double({ min: 0, max: 1e7, noNaN: true })),
      status: fc.constantFrom<SpanStatus>('ok', 'error', 'fault', 'throttle', 'running'),
      hidden: fc.option(fc.record({ count: fc.nat(99_999), worst: fc.constantFrom<SpanStatus>('ok', 'fault') })),
    })
    fc.assert(
      fc.property(
        row,
        fc.integer({ min: 40, max: 220 }),
        fc.boolean(),
        fc.boolean(),
        (one, width, unicode, critical) => {
          const { name, depth, start, length, status, hidden } = one
          const end = length === null ? null : start + length
          const made = rowOf(
            { name, start, end, durationMs: length, status },
            { depth, hidden, folded: hidden !== null, foldable: true },
          )
          const more = critical ? { critical: new Map([[base.id, [{ start, end: end ?? start }]]]) } : {}
          const line = waterfallRow(made, true, lookOf(width, { style: { ...plain, unicode }, ...more }))
          expect(lineCells(line)).toBe(width)
        },
      ),
    )
  })
  it.each([
    [{ status: 'ok', http: null }, '✓ ok'],
    [{ status: 'fault', http: null }, '✗ fault'],
    [{ status: 'running', end: null, durationMs: null }, 'running'],
    [{ marks: ['cold-start'] }, '❄ cold start'],
    [{ attempts: { count: 3, failed: 2 } }, '3 attempts'],
  ] as const)('tells %j as "%s"', (more, expected) =>
    expect(text(rowOf(more as Partial<typeof base>), lookOf(160))).toContain(expected),
  )
  it('has the HTTP status in place of the word', () => expect(text(first, lookOf(80))).toContain('✓ 201'))
  it('says on which side of the zoom a span lies', () => {
    const bounds = { start: base.end! + 10, end: base.end! + 20 }
    expect(text(first, lookOf(80, { bounds }))).toContain('▕‹')
    expect(text(first, lookOf(80, { bounds: { start: base.start - 20, end: base.start - 10 } }))).toContain('›▏')
  })
  it('shows the critical path by shape as well', () => {
    const half = { start: base.start, end: (base.start + base.end!) / 2 }
    const bounds = { start: base.start, end: base.end! }
    const line = text(first, lookOf(80, { bounds, critical: new Map([[base.id, [half]]]) }))
    expect(line).toMatch(/▕█+░+▏/)
  })
  it('counts what a fold hides, and how bad the worst of it is', () => {
    const line = text(rowOf({}, { folded: true, foldable: true, hidden: { count: 12, worst: 'fault' } }), lookOf(100))
    expect(line).toContain('+12')
    expect(line).toContain('✗')
  })
  it('gives each service a colour of its own while there are some left', () => {
    const names = [...new Set(tree.services.values())]
    expect(new Set(names.map((name) => tree.colors.get(name))).size).toBe(names.length)
  })
})

describe('columns', () => {
  it('fill the width, names and bars never vanish', () => {
    fc.assert(
      fc.property(fc.integer({ min: 40, max: 300 }), fc.option(fc.integer({ min: -50, max: 400 })), (width, name) => {
        const columns = columnsFor(width, name)
        expect(columns.name).toBeGreaterThanOrEqual(Math.min(10, width - 33))
        expect(columns.bar).toBeGreaterThanOrEqual(8)
        expect(7 + columns.name + columns.status + columns.bar + columns.duration).toBe(width)
      }),
    )
  })
})
