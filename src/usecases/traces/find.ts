import type { Session } from '../../aws/session.ts'
import { ExitCode, isProblem, Problem } from '../../domain/problem.ts'
import type { SpanStatus } from '../../domain/trace/span.ts'
import { conditions, expressions, leftOver, type TraceCriteria } from '../../services/xray/filter-expression.ts'
import type { FoundTrace } from '../../services/xray/summary-facts.ts'
import { type SummariesAsked, type SummariesPage, traceSummaries } from '../../services/xray/trace-summaries.ts'
import { gather } from './gather.ts'
import type { TraceScope } from './scope.ts'

/** X-Ray reads no longer windows in good time. (Its service graph refuses them.) */
const SLICE_MS = 6 * 3_600_000
const SLICES_AT_ONCE = 4

export interface TraceWindow {
  /** Epoch milliseconds. */
  readonly from: number
  readonly to: number
}

/** How far a search is. */
export interface FindProgress {
  readonly found: number
  /** Traces that X-Ray went over. */
  readonly processed: number
  readonly parts: number
  readonly done: number
}

export interface FindTraces {
  readonly session: Session
  readonly scope: TraceScope
  readonly criteria: TraceCriteria
  readonly window: TraceWindow
  readonly signal: AbortSignal
  readonly progress?: ((progress: FindProgress) => void) | undefined
  /** Default: X-Ray itself. */
  readonly fetchPage?: (asked: SummariesAsked, signal: AbortSignal) => Promise<SummariesPage>
}

/** The window in parts, the newest first. */
export const slicesOf = ({ from, to }: TraceWindow, sliceMs = SLICE_MS): readonly TraceWindow[] => {
  const slices: TraceWindow[] = []
  for (let end = to; end > from; end -= sliceMs) slices.push({ from: Math.max(from, end - sliceMs), to: end })
  return slices
}

/** What X-Ray is asked with. Throws a Problem (usage) for criteria that it can't be asked with. */
export const searchExpressions = (scope: TraceScope, criteria: TraceCriteria): readonly (string | null)[] =>
  expressions(scope.clauses, conditions(criteria))

/** What no expression could say. */
const remaining = (scope: TraceScope, criteria: TraceCriteria): ((found: FoundTrace) => boolean) => {
  const { user, annotations } = leftOver(criteria)
  return (found) =>
    (scope.clauses !== null || scope.holds(found)) &&
    (user === null || found.users.includes(user)) &&
    annotations.every(({ key, value }) => (found.annotated[key] ?? []).some((one) => String(one) === value))
}

const weight: Readonly<Record<SpanStatus, number>> = { ok: 0, running: 1, error: 2, throttle: 3, fault: 4 }

/** A trace that was found by a fault of one of its services has one, whatever its root says. */
const known = (found: FoundTrace, { errors, faults }: TraceCriteria): FoundTrace => {
  const least: SpanStatus = faults && !errors ? 'fault' : errors || faults ? 'error' : 'ok'
  return weight[found.status] >= weight[least] ? found : { ...found, status: least }
}

/** X-Ray says of an expression that it can't read only that the request is invalid: it is the person's own words that are. */
const misread = (error: unknown, filter: string): unknown => {
  const { name, message } = ((error as { cause?: unknown }).cause ?? {}) as { name?: string; message?: string }
  if (!isProblem(error) || name !== 'InvalidRequestException') return error
  return new Problem('BadFilter', `X-Ray does not understand --filter ${filter}: ${message}`, {
    hint: `such as --filter 'http.status = 500'; --filter 'annotation.orderId = "o-17"'`,
    exit: ExitCode.usage,
    cause: error,
  })
}

/**
 * The traces of a scope that were active in a window, as they come and in no order; one that is found again with a newer revision comes again.
 * Rejects with a Problem, or the signal's reason. (X-Ray API: GetTraceSummaries)
 */
export async function* findTraces(options: FindTraces): AsyncGenerator<FoundTrace> {
  const { session, scope, criteria, window, signal, progress } = options
  const fetchPage = options.fetchPage ?? ((asked, stop) => traceSummaries(session, asked, stop))
  const asked = searchExpressions(scope, criteria)
  if (scope.nodes.length === 0) return
  const isWanted = remaining(scope, criteria)
  const parts = slicesOf(window).flatMap((slice) => asked.map((expression) => ({ ...slice, expression })))
  const revisions = new Map<string, number>()
  let [processed, done] = [0, 0]
  const tell = () => progress?.({ found: revisions.size, processed, parts: parts.length, done })
  const tasks = parts.map((part) => async (emit: (page: SummariesPage) => Promise<void>, stop: AbortSignal) => {
    for (let token: string | null = null; ; ) {
      const page: SummariesPage = await fetchPage({ ...part, token }, stop).catch((error: unknown) => {
        throw criteria.filter === null ? error : misread(error, criteria.filter)
      })
      processed += page.processed
      await emit(page)
      // A server that hands out the token it was given would be asked for ever.
      if (page.next === null || page.next === token) break
      token = page.next
    }
    done++
    tell()
  })
  for await (const { found } of gather(tasks, SLICES_AT_ONCE, signal)) {
    for (const trace of found) {
      const before = revisions.get(trace.id)
      if ((before !== undefined && before >= trace.revision) || !isWanted(trace)) continue
      revisions.set(trace.id, trace.revision)
      yield known(trace, criteria)
    }
    tell()
  }
}
