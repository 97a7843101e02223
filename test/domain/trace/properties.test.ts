import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildTrace, type TraceDocument } from '../../../src/domain/trace/build.ts'
import { criticalPath } from '../../../src/domain/trace/critical-path.ts'
import { flatten, rowKey, spans } from '../../../src/domain/trace/flatten.ts'
import { graphOf } from '../../../src/domain/trace/graph.ts'
import { spanLabel, statusWord } from '../../../src/domain/trace/label.ts'
import type { Span } from '../../../src/domain/trace/span.ts'
import { summaryOf } from '../../../src/domain/trace/summary.ts'
import type { Trace } from '../../../src/domain/trace/trace.ts'
import { accountOf } from './account.ts'
import { type Doc, hex, t0, traceId } from './documents.ts'

/** Few ids, so that duplicates, rings and missing parents come by themselves. */
const id = fc.integer({ min: 1, max: 14 }).map(hex)

const wild: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 5, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
)

const seconds = fc.oneof(
  { weight: 9, arbitrary: fc.integer({ min: 0, max: 1000 }).map((ms) => t0 + ms / 1000) },
  { weight: 1, arbitrary: fc.constantFrom(`${t0}.5`, null, 'soon', -1, 1e300, undefined) },
)

const aws = fc.record({
  operation: fc.constantFrom('Invoke', 'PutItem', undefined),
  retries: fc.constantFrom(0, 2, '1', undefined),
})

const fields = {
  name: fc.constantFrom(
    'fn',
    'api',
    'Initialization',
    'Attempt #1',
    'Attempt #2',
    'attempt',
    'DynamoDB',
    'Lambda',
    undefined,
  ),
  start_time: seconds,
  end_time: seconds,
  fault: fc.boolean(),
  throttle: fc.boolean(),
  namespace: fc.constantFrom('aws', 'remote', undefined),
  aws: fc.oneof(aws, wild),
  http: wild,
  cause: fc.oneof(fc.constantFrom('x', 'y', { exceptions: [{ id: 'x', cause: 'y', message: 'm' }] }), wild),
  links: fc.oneof(fc.constant([{ trace_id: traceId, id: hex(1), attributes: { ReferenceType: 'child' } }]), wild),
  metadata: wild,
  annotations: wild,
}

const subsegments = (depth: number): fc.Arbitrary<unknown> =>
  depth === 0
    ? fc.constant(undefined)
    : fc.oneof(
        wild,
        fc.array(fc.oneof({ weight: 6, arbitrary: subsegment(depth - 1) }, { weight: 1, arbitrary: wild }), {
          maxLength: 3,
        }),
      )

const subsegment = (depth: number): fc.Arbitrary<Doc> =>
  fc.record({
    ...fields,
    id: fc.oneof({ weight: 9, arbitrary: id }, { weight: 1, arbitrary: fc.constant(undefined) }),
    subsegments: subsegments(depth),
  })

const segment: fc.Arbitrary<Doc> = fc.record({
  ...fields,
  id,
  parent_id: fc.oneof(id, fc.constant(undefined)),
  origin: fc.constantFrom('AWS::Lambda', 'AWS::Lambda::Function', 'AWS::DynamoDB::Table', undefined),
  inferred: fc.constantFrom(true, false, false, undefined),
  type: fc.constantFrom('subsegment', undefined, undefined),
  subsegments: subsegments(3),
})

const otelSpan: fc.Arbitrary<Doc> = fc.record({
  spanId: id,
  parentSpanId: fc.oneof(id, fc.constant('')),
  name: fc.constantFrom('fn/LambdaService', 'fn/LambdaExecutionEnvironment', 'GET', ''),
  kind: fc.constantFrom('SERVER', 'CLIENT', 5, undefined),
  startTimeUnixNano: fc.integer({ min: 0, max: 1000 }).map((ms) => `${t0}${String(ms).padStart(3, '0')}000000`),
  endTimeUnixNano: fc.constantFrom(`${t0 + 1}000000000`, undefined, 'soon'),
  attributes: wild,
  events: wild,
  status: wild,
})

const document: fc.Arbitrary<TraceDocument> = fc.oneof(
  {
    weight: 8,
    arbitrary: segment.map((doc) => ({
      format: 'xray' as const,
      id: String(doc['id']),
      document: JSON.stringify(doc),
    })),
  },
  {
    weight: 3,
    arbitrary: otelSpan.map((doc) => ({ format: 'otel' as const, id: null, document: JSON.stringify(doc) })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(id, fc.string())
      .map(([of, text]) => ({ format: 'xray' as const, id: of, document: `{${text}` })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(id, fc.jsonValue())
      .map(([of, value]) => ({ format: 'xray' as const, id: of, document: JSON.stringify({ value }) })),
  },
)

interface Said {
  readonly id: string
  /** The ids above it, nearest first, up to the parent that its document names. */
  readonly above: readonly string[]
}

const word = (value: unknown): string | null =>
  value === '' || value === undefined || value === null || typeof value === 'object' ? null : String(value)

/** The ids of a document and what stands above each, told naively. */
const saidBy = (value: unknown, above: readonly string[], beside: string | null): Said[] => {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return beside === null ? [] : [{ id: beside, above }]
  const of = value as Doc
  const own = [of['id'], of['spanId']].map(word).find((one) => one !== null) ?? beside
  const parent = word(of['parent_id'] ?? of['parentSpanId'])
  const over = above.length === 0 && parent !== null ? [parent] : above
  const inner = Array.isArray(of['subsegments']) ? of['subsegments'] : []
  const here = own === null ? over : [own, ...over]
  return [...(own === null ? [] : [{ id: own, above: over }]), ...inner.flatMap((one) => saidBy(one, here, null))]
}

const said = ({ id: beside, document: text }: TraceDocument): Said[] => {
  try {
    return saidBy(JSON.parse(text), [], beside)
  } catch {
    return beside === null ? [] : [{ id: beside, above: [] }]
  }
}

const each = (check: (trace: Trace, documents: readonly TraceDocument[]) => void, numRuns = 400): void =>
  fc.assert(
    fc.property(fc.array(document, { minLength: 1, maxLength: 8 }), (documents) =>
      check(buildTrace(traceId, documents), documents),
    ),
    { numRuns },
  )

describe('whatever the documents', () => {
  it('each distinct id is a span, folded into one, or invalid: exactly once', () => {
    each((trace, documents) => {
      const { shownAs, twice } = accountOf(trace)
      expect(twice).toEqual([])
      expect([...shownAs.keys()].sort()).toEqual([...new Set(documents.flatMap(said).map((one) => one.id))].sort())
    })
  })

  it('each parent is the one that was named, or stands for it; a root named none, or one that is missing, or closed a ring', () => {
    each((trace, documents) => {
      const { shownAs } = accountOf(trace)
      const all = documents.flatMap(said)
      /** What an id may be shown as; for an id that can't be shown, what stands above it. */
      const shown = (one: string | undefined, seen: readonly string[] = []): (string | null)[] => {
        if (one === undefined || seen.includes(one)) return [null]
        const as = shownAs.get(one) ?? null
        if (as !== null) return [as]
        const over = all.filter((other) => other.id === one).map(({ above }) => above[0])
        return over.length === 0 ? [null] : over.flatMap((next) => shown(next, [...seen, one]))
      }
      for (const span of spans(trace)) {
        const own = new Set([span.id, ...span.mergedIds])
        const named = all.filter((one) => own.has(one.id)).flatMap(({ above }) => shown(above[0]))
        if (span.parentId !== null) expect(named).toContain(span.parentId)
        else if (!span.marks.includes('cycle')) expect(named).toContain(null)
        else expect(named.some((one) => one !== null)).toBe(true)
      }
    })
  })

  it('the tree is one: depths, counts, order and times agree', () => {
    each((trace) => {
      const all = [...spans(trace)]
      expect(trace.spanCount).toBe(all.length)
      expect(new Set(all).size).toBe(all.length)
      expect(trace.orphans).toBe(all.filter(({ marks }) => marks.includes('orphan')).length)
      const walk = (siblings: readonly Span[], depth: number, parentId: string | null): void => {
        siblings.forEach((span, at) => {
          expect([span.depth, span.parentId, span.traceId]).toEqual([depth, parentId, trace.id])
          if (at > 0) expect(span.start).toBeGreaterThanOrEqual(siblings[at - 1]!.start)
          expect(span.end === null).toBe(span.durationMs === null)
          expect(span.selfMs ?? 0).toBeLessThanOrEqual(span.durationMs ?? 0)
          expect(Math.min(span.selfMs ?? 0, span.durationMs ?? 0)).toBeGreaterThanOrEqual(0)
          walk(span.children, depth + 1, span.id)
        })
      }
      walk(trace.roots, 0, null)
    })
  })

  it('everything that is drawn from it is drawn', () => {
    each((trace) => {
      const rows = flatten(trace, { folded: new Set() })
      expect(rows.flatMap((row) => (row.kind === 'span' ? [row.span] : []))).toEqual([...spans(trace)])
      expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length)
      for (const root of trace.roots) {
        const folded = flatten(trace, { folded: new Set([rowKey(root)]) })
        const hidden = folded.flatMap((row) => (row.kind === 'span' && row.span === root ? [row.hidden] : []))[0]
        const shown = folded.filter(({ kind }) => kind === 'span').length
        expect(shown + (hidden?.count ?? 0)).toBe(trace.spanCount)
      }
      for (const stretches of criticalPath(trace).values())
        for (const { start, end } of stretches) {
          expect(start).toBeGreaterThanOrEqual(trace.start)
          expect(end).toBeLessThanOrEqual(trace.end)
        }
      for (const span of spans(trace))
        expect([spanLabel(span), statusWord(span)].every((text) => text !== '')).toBe(true)
      expect(summaryOf(trace).id).toBe(trace.id)
      expect(graphOf([trace]).nodes.length).toBeLessThanOrEqual(2 * trace.spanCount)
      if (trace.cause !== null) expect(accountOf(trace).shownAs.get(trace.cause.spanId)).toBe(trace.cause.spanId)
    }, 200)
  })
})
