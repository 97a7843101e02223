import type { OwnFrame } from '../../domain/log/signature-frame.ts'
import type { SpanException } from '../../domain/trace/span.ts'
import type { Trace } from '../../domain/trace/trace.ts'
import type { WhyCause, WhyException } from '../../domain/why.ts'
import { pathTo, spanOwner } from '../traces/span-owner.ts'
import type { Run } from './runs.ts'
import type { Story } from './story.ts'

export interface CauseOf {
  readonly story: Story
  /** What was asked for: the runs of these requests, or the traces, speak first. */
  readonly requestIds: readonly string[]
  readonly traceIds: readonly string[]
  /** What the template calls a function or service. */
  readonly nameOf: (service: string) => string
}

/** The failure that explains the story, and the run it was in, where one was logged. */
export interface Found {
  readonly cause: WhyCause
  readonly run: Run | null
}

const place = (frame: { path: string | null; line: number | null; label: string | null } | null): string => {
  if (frame === null) return ''
  const file = frame.path === null || frame.path === '' ? null : (frame.path.split('/').at(-1) ?? frame.path)
  const at = file === null ? null : frame.line === null ? file : `${file}:${frame.line}`
  const words = [at, frame.label].filter((word) => word !== null)
  return words.length === 0 ? '' : ` (${words.join(', ')})`
}

const firstLine = (text: string): string => text.trim().split('\n', 1)[0]!.trim()

const said = (type: string | null, message: string | null): string =>
  [type, message === null ? null : firstLine(message)].filter(Boolean).join(': ') || 'it gave no reason'

const framed = (frame: OwnFrame | null): WhyException['frame'] =>
  frame && { path: frame.path || null, line: frame.line, label: frame.label }

const exceptionOf = ({ failure }: Run): WhyException | null =>
  failure && { type: failure.failure.type, message: failure.failure.message, frame: framed(failure.signature.frame) }

/** `, on 3 of 3 attempts`: runs of the same function in the same story that failed in the same way. */
const attempts = (run: Run, runs: readonly Run[]): string => {
  const all = runs.filter(({ source }) => source === run.source)
  const same = all.filter(({ failure }) => failure?.signature.text === run.failure?.signature.text)
  return all.length < 2 ? '' : `, on ${same.length} of ${all.length} attempts`
}

const byRun = (run: Run, spanId: string | null, story: Story): Found => {
  const exception = exceptionOf(run)!
  const { type, message } = exception
  const summary = `${run.source} failed: ${said(type, message)}${place(exception.frame)}${attempts(run, story.runs)}`
  return { cause: { summary, spanId, requestId: run.requestId, exception }, run }
}

const traced = (one: SpanException | undefined): WhyException | null => {
  if (one === undefined) return null
  return { type: one.type, message: one.message, frame: one.stack[0] ?? null }
}

/** What a trace says of its failure; the run that it happened in says it better, where its lines were read. */
const byTrace = (trace: Trace, { story, nameOf }: CauseOf): Found | null => {
  if (trace.cause === null) return null
  const { spanId, summary } = trace.cause
  const path = pathTo(trace, spanId)
  const span = path.at(-1)
  const owner = span ? spanOwner(trace, span) : null
  const run =
    owner && story.runs.find(({ requestId, failure }) => failure && requestId && owner.requestIds.includes(requestId))
  if (run) return byRun(run, spanId, story)
  const service = owner?.functionName ?? path.find(({ segmentId, id }) => segmentId === id)?.name ?? span?.name ?? ''
  const source = nameOf(service)
  const requestId = owner?.requestIds[0] ?? null
  const words = service === '' ? summary : summary.replaceAll(service, source)
  return {
    cause: { summary: words, spanId, requestId, exception: traced(span?.exceptions[0]) },
    run: null,
  }
}

/**
 * The first cause: of the asked traces (their deepest failure), else of the asked requests, else of what they set in motion, else of anything in the
 * story. Null where nothing failed.
 */
export const causeOf = (asked: CauseOf): Found | null => {
  const { story, requestIds, traceIds } = asked
  const own = story.runs.filter(({ requestId, failure }) => failure && requestId && requestIds.includes(requestId))
  const first = story.traces.filter(({ id }) => traceIds.includes(id))
  const others = story.traces.filter(({ id }) => !traceIds.includes(id)).sort((a, b) => a.start - b.start)
  // A request that failed itself explains itself, unless its trace knows of something deeper.
  for (const trace of first) {
    const found = byTrace(trace, asked)
    if (found && (own.length === 0 || found.run === null || own.includes(found.run) || isBelow(trace, found, own)))
      return found
  }
  const failed = own[0] ?? null
  if (failed) return byRun(failed, null, story)
  for (const trace of others) {
    const found = byTrace(trace, asked)
    if (found) return found
  }
  const any = story.runs.find(({ failure }) => failure !== null)
  return any ? byRun(any, null, story) : null
}

/** Whether the failure lies below one of these runs in its trace. */
const isBelow = (trace: Trace, { cause }: Found, runs: readonly Run[]): boolean =>
  cause.spanId !== null &&
  pathTo(trace, cause.spanId).some(({ requestId }) =>
    runs.some((run) => run.requestId === requestId && requestId !== null),
  )
