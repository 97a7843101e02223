import type { Incomplete } from '../../domain/incomplete.ts'
import { spans } from '../../domain/trace/flatten.ts'
import type { Span } from '../../domain/trace/span.ts'
import type { Trace } from '../../domain/trace/trace.ts'
import type { CiGuard } from '../ci-commands.ts'
import { type AnswerContext, answer, isoTime } from '../json.ts'
import { withoutSecrets } from './secrets.ts'

/** A span as the contract shapes it; its children are told by their `parentId`. */
export const spanRecord = (span: Span) => ({
  id: span.id,
  parentId: span.parentId,
  depth: span.depth,
  segmentId: span.segmentId,
  name: span.name,
  service: span.service,
  kind: span.kind,
  origin: span.origin,
  namespace: span.namespace,
  resource: span.resource,
  start: isoTime(span.start),
  end: isoTime(span.end),
  durationMs: span.durationMs,
  selfMs: span.selfMs,
  status: span.status,
  http: span.http,
  sql: span.sql,
  aws: span.aws,
  user: span.user,
  annotations: span.annotations,
  metadata: span.metadata,
  exceptions: span.exceptions.map(({ id, type, message, remote, stack, truncated, causeId }) => ({
    id,
    type,
    message,
    remote,
    stack: stack.map(({ path, line, label }) => ({ path, line, label })),
    truncated,
    causeId,
  })),
  inferred: span.inferred,
  mergedIds: span.mergedIds,
  attempts: span.attempts,
  links: span.links.map(({ traceId, spanId, direction }) => ({ traceId, spanId, direction })),
  requestId: span.requestId,
  precursorIds: span.precursorIds,
  marks: span.marks,
})

/** Fields of `slsops.trace/1` beside the common ones. */
export const traceRecord = (trace: Trace) => ({
  id: trace.id,
  w3cId: trace.w3cId,
  start: isoTime(trace.start),
  end: isoTime(trace.end),
  durationMs: Number((trace.end - trace.start).toFixed(6)),
  status: trace.status,
  partial: trace.partial,
  orphans: trace.orphans,
  invalid: trace.invalid.map(({ id, reason }) => ({ id, reason })),
  cause: trace.cause && { spanId: trace.cause.spanId, summary: trace.cause.summary },
  spans: Array.from(spans(trace), spanRecord),
})

export interface TraceJson {
  readonly context: AnswerContext
  readonly incomplete: readonly Incomplete[]
  readonly guard: CiGuard | null
  readonly showSecrets: boolean
}

/** `slsops.trace/1`: the tree as a flat list, in the order of the waterfall. */
export const traceAnswer = (trace: Trace, { context, incomplete, guard, showSecrets }: TraceJson): string =>
  answer('slsops.trace/1', context, traceRecord(showSecrets ? trace : withoutSecrets(trace)), incomplete, guard)
