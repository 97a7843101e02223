import { buildTrace, type TraceDocument } from '../../../src/domain/trace/build.ts'
import { spans } from '../../../src/domain/trace/flatten.ts'
import type { Span } from '../../../src/domain/trace/span.ts'
import type { Trace } from '../../../src/domain/trace/trace.ts'

/** Seconds at which the traces of these tests begin. */
export const t0 = 1_800_000_000

export const traceId = '1-6b49d200-16a5bdd27e45fc9f4a12ddd2'

/** A readable id of 16 hex digits. */
export const hex = (n: number): string => n.toString(16).padStart(16, '0')

export type Doc = Record<string, unknown>

/** A segment or subsegment from `from` to `to` milliseconds after the beginning; `to` null while it runs. */
export const segment = (id: string, name: string, from: number, to: number | null, more: Doc = {}): Doc => ({
  id,
  name,
  trace_id: traceId,
  start_time: t0 + from / 1000,
  ...(to === null ? { in_progress: true } : { end_time: t0 + to / 1000 }),
  ...more,
})

export const xray = (document: unknown): TraceDocument => ({
  format: 'xray',
  id: typeof document === 'object' && document !== null && 'id' in document ? String(document.id) : null,
  document: typeof document === 'string' ? document : JSON.stringify(document),
})

export const otel = (document: unknown): TraceDocument => ({
  format: 'otel',
  id: null,
  document: JSON.stringify(document),
})

export const traceOf = (...documents: readonly unknown[]): Trace => buildTrace(traceId, documents.map(xray))

export const byId = (trace: Trace): ReadonlyMap<string, Span> =>
  new Map([...spans(trace)].map((span) => [span.id, span]))

export const spanIn = (trace: Trace, id: string): Span => {
  const found = byId(trace).get(id)
  if (!found) throw new Error(`no span ${id}`)
  return found
}

/** The tree as text, an indented name a line, with marks and folded ids. */
export const drawn = (trace: Trace): string[] =>
  [...spans(trace)].map(
    ({ depth, name, id, marks, mergedIds, attempt, attempts }) =>
      '  '.repeat(depth) +
      [
        `${name}#${id}`,
        ...(mergedIds.length > 0 ? [`=${mergedIds.join('=')}`] : []),
        ...(attempt === null ? [] : [`try ${attempt}`]),
        ...(attempts === null ? [] : [`${attempts.failed} of ${attempts.count} failed`]),
        ...marks,
      ].join(' '),
  )
