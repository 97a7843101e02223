import { spans } from './flatten.ts'
import { spanLabel } from './label.ts'
import { rounded } from './self-time.ts'
import type { FieldValue, Span } from './span.ts'
import type { Trace, TraceSummary } from './trace.ts'

/** The root that the trace is known by: the first that names no parent, else the first. */
export const mainRoot = (trace: Trace): Span | null =>
  trace.roots.find(({ marks }) => !marks.includes('orphan')) ?? trace.roots[0] ?? null

const isService = ({ kind }: Span): boolean => kind === 'server' || kind === 'consumer'

/** A built trace as a row of the list. */
export const summaryOf = (trace: Trace): TraceSummary => {
  const root = mainRoot(trace)
  const services = new Set<string>()
  const annotations: [string, FieldValue][] = []
  let user: string | null = null
  for (const span of spans(trace)) {
    if (isService(span) || span === root) services.add(span.service)
    for (const entry of Object.entries(span.annotations)) annotations.push(entry)
    user ??= span.user
  }
  const http = root?.http ?? null
  return {
    id: trace.id,
    start: trace.start,
    durationMs: trace.partial && root?.end == null ? null : rounded(trace.end - trace.start),
    responseMs: root?.durationMs ?? null,
    status: trace.status,
    http: http === null ? null : { method: http.method, url: http.url, status: http.status },
    root: root === null ? '' : spanLabel(root),
    services: [...services],
    annotations: Object.fromEntries(annotations),
    user,
    partial: trace.partial,
    revision: 0,
    cause: trace.cause?.summary ?? null,
  }
}
