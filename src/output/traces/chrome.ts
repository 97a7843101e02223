import { spans } from '../../domain/trace/flatten.ts'
import { spanLabel } from '../../domain/trace/label.ts'
import type { Span, SpanStatus } from '../../domain/trace/span.ts'
import type { Trace } from '../../domain/trace/trace.ts'
import type { CiGuard } from '../ci-commands.ts'
import { safeJson } from '../safe-text.ts'
import { chromeLanes } from './chrome-lanes.ts'
import { exceptionText } from './exceptions.ts'
import { withoutSecrets } from './secrets.ts'

export interface ExportOptions {
  readonly showSecrets: boolean
  readonly guard: CiGuard | null
}

/** Names of colours that viewers of this format know. */
const colours: Readonly<Partial<Record<SpanStatus, string>>> = { fault: 'terrible', error: 'bad', throttle: 'bad' }

const micros = (ms: number): number => Math.round(ms * 1000)

const argsOf = (span: Span, trace: Trace): Record<string, unknown> => ({
  trace: trace.id,
  span: span.id,
  status: span.status,
  ...(span.http === null ? {} : { http: span.http }),
  ...(span.sql === null ? {} : { sql: span.sql }),
  ...(span.resource === null ? {} : { resource: span.resource }),
  ...(span.origin === null ? {} : { origin: span.origin }),
  ...(span.requestId === null ? {} : { requestId: span.requestId }),
  ...(span.exceptions.length === 0 ? {} : { exceptions: span.exceptions.map(exceptionText) }),
  ...(Object.keys(span.annotations).length === 0 ? {} : { annotations: span.annotations }),
  ...(Object.keys(span.metadata).length === 0 ? {} : { metadata: span.metadata }),
  ...(span.links.length === 0 ? {} : { links: span.links }),
  ...(span.marks.length === 0 ? {} : { marks: span.marks }),
})

interface Placed {
  readonly span: Span
  readonly trace: Trace
  readonly from: number
  readonly to: number
  readonly pid: number
  readonly tid: number
}

/** A process a service, its spans on as many threads as it takes for them to nest. */
const place = (traces: readonly Trace[]) => {
  const pids = new Map<string, number>()
  const open: (Omit<Placed, 'tid'> & { readonly parent: string | null })[] = []
  for (const trace of traces) {
    for (const span of spans(trace)) {
      const pid = pids.get(span.service) ?? pids.size + 1
      pids.set(span.service, pid)
      const from = micros(span.start)
      open.push({ span, trace, pid, from, to: Math.max(from, micros(span.end ?? trace.end)), parent: span.parentId })
    }
  }
  const lanes = chromeLanes(open)
  return { pids, placed: open.map((one, at): Placed => ({ ...one, tid: lanes[at]! })) }
}

const keyOf = (traceId: string, spanId: string): string => `${traceId}/${spanId}`

/** Arrows: from a caller to a callee on another thread, and along links between the traces that are here. */
const flows = (placed: readonly Placed[]): Record<string, unknown>[] => {
  const byKey = new Map(placed.map((one) => [keyOf(one.trace.id, one.span.id), one]))
  const events: Record<string, unknown>[] = []
  const arrow = (name: string, from: Placed, to: Placed): void => {
    const id = events.length / 2 + 1
    const leaves = Math.min(Math.max(from.from, to.from), from.to)
    const common = { name, cat: 'flow', id }
    events.push({ ...common, ph: 's', ts: leaves, pid: from.pid, tid: from.tid })
    events.push({ ...common, ph: 'f', bp: 'e', ts: Math.max(leaves, to.from), pid: to.pid, tid: to.tid })
  }
  for (const one of placed) {
    const parent = one.span.parentId === null ? undefined : byKey.get(keyOf(one.trace.id, one.span.parentId))
    if (parent !== undefined && (parent.pid !== one.pid || parent.tid !== one.tid)) arrow('call', parent, one)
    for (const { traceId, spanId, direction } of one.span.links) {
      // Both ends may tell of a link: the later one's word counts.
      const other = spanId === null || direction === 'child' ? undefined : byKey.get(keyOf(traceId, spanId))
      if (other !== undefined) arrow('link', other, one)
    }
  }
  return events
}

/**
 * Trace Event Format (JSON object form), as Perfetto and chrome://tracing open it: complete events in microseconds since 1970, a process
 * a service. What still runs lasts to the end of its trace and says so.
 */
export const chromeJson = (traces: readonly Trace[], { showSecrets, guard }: ExportOptions): string => {
  const shown = showSecrets ? traces : traces.map(withoutSecrets)
  const { pids, placed } = place(shown)
  const names = [...pids].flatMap(([name, pid]) => [
    { ph: 'M', name: 'process_name', pid, tid: 0, args: { name } },
    { ph: 'M', name: 'process_sort_index', pid, tid: 0, args: { sort_index: pid } },
  ])
  const threads = [...new Set(placed.map(({ pid, tid }) => `${pid} ${tid}`))].map((both) => {
    const [pid, tid] = both.split(' ').map(Number) as [number, number]
    return { ph: 'M', name: 'thread_name', pid, tid, args: { name: `lane ${tid}` } }
  })
  const complete = placed.map(({ span, trace, from, to, pid, tid }) => ({
    ph: 'X',
    name: spanLabel(span),
    cat: span.status === 'ok' ? span.kind : `${span.kind},${span.status}`,
    ts: from,
    dur: to - from,
    pid,
    tid,
    ...(colours[span.status] === undefined ? {} : { cname: colours[span.status] }),
    args: argsOf(span, trace),
  }))
  const json = safeJson(
    JSON.stringify({
      displayTimeUnit: 'ms',
      otherData: { traces: shown.map(({ id }) => id).join(' ') },
      traceEvents: [...names, ...threads, ...complete, ...flows(placed)],
    }),
  )
  return `${guard ? guard.json(json) : json}\n`
}
