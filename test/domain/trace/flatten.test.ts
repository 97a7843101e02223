import { describe, expect, it } from 'vitest'
import { buildTrace } from '../../../src/domain/trace/build.ts'
import { flatten } from '../../../src/domain/trace/flatten.ts'
import type { LinkedTrace, TraceRow } from '../../../src/domain/trace/rows.ts'
import type { Trace } from '../../../src/domain/trace/trace.ts'
import { type Doc, segment, t0, traceId, xray } from './documents.ts'

const ids = [traceId, '1-6b49d200-000000000000000000000002', '1-6b49d200-000000000000000000000003'] as const

const trace = (n: 0 | 1 | 2, ...documents: Doc[]): Trace => buildTrace(ids[n], documents.map(xray))

const link = (n: 0 | 1 | 2, type = 'child'): Doc => ({ trace_id: ids[n], id: 'x', attributes: { ReferenceType: type } })

const hop = (to: Trace, waitMs = 690): LinkedTrace => ({
  trace: to,
  through: 'fulfilment',
  carrier: 'SQS',
  waitMs,
  fanIn: 1,
})

const line = (row: TraceRow): string => {
  const pad = '  '.repeat(row.depth)
  if (row.kind === 'span')
    return `${pad}${row.folded ? '▸' : row.foldable ? '▾' : ' '} ${row.span.name}${row.hidden ? ` +${row.hidden.count} ${row.hidden.worst}` : ''}`
  if (row.kind === 'hop')
    return `${pad}⇢ ${row.link.through}${row.hidden ? ` +${row.hidden.count} ${row.hidden.worst}` : ''}`
  return `${pad}→ ${row.direction} ${row.traceId.slice(-1)}`
}

const api = trace(
  0,
  segment('a', 'api', 0, 100, {
    subsegments: [
      segment('b', 'fn', 10, 40, { subsegments: [segment('c', 'db', 11, 12, { throttle: true })], links: [link(1)] }),
      segment('d', 'end', 50, 60, { fault: true }),
    ],
  }),
)
const consumer = trace(
  1,
  segment('a', 'consumer', 730, 800, {
    error: true,
    subsegments: [segment('n', 'next', 740, 750, { links: [link(2)] })],
  }),
)
const third = trace(2, segment('a', 'third', 900, 950, { links: [link(1, 'parent')] }))

const lines = (of: Trace, folded: string[] = [], linked: [string, LinkedTrace[]][] = []): string[] =>
  flatten(of, { folded: new Set(folded), linked: new Map(linked) }).map(line)

describe('rows of a waterfall', () => {
  it('are the spans in order, and the links that nobody followed', () => {
    expect(lines(api)).toEqual(['▾ api', '  ▾ fn', '      db', '    → child 2', '    end'])
  })

  it('folded, hide what is below and say how much and how bad', () => {
    expect(lines(api, [`${ids[0]}/b`])).toEqual(['▾ api', '  ▸ fn +1 throttle', '    end'])
    expect(lines(api, [`${ids[0]}/a`, `${ids[0]}/b`])).toEqual(['▸ api +3 fault'])
    expect(lines(api, [`${ids[0]}/c`, 'nobody'])).toHaveLength(5)
  })

  it('a trace that was followed hangs below the span, under its hop', () => {
    const linked: [string, LinkedTrace[]][] = [[`${ids[0]}/b`, [hop(consumer)]]]
    expect(lines(api, [], linked)).toEqual([
      '▾ api',
      '  ▾ fn',
      '      db',
      '    ⇢ fulfilment',
      '      ▾ consumer',
      '        ▾ next',
      '          → child 3',
      '    end',
    ])
    expect(lines(api, [`${ids[0]}/b`], linked)[1]).toBe('  ▸ fn +3 throttle')
    expect(lines(api, [`${ids[0]}/b/hop/${ids[1]}`], linked)[3]).toBe('    ⇢ fulfilment +2 error')
  })

  it('the wait of a hop begins when the sender ended', () => {
    const row = flatten(api, { folded: new Set(), linked: new Map([[`${ids[0]}/b`, [hop(consumer)]]]) })[3]
    expect(row).toMatchObject({ kind: 'hop', foldable: true, folded: false, from: t0 * 1000 + 40, to: t0 * 1000 + 730 })
  })

  it('traces that lead back to one another end, and every key is there once', () => {
    const linked = new Map([
      [`${ids[0]}/b`, [hop(consumer)]],
      [`${ids[0]}/d`, [hop(consumer), hop(third)]],
      [`${ids[1]}/n`, [hop(third)]],
      [`${ids[2]}/a`, [hop(consumer), hop(api)]],
    ])
    const rows = flatten(api, { folded: new Set(), linked })
    expect(rows.map(line)).toEqual([
      '▾ api',
      '  ▾ fn',
      '      db',
      '    ⇢ fulfilment',
      '      ▾ consumer',
      '        ▾ next',
      '          ⇢ fulfilment',
      '            ▾ third',
      '              ⇢ fulfilment +0 ok',
      '              ⇢ fulfilment +0 ok',
      '  ▾ end',
      '    ⇢ fulfilment +0 ok',
      '    ⇢ fulfilment +0 ok',
    ])
    expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length)
    expect(lines(api, [`${ids[0]}/a`], [...linked])).toEqual(['▸ api +6 fault'])
  })
})
