import { systemClock } from '../../aws/clock.ts'
import type { Session } from '../../aws/session.ts'
import { isProblem, type Problem } from '../../domain/problem.ts'
import { buildTrace, type TraceDocument } from '../../domain/trace/build.ts'
import { toW3cId, xrayIdTime } from '../../domain/trace/ids.ts'
import type { Trace } from '../../domain/trace/trace.ts'
import { type Insights, insights } from '../../services/logs/insights.ts'
import { batchGetTraces } from '../../services/xray/batch-get-traces.ts'
import { type SpanDestination, spanDestination } from '../../services/xray/span-destination.ts'
import { retrievedAtOnce, type TraceRetrieval, traceRetrieval } from '../../services/xray/trace-retrieval.ts'
import { type FetchBatch, fetchDocuments, type TraceIds } from './fetch-batch.ts'
import { retrieveTraces } from './fetch-retrieval.ts'
import { spansByInsights, spansGroup } from './fetch-spans.ts'
import type { TraceWindow } from './find.ts'

/** An id that leads nowhere, and where it was looked for. */
export interface NotFound {
  readonly id: string
  readonly searched: readonly string[]
  /** What kept a place from being searched. */
  readonly problems: readonly Problem[]
}

export interface FetchTraces {
  readonly session: Session
  /** In X-Ray's form. */
  readonly ids: TraceIds
  /** Where Transaction Search looks; null = around the time that an id tells. */
  readonly window?: TraceWindow | null | undefined
  readonly signal: AbortSignal
  readonly missing?: ((lost: NotFound) => void) | undefined
  /** False: X-Ray alone, which is quick. Default: true. */
  readonly everywhere?: boolean
  /** Default: AWS. */
  readonly doors?: Partial<TraceDoors>
}

export interface TraceDoors {
  readonly fetchBatch: FetchBatch
  readonly retrieval: TraceRetrieval
  readonly insights: Insights
  readonly destination: (signal: AbortSignal) => Promise<SpanDestination>
}

const MINUTE = 60_000
/** X-Ray keeps traces for so long. */
const RETENTION_MS = 30 * 86_400_000
const iso = (at: number): string => new Date(at).toISOString().replace(/\.\d+/, '')

/** From a little before the id was made, for as long as a trace may be awaited; an id that is no time may be of any. */
const windowAround = (id: string, now: number): TraceWindow => {
  const at = xrayIdTime(id)
  const plausible = at !== null && at > now - RETENTION_MS && at < now + 10 * MINUTE
  return plausible
    ? { from: at - 5 * MINUTE, to: Math.min(now, at + 24 * 60 * MINUTE) }
    : { from: now - 24 * 60 * MINUTE, to: now }
}

/**
 * Traces as they come, in no order: from X-Ray, and what X-Ray knows nothing of from Transaction Search. An id that leads nowhere is told to
 * `missing`. Rejects with a Problem where X-Ray itself can't be asked, or with the signal's reason.
 */
export async function* fetchTraces(options: FetchTraces): AsyncGenerator<Trace> {
  const { session, ids, signal, missing, everywhere = true } = options
  const clock = session.wire?.clock ?? systemClock
  const doors: TraceDoors = {
    fetchBatch: (some, token, stop) => batchGetTraces(session, some, token, stop),
    retrieval: traceRetrieval(session),
    insights: insights(session),
    destination: (stop) => spanDestination(session, stop),
    ...options.doors,
  }
  const lost: string[] = []
  for await (const got of fetchDocuments(ids, { fetchBatch: doors.fetchBatch, clock }, signal)) {
    if (got.kind === 'missing') {
      if (got.why === 'unknown' && everywhere) lost.push(got.id)
      else missing?.({ id: got.id, searched: [searchedXray(got.why)], problems: [] })
      continue
    }
    const { id, documents, limitExceeded } = got.documents
    yield buildTrace(id, documents.map(asXray), { limitExceeded })
  }
  if (lost.length > 0) yield* searchElsewhere(lost, options, doors, clock)
}

const searchedXray = (why: 'unknown' | 'unprocessed'): string =>
  why === 'unknown' ? 'X-Ray' : 'X-Ray, which did not get to it however often it was asked'

const asXray = ({ id, document }: { readonly id: string | null; readonly document: string }): TraceDocument => ({
  format: 'xray',
  id,
  document,
})

/** A place that can't be searched is told beside the answer, and ends nothing. */
const attempt = async <T>(problems: Problem[], signal: AbortSignal, run: () => Promise<T>): Promise<T | null> => {
  try {
    return await run()
  } catch (error) {
    if (signal.aborted || !isProblem(error)) throw error
    problems.push(error)
    return null
  }
}

async function* searchElsewhere(
  lost: readonly string[],
  { signal, missing, window }: FetchTraces,
  doors: TraceDoors,
  clock: typeof systemClock,
): AsyncGenerator<Trace> {
  const problems: Problem[] = []
  const destination = await attempt(problems, signal, () => doors.destination(signal))
  if (destination === 'XRay') {
    for (const id of lost)
      missing?.({ id, searched: ['X-Ray (Transaction Search is off in this account and region)'], problems })
    return
  }
  for (let at = 0; at < lost.length; at += retrievedAtOnce) {
    const some = lost.slice(at, at + retrievedAtOnce)
    const windows = some.map((id) => window ?? windowAround(id, clock.now()))
    const whole = { from: Math.min(...windows.map(({ from }) => from)), to: Math.max(...windows.map(({ to }) => to)) }
    const own: Problem[] = [...problems]
    const found = await attempt(own, signal, () => retrieveTraces(some, whole, { ...doors, clock }, signal))
    for (const [index, id] of some.entries()) {
      const documents = found?.get(id) ?? []
      if (documents.length > 0) {
        yield buildTrace(id, documents)
        continue
      }
      const part = windows[index]!
      const w3c = toW3cId(id)
      const failures = [...own]
      const spans =
        w3c === null
          ? null
          : await attempt(failures, signal, () => spansByInsights(w3c, part, { ...doors, clock }, signal))
      if (spans && spans.length > 0) yield buildTrace(id, spans)
      else {
        const when = `${iso(part.from)} to ${iso(part.to)}`
        const searched = [
          'X-Ray',
          ...(found === null ? [] : [`Transaction Search, ${when}`]),
          ...(spans === null ? [] : [`the log group ${spansGroup}, ${when}`]),
        ]
        missing?.({ id, searched, problems: failures })
      }
    }
  }
}
