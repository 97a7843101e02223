import { describe, expect, it } from 'vitest'
import { buildTrace } from '../../../src/domain/trace/build.ts'
import { criticalPath } from '../../../src/domain/trace/critical-path.ts'
import { flatten } from '../../../src/domain/trace/flatten.ts'
import { graphOf } from '../../../src/domain/trace/graph.ts'
import { summaryOf } from '../../../src/domain/trace/summary.ts'
import { hex, otel, segment, t0, traceId, traceOf, xray } from './documents.ts'

const all = 10_000

/** Everything that walks a tree. */
const walked = (documents: Parameters<typeof buildTrace>[1]) => {
  const trace = buildTrace(traceId, documents)
  const rows = flatten(trace, { folded: new Set() })
  const folded = flatten(trace, { folded: new Set([`${traceId}/${trace.roots[0]!.id}`]) })
  return { trace, rows, folded, path: criticalPath(trace), graph: graphOf([trace]), summary: summaryOf(trace) }
}

describe('large traces', () => {
  it('10,000 segments, each below the one before', () => {
    const documents = Array.from({ length: all }, (_, n) =>
      xray(segment(hex(n), `s${n % 9}`, n, 30_000 - n, { fault: true, ...(n > 0 ? { parent_id: hex(n - 1) } : {}) })),
    )
    const { trace, rows, folded, path, graph } = walked(documents)
    expect([trace.spanCount, rows.length, rows.at(-1)!.depth]).toEqual([all, all, all - 1])
    expect(folded).toMatchObject([{ hidden: { count: all - 1, worst: 'fault' } }])
    expect(path.size).toBe(all)
    expect(graph.nodes).toHaveLength(9)
    expect(trace.cause?.spanId).toBe(hex(all - 1))
  })

  it('one document that nests 10,000 subsegments', () => {
    const heads = Array.from(
      { length: all },
      (_, n) => `{"id":"${hex(n)}","name":"s","start_time":${t0},"end_time":${t0 + 1}`,
    )
    const { trace, rows } = walked([xray(`${heads.join(',"subsegments":[')}${'}]'.repeat(all - 1)}}`)])
    expect([trace.spanCount, rows.at(-1)!.depth, trace.invalid]).toEqual([all, all - 1, []])
  })

  it('10,000 siblings that fail and are tried again', () => {
    const inner = Array.from({ length: all }, (_, n) =>
      segment(hex(n + 1), 'call', n, n + 1, { namespace: 'remote', fault: n % 2 === 0 }),
    )
    const { trace } = walked([xray(segment(hex(0), 'api', 0, all, { subsegments: inner }))])
    expect(trace.roots[0]!.selfMs).toBe(0)
    expect(trace.roots[0]!.children.filter(({ attempts }) => attempts?.count === 2)).toHaveLength(all / 2)
    expect(trace.cause).toBeNull()
  })

  it('a ring of 10,000', () => {
    const documents = Array.from({ length: all }, (_, n) =>
      xray(segment(hex(n), 's', n, n + 1, { parent_id: hex((n + 1) % all) })),
    )
    const { trace } = walked(documents)
    expect(trace.roots.map(({ id, marks }) => [id, marks.includes('cycle')])).toEqual([[hex(0), true]])
  })

  it('500 KB in one document', () => {
    const trace = traceOf(segment('a', 'x', 0, 1, { metadata: { default: { blob: 'x'.repeat(500_000) } } }))
    expect(trace.spanCount).toBe(1)
  })
})

describe('hostile documents', () => {
  it('keys of the name __proto__ change nothing else', () => {
    const trace = buildTrace(traceId, [
      xray(
        `{"id":"a","name":"x","start_time":1,"end_time":2,"annotations":{"__proto__":"polluted","constructor":"c"},"metadata":{"__proto__":{"fault":true}},"__proto__":{"fault":true},"aws":{"__proto__":{"operation":"x"}}}`,
      ),
      otel({
        spanId: hex(5),
        startTimeUnixNano: '1',
        attributes: JSON.parse('{"__proto__":{"http.status_code":500}}'),
      }),
    ])
    const [first] = trace.roots.filter(({ id }) => id === 'a')
    expect(Object.keys(first!.annotations)).toEqual(['__proto__', 'constructor'])
    expect(Object.getPrototypeOf(first!.annotations)).toBe(Object.prototype)
    expect(first).toMatchObject({ status: 'ok', aws: { operation: null } })
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  it('values of the wrong kind are no values', () => {
    const wrong = [null, 7, 'text', [], true]
    const keys = [
      'http',
      'aws',
      'sql',
      'annotations',
      'metadata',
      'cause',
      'subsegments',
      'links',
      'precursor_ids',
      'parent_id',
      'name',
      'user',
      'origin',
      'namespace',
    ]
    for (const value of wrong) {
      for (const key of keys) {
        const trace = traceOf(segment('a', 'x', 0, 1, { [key]: value }))
        expect(trace.spanCount + trace.invalid.length, `${key}: ${JSON.stringify(value)}`).toBe(1)
      }
    }
  })

  it('metadata that nests too deep to be printed is told as that', () => {
    const deep = `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`
    const trace = buildTrace(traceId, [
      xray(
        `{"id":"a","name":"x","start_time":1,"end_time":2,"metadata":{"m":${deep},"fine":{"b":1}},"aws":{"x":${deep}}}`,
      ),
      otel({ spanId: hex(1), startTimeUnixNano: '1', attributes: { deep: JSON.parse(deep), ok: 1 } }),
    ])
    expect(() => JSON.stringify(trace)).not.toThrow()
    expect(trace.roots.find(({ id }) => id === 'a')).toMatchObject({
      metadata: { m: '(nested too deep to show)', fine: { b: 1 } },
      aws: { other: { x: '(nested too deep to show)' } },
    })
  })

  it('an end before its start ends at once, and is marked', () => {
    expect(traceOf(segment('a', 'x', 5, 1)).roots[0]).toMatchObject({ durationMs: 0, selfMs: 0, marks: ['clock-skew'] })
  })

  it('an id that fills a screen is none', () => {
    const document = JSON.stringify(segment('x'.repeat(1000), 'x', 0, 1))
    expect(buildTrace(traceId, [{ format: 'xray', id: null, document }]).invalid).toEqual([
      { id: null, reason: 'it has no id' },
    ])
  })
})
