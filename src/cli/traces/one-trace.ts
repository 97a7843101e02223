import { systemClock } from '../../aws/clock.ts'
import type { Session } from '../../aws/session.ts'
import { ExitCode, Problem, usage } from '../../domain/problem.ts'
import { toXrayId } from '../../domain/trace/ids.ts'
import type { LinkedTrace } from '../../domain/trace/rows.ts'
import type { Span } from '../../domain/trace/span.ts'
import type { Trace } from '../../domain/trace/trace.ts'
import { fetchTraces, type NotFound } from '../../usecases/traces/fetch.ts'
import type { TraceWindow } from '../../usecases/traces/find.ts'
import { followLinks } from '../../usecases/traces/linked.ts'

/** An id in X-Ray's form, however it was written; a Problem (usage) for what is none. */
export const traceId = (word: string): string => {
  const header = /^Root=([^;]+)/.exec(word.trim())?.[1]
  const id = toXrayId((header ?? word).trim())
  if (id === null)
    throw usage(
      `"${word}" is no trace id`,
      'a trace id is 1-6b49d2a9-16a5bdd27e45fc9f4a12ddd2, or the same as 32 hex digits',
    )
  return id
}

/** What to tell of an id that leads nowhere: where it was looked for, and whether that was everywhere. */
export const notFound = ({ id, searched, problems }: NotFound): Problem => {
  const [first] = problems
  const places = searched.length === 0 ? '' : `; searched: ${searched.join('; ')}`
  if (first)
    return new Problem('TraceNotFound', `no trace ${id} where it could be looked for${places}`, {
      hint: `not searched: ${problems.map(({ message }) => message).join(' ')}`,
      action: first.action,
      cause: first,
    })
  return new Problem('TraceNotFound', `there is no trace ${id}${places}`, {
    hint: 'X-Ray keeps traces for 30 days, shows them up to 30 s after the request, and samples: --region, --profile and --since may be others',
    exit: ExitCode.usage,
  })
}

export interface ManyTraces {
  /** In the order of the ids. */
  readonly traces: readonly Trace[]
  readonly missing: readonly NotFound[]
}

export const tracesById = async (
  session: Session,
  ids: readonly string[],
  window: TraceWindow | null,
  signal: AbortSignal,
): Promise<ManyTraces> => {
  const found = new Map<string, Trace>()
  const missing: NotFound[] = []
  for await (const trace of fetchTraces({ session, ids, window, signal, missing: (lost) => missing.push(lost) }))
    found.set(trace.id, trace)
  return { traces: ids.flatMap((id) => found.get(id) ?? []), missing }
}

/** One trace as it is now, by its id. Rejects with a Problem for one that is nowhere. */
export const oneTrace = async (session: Session, id: string, signal: AbortSignal): Promise<Trace> => {
  const { traces, missing } = await tracesById(session, [id], null, signal)
  const [trace] = traces
  if (trace === undefined) throw notFound(missing[0] ?? { id, searched: ['X-Ray'], problems: [] })
  return trace
}

/** How long a trace that is being written is waited for, look by look. */
const AGAIN_MS = [1_000, 2_000] as const
/** What began longer ago and has not ended goes on for long. */
const YOUNG_MS = 30_000

/** Traces that began just now may be half written: those that have not ended are asked for again, and taken as they are after some seconds. */
export const onceWritten = async (
  session: Session,
  { traces, missing }: ManyTraces,
  signal: AbortSignal,
): Promise<ManyTraces> => {
  const clock = session.wire?.clock ?? systemClock
  let now = traces
  for (const pause of AGAIN_MS) {
    const young = now.filter(({ partial, start }) => partial && session.now() - start < YOUNG_MS)
    if (young.length === 0) break
    await clock.sleep(pause, signal)
    const again = await tracesById(
      session,
      young.map(({ id }) => id),
      null,
      signal,
    )
    const newer = new Map(again.traces.map((trace) => [trace.id, trace]))
    now = now.map((trace) => newer.get(trace.id) ?? trace)
  }
  return { traces: now, missing }
}

/** The traces that a span's links lead to: of X-Ray alone, as quickly as a key press wants it. */
export const linkedTraces = (
  session: Session,
  trace: Trace,
  span: Span,
  signal: AbortSignal,
): Promise<readonly LinkedTrace[]> =>
  followLinks(
    trace,
    span,
    async (ids, stop) => {
      const found: Trace[] = []
      for await (const other of fetchTraces({ session, ids, signal: stop })) found.push(other)
      return found
    },
    signal,
  )
