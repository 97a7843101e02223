import { systemClock } from '../../aws/clock.ts'
import type { Session } from '../../aws/session.ts'
import type { TraceSummary } from '../../domain/trace/trace.ts'
import type { TraceCriteria } from '../../services/xray/filter-expression.ts'
import { functionLogSources } from '../../usecases/discovery/function-log-sources.ts'
import { type FindProgress, findTraces, searchExpressions } from '../../usecases/traces/find.ts'
import { type Followed, followTraces } from '../../usecases/traces/follow.ts'
import { sampling, traceHints } from '../../usecases/traces/hints.ts'
import type { TraceScope } from '../../usecases/traces/scope.ts'
import type { TraceSort } from '../../usecases/traces/top-traces.ts'
import { topTraces } from '../../usecases/traces/top-traces.ts'
import { hintLines, revalidatedLine, samplingLine } from './notes.ts'
import type { TracesPlace, TracesWindow } from './place.ts'

/** One search, as the list, the explorer and the stream run it. */
export interface Search {
  readonly session: Session
  readonly place: TracesPlace
  readonly criteria: TraceCriteria
  readonly window: TracesWindow
}

/** A summary in the template's words, each service once. */
export const inOurWords = <T extends TraceSummary>(trace: T, { nameOf }: TraceScope): T => ({
  ...trace,
  root: nameOf(trace.root),
  services: [...new Set(trace.services.map(nameOf))],
})

export async function* summariesOf(
  { session, place: { scope }, criteria, window }: Search,
  signal: AbortSignal,
  progress?: (progress: FindProgress) => void,
): AsyncGenerator<TraceSummary> {
  for await (const found of findTraces({ session, scope, criteria, window, signal, progress }))
    yield inOurWords(found, scope)
}

export async function* followedOf(
  { session, place: { scope }, criteria }: Search,
  from: number,
  signal: AbortSignal,
): AsyncGenerator<readonly Followed[]> {
  const clock = session.wire?.clock ?? systemClock
  for await (const batch of followTraces({ session, scope, criteria, from, clock, signal }))
    yield batch.map(({ trace, update }) => ({ trace: inOurWords(trace, scope), update }))
}

/** The first so many of a search, and how many there were. */
export const searched = async (
  search: Search,
  { sort, limit }: { readonly sort: TraceSort; readonly limit: number },
  signal: AbortSignal,
  progress?: (progress: FindProgress) => void,
) => {
  const top = topTraces(sort, limit)
  for await (const summary of summariesOf(search, signal, progress)) top.add(summary)
  return { traces: top.traces(), total: top.total }
}

/** What X-Ray is asked with, for `--debug`. */
export const expressionLines = ({ place: { scope }, criteria }: Search): readonly string[] =>
  searchExpressions(scope, criteria).map(
    (expression) => `filter expression: ${expression ?? 'none: every trace of the region'}`,
  )

/** Why something may not be on the list: asked beside the search. Rejects only with the signal's reason. */
export const searchHints = async ({ session, place }: Search, signal: AbortSignal): Promise<readonly string[]> => {
  const { discovery } = place
  const stale = discovery.remembered && session.now() - discovery.checkedAt > CHECKED_MS
  const [{ functions }, found] = await Promise.all([
    functionLogSources({ session, discovery, signal }),
    stale ? discovery.revalidate(signal).catch(() => 'same' as const) : ('same' as const),
  ])
  const changed = revalidatedLine(found, discovery.app.name)
  return [...(changed === null ? [] : [changed]), ...hintLines(await traceHints(session, functions, signal))]
}

/** What AWS confirmed just now is not asked again. */
const CHECKED_MS = 60_000

export const samplingHint = async ({ session }: Search, signal: AbortSignal): Promise<string> =>
  samplingLine(await sampling(session, signal))

/** How often X-Ray throttled so far. */
export const throttledCalls = ({ wire }: Session): number =>
  (wire?.calls.totals() ?? []).reduce(
    (sum, [call, { throttled }]) => sum + (call.startsWith('xray.') ? throttled : 0),
    0,
  )
