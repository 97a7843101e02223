import type { Session } from '../../aws/session.ts'
import type { FunctionInfo } from '../../domain/function-info.ts'
import type { Incomplete } from '../../domain/incomplete.ts'
import type { LogSource } from '../../domain/log-event.ts'
import { isProblem, usage } from '../../domain/problem.ts'
import type { Trace } from '../../domain/trace/trace.ts'
import type { WhyAnswer, WhySearched } from '../../domain/why.ts'
import type { WhyId } from '../../domain/why-id.ts'
import { readFailures } from '../errors/read-failures.ts'
import type { TailNote } from '../tail/tail.ts'
import { fetchTraces, type NotFound } from '../traces/fetch.ts'
import { spanLogs } from '../traces/span-logs.ts'
import { causeOf } from './cause.ts'
import { findRequest, type Hits } from './find-request.ts'
import { type Run, runsOf } from './runs.ts'
import { firstSinceDeploy } from './since-deploy.ts'
import { gatherStory } from './story.ts'
import { timelineOf } from './timeline.ts'

export interface Explain {
  readonly session: Session
  readonly id: WhyId
  /** Where the app's functions write. */
  readonly sources: readonly LogSource[]
  readonly functions: readonly FunctionInfo[]
  /** Where requests are looked for, epoch milliseconds. */
  readonly window: { readonly from: number; readonly to: number }
  /** What the template calls a function or service. */
  readonly nameOf: (service: string) => string
  /** Asked for only where something failed. Null: none is known. */
  readonly deployAt: () => Promise<number | null>
  readonly authTimeoutMs: number | null
  readonly note: (note: TailNote) => void
  /** What it is at, in words. */
  readonly progress?: ((doing: string) => void) | undefined
  readonly signal: AbortSignal
}

export interface Explained {
  readonly answer: WhyAnswer
  readonly incomplete: readonly Incomplete[]
}

const none: Hits = { lines: [], found: new Map(), from: 0, incomplete: [] }

/** The one request that a beginning of an id means. Throws a usage Problem where several are meant. */
const requestOf = (id: WhyId & { readonly kind: 'request' }, runs: readonly Run[]): string => {
  const ids = [
    ...new Set(runs.flatMap(({ requestId }) => (requestId?.toLowerCase().startsWith(id.id) ? requestId : []))),
  ]
  if (ids.length > 1) {
    throw usage(`${ids.length} requests begin with ${id.id}`, `say which: ${ids.slice(0, 10).join(', ')}`)
  }
  return ids[0] ?? id.id
}

/**
 * One id, and everything that X-Ray and the app's logs know of it: found, joined, and the first cause named. An id that leads nowhere gives an
 * answer without a timeline. Rejects with a Problem where nothing could be asked, or where the id means several requests.
 */
export const explain = async (options: Explain): Promise<Explained> => {
  const { session, id, sources, window, signal, progress } = options
  const incomplete: Incomplete[] = []
  const searched: WhySearched[] = []
  const lost: NotFound[] = []
  const fetch = async (ids: readonly string[], everywhere: boolean): Promise<readonly Trace[]> => {
    const traces: Trace[] = []
    const missing = (one: NotFound): void => void (everywhere && lost.push(one))
    for await (const trace of fetchTraces({ session, ids, signal, everywhere, missing })) traces.push(trace)
    return traces
  }

  let hits = none
  if (id.kind === 'request') {
    progress?.('looking for the request in the logs')
    const { authTimeoutMs, note } = options
    hits = await findRequest({ session, sources, word: id.id, ...window, signal, authTimeoutMs, note })
    incomplete.push(...hits.incomplete)
    for (const source of sources) {
      searched.push({ where: `log group ${source.group}`, found: hits.found.get(source) ?? 0 })
    }
  }
  const named = runsOf(hits.lines).filter(({ lines }) =>
    lines.some(({ message }) => message.toLowerCase().includes(id.id)),
  )
  const requestId = id.kind === 'request' ? requestOf(id, named) : null
  const runs = named.filter((run) => requestId === null || run.requestId === requestId || run.requestId === null)
  const traceIds = id.kind === 'trace' ? [id.id] : [...new Set(runs.flatMap(({ traceId }) => traceId ?? []))]

  progress?.('reading its trace')
  const traces = traceIds.length === 0 ? [] : await fetchOrTell(() => fetch(traceIds, true), runs, incomplete, signal)
  if (id.kind === 'trace') {
    const where = lost[0]?.searched ?? ['X-Ray']
    for (const place of where) searched.push({ where: place, found: traces[0]?.spanCount ?? 0 })
  }
  for (const problem of lost.flatMap(({ problems }) => problems)) {
    incomplete.push({
      what: `trace ${traceIds.join(', ')}`,
      operation: 'xray',
      reason: problem.message,
      action: problem.action,
    })
  }

  progress?.('following its links')
  const doors = {
    fetch: (ids: readonly string[]) => fetch(ids, false),
    logs: (trace: Trace, span: Parameters<typeof spanLogs>[1]) => spanLogs(trace, span, { session, sources, signal }),
  }
  const story = await gatherStory({ traces, runs }, doors, signal)
  for (const { message, action } of story.problems) {
    incomplete.push({
      what: 'a part of what belongs to it',
      operation: 'logs:FilterLogEvents',
      reason: message,
      action,
    })
  }
  const asked = { story, requestIds: requestId === null ? [] : [requestId], traceIds, nameOf: options.nameOf }
  const found = causeOf(asked)
  progress?.('looking at the time since the deploy')
  const sinceDeploy = found?.run?.failure ? await sinceDeployOf(found.run, options) : null
  return {
    answer: {
      id: requestId ?? id.id,
      kind: id.kind,
      cause: found && { ...found.cause, sinceDeploy },
      timeline: timelineOf(story, options.nameOf),
      searched,
      traceId: found?.run?.traceId ?? traces[0]?.id ?? null,
    },
    incomplete,
  }
}

/** Where lines were found a trace that can't be read is only a part that is missing. */
const fetchOrTell = async (
  read: () => Promise<readonly Trace[]>,
  runs: readonly Run[],
  incomplete: Incomplete[],
  signal: AbortSignal,
): Promise<readonly Trace[]> => {
  try {
    return await read()
  } catch (error) {
    if (signal.aborted || !isProblem(error) || runs.length === 0) throw error
    const { message: reason, action } = error
    incomplete.push({ what: 'the trace of the request', operation: 'xray:BatchGetTraces', reason, action })
    return []
  }
}

/** This much patience for a sentence more. */
const ENOUGH_MS = 8_000

const sinceDeployOf = async (run: Run, options: Explain) => {
  const { session, sources, functions, authTimeoutMs, signal } = options
  const own = sources.filter(({ name }) => name === run.source)
  const patience = AbortSignal.any([signal, AbortSignal.timeout(ENOUGH_MS)])
  try {
    return await firstSinceDeploy({
      deployAt: await options.deployAt(),
      functions,
      failure: run.failure!,
      read: async ({ from, to }, take, enough) => {
        const reading = {
          session,
          sources: own,
          from,
          to,
          signal: patience,
          authTimeoutMs,
          note: () => {},
          take,
          enough,
        }
        return (await readFailures(reading)).gaps.length === 0
      },
    })
  } catch (error) {
    if (signal.aborted) throw signal.reason
    if (patience.aborted || isProblem(error)) return null
    throw error
  }
}
