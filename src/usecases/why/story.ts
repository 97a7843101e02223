import type { LogEvent } from '../../domain/log-event.ts'
import { isProblem, type Problem } from '../../domain/problem.ts'
import { spans } from '../../domain/trace/flatten.ts'
import type { Span } from '../../domain/trace/span.ts'
import type { Trace } from '../../domain/trace/trace.ts'
import { type SpanOwner, spanOwner } from '../traces/span-owner.ts'
import { type Run, runsOf } from './runs.ts'

/** Everything that took part: traces tied by links, and the runs of functions in them. */
export interface Story {
  /** The one that was asked for first, then in the order in which they were reached. */
  readonly traces: readonly Trace[]
  /** Oldest first. */
  readonly runs: readonly Run[]
  /** What could not be read. */
  readonly problems: readonly Problem[]
  /** Links that were not followed any more. */
  readonly unfollowed: number
}

export interface StoryDoors {
  /** Traces by their ids, in X-Ray's form; those that are not there are left out. */
  readonly fetch: (ids: readonly string[], signal: AbortSignal) => Promise<readonly Trace[]>
  /** The lines of the run that a span is of. */
  readonly logs: (trace: Trace, span: Span, signal: AbortSignal) => Promise<readonly LogEvent[]>
}

/** A story goes on for ever where every message begets another one: this far is it told. */
const TRACES_AT_MOST = 30
const RUNS_AT_MOST = 60

/** All that is tied to a trace by links, in both directions, to the bound. */
const tied = async (first: readonly Trace[], doors: StoryDoors, problems: Problem[], signal: AbortSignal) => {
  const known = new Map(first.map((trace) => [trace.id, trace]))
  const asked = new Set(known.keys())
  let edge = first
  let unfollowed = 0
  while (edge.length > 0) {
    const ids = [...new Set(edge.flatMap(linksOf))].filter((id) => !asked.has(id))
    const some = ids.slice(0, TRACES_AT_MOST - asked.size)
    unfollowed += ids.length - some.length
    if (some.length === 0) break
    for (const id of some) asked.add(id)
    edge = (await tolerate(() => doors.fetch(some, signal), problems, signal)) ?? []
    for (const trace of edge) known.set(trace.id, trace)
  }
  return { traces: [...known.values()], unfollowed }
}

const linksOf = (trace: Trace): readonly string[] => {
  const ids: string[] = []
  for (const span of spans(trace)) for (const { traceId } of span.links) ids.push(traceId)
  return ids
}

/** A function's run in a trace, and a span of it. */
interface TracedRun {
  readonly trace: Trace
  readonly span: Span
  readonly owner: SpanOwner
}

const runsIn = (trace: Trace): readonly TracedRun[] => {
  const runs = new Map<string, TracedRun>()
  for (const span of spans(trace)) {
    if (!span.origin?.startsWith('AWS::Lambda')) continue
    const owner = spanOwner(trace, span)
    if (owner === null) continue
    const key = `${owner.functionName}\n${owner.requestIds.join() || owner.start}`
    if (!runs.has(key)) runs.set(key, { trace, span, owner })
  }
  return [...runs.values()]
}

const tolerate = async <T>(run: () => Promise<T>, problems: Problem[], signal: AbortSignal): Promise<T | null> => {
  try {
    return await run()
  } catch (error) {
    if (signal.aborted || !isProblem(error)) throw error
    // A function that is not of the app has no lines here; that is nobody's failure.
    if (error.code !== 'NoLogs') problems.push(error)
    return null
  }
}

const keyOf = ({ source, requestId, start }: Run): string => `${source}\n${requestId ?? ''}\n${start}`

/**
 * The story around some traces and some runs that are known already. Reads each linked trace once and the lines of each run of the app's functions.
 * What can't be read is told in `problems`, each reason once.
 */
export const gatherStory = async (
  begin: { readonly traces: readonly Trace[]; readonly runs: readonly Run[] },
  doors: StoryDoors,
  signal: AbortSignal,
): Promise<Story> => {
  const problems: Problem[] = []
  const { traces, unfollowed } = await tied(begin.traces, doors, problems, signal)
  const told = new Set(begin.runs.flatMap(({ requestId }) => requestId ?? []))
  const wanted = traces.flatMap(runsIn).filter(({ owner }) => !owner.requestIds.some((id) => told.has(id)))
  const read = await Promise.all(
    wanted.slice(0, RUNS_AT_MOST).map(async ({ trace, span, owner }) => {
      const lines = (await tolerate(() => doors.logs(trace, span, signal), problems, signal)) ?? []
      return runsOf(lines, owner.requestIds)
    }),
  )
  const runs = new Map([...begin.runs, ...read.flat()].map((run) => [keyOf(run), run]))
  return {
    traces,
    runs: [...runs.values()].sort((a, b) => a.start - b.start),
    problems: [...new Map(problems.map((problem) => [problem.message, problem])).values()],
    unfollowed: unfollowed + Math.max(0, wanted.length - RUNS_AT_MOST),
  }
}
