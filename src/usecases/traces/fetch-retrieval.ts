import type { Clock } from '../../domain/clock.ts'
import { isProblem, Problem } from '../../domain/problem.ts'
import type { TraceDocument } from '../../domain/trace/build.ts'
import type { RetrievedFormat, RetrievedPage, TraceRetrieval } from '../../services/xray/trace-retrieval.ts'
import type { TraceWindow } from './find.ts'

/** Pauses between two looks: quick at first, since a few traces take a second or two. */
const pauses = [200, 300, 500, 1_000, 2_000, 3_000] as const
/** How long a retrieval that is given up is told so. */
const LAST_WORDS_MS = 2_000

export interface RetrievalDeps {
  readonly retrieval: TraceRetrieval
  readonly clock: Clock
}

type Found = Map<string, TraceDocument[]>

const take = (found: Found, { traces, format }: RetrievedPage): void => {
  for (const { id, documents } of traces) {
    const known = found.get(id) ?? []
    for (const { id: documentId, document } of documents)
      known.push({ format: format === 'OTEL' ? 'otel' : 'xray', id: documentId, document })
    found.set(id, known)
  }
}

const failed = (status: string): Problem =>
  new Problem('RetrievalFailed', `Transaction Search ended the retrieval: ${status}`, {
    hint: 'try again; --since and --until narrow the time that it searches',
  })

/** Whether this format is one that can be had. */
const refusesFormat = (error: unknown): boolean =>
  isProblem(error) && (error.cause as { name?: string } | undefined)?.name === 'InvalidRequestException'

/**
 * What Transaction Search holds of traces (at most 100 ids, in X-Ray's form): as OpenTelemetry spans, or as X-Ray segments where it has none
 * such. A trace it has nothing of is not in the answer. A retrieval that is given up is cancelled. Rejects with a Problem, or the signal's
 * reason. (X-Ray API: StartTraceRetrieval, ListRetrievedTraces, CancelTraceRetrieval)
 */
export const retrieveTraces = async (
  ids: readonly string[],
  window: TraceWindow,
  deps: RetrievalDeps,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly TraceDocument[]>> => {
  const { retrieval } = deps
  const token = await retrieval.start(ids, window, signal)
  let over = false
  try {
    const found = await waited(token, deps, signal)
    over = true
    return found
  } finally {
    if (!over) await cancelled(token, deps)
  }
}

const waited = async (token: string, { retrieval, clock }: RetrievalDeps, signal: AbortSignal): Promise<Found> => {
  const read = (format: RetrievedFormat, next: string | null) => retrieval.read(token, format, next, signal)
  for (let look = 0; ; look++) {
    const { status } = await read('XRAY', null)
    if (status === 'COMPLETE') break
    if (status !== 'RUNNING' && status !== 'SCHEDULED') throw failed(status)
    await clock.sleep(pauses[Math.min(look, pauses.length - 1)]!, signal)
  }
  for (const format of ['OTEL', 'XRAY'] as const) {
    try {
      const found = await allPages((next) => read(format, next))
      if ([...found.values()].some((documents) => documents.length > 0)) return found
    } catch (error) {
      if (format === 'XRAY' || !refusesFormat(error)) throw error
    }
  }
  return new Map()
}

const allPages = async (read: (next: string | null) => Promise<RetrievedPage>): Promise<Found> => {
  const found: Found = new Map()
  for (let next: string | null = null; ; ) {
    const page: RetrievedPage = await read(next)
    take(found, page)
    if (page.next === null || page.next === next) return found
    next = page.next
  }
}

/** AWS would go on with it for an hour. It is asked for once, and not waited for long. */
const cancelled = async (token: string, { retrieval, clock }: RetrievalDeps): Promise<void> => {
  const patience = new AbortController()
  const over = clock.sleep(LAST_WORDS_MS, patience.signal).catch(() => {})
  await Promise.race([retrieval.cancel(token, patience.signal).catch(() => {}), over])
  patience.abort()
}
