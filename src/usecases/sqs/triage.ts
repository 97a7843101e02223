import type { Session } from '../../aws/session.ts'
import type { Incomplete } from '../../domain/incomplete.ts'
import type { LogSource } from '../../domain/log-event.ts'
import { isProblem } from '../../domain/problem.ts'
import { firstReceivedAt, type QueueMessage, sentAt, traceIdOf } from '../../domain/sqs/message.ts'
import type { QueueFacts } from '../../domain/sqs/queue.ts'
import { type DeadLetter, toldByLambda } from '../../domain/sqs/triage.ts'
import { spans } from '../../domain/trace/flatten.ts'
import { noFigures } from '../tail/figures.ts'
import { readLines } from '../tail/read-lines.ts'
import { fetchTraces } from '../traces/fetch.ts'
import { type Matcher, matchRuns } from './match-runs.ts'

export interface Explain {
  readonly session: Session
  readonly messages: readonly QueueMessage[]
  /** Queues that the messages came from: they say how long it takes until a message is dead. */
  readonly feeders: readonly QueueFacts[]
  /** Where the consumers write. */
  readonly sources: readonly LogSource[]
  /** Logs are read no further back than this, epoch milliseconds. */
  readonly from: number
  readonly signal: AbortSignal
  readonly progress?: ((part: { readonly from: number; readonly to: number }) => void) | undefined
}

export interface Window {
  readonly from: number
  readonly to: number
}

const MINUTE = 60_000
const LONGEST_RUN_MS = 15 * MINUTE
/** Traces that are asked for, for messages that no line explains. */
const TRACES_AT_MOST = 200

/** From the first receipt of a message until it was dead: as many tries as its queue allows, each with a run and a wait. */
const dyingOf = (message: QueueMessage, feeders: readonly QueueFacts[], now: number): Window | null => {
  const first = firstReceivedAt(message) ?? sentAt(message)
  if (first === null) return null
  const tries = Math.max(
    0,
    ...feeders.map(
      ({ redrive, visibilityTimeoutMs }) => (redrive?.maxReceiveCount ?? 1) * (visibilityTimeoutMs + MINUTE),
    ),
  )
  const lasts = feeders.length === 0 ? 6 * 60 * MINUTE : tries + LONGEST_RUN_MS
  return { from: first - MINUTE, to: Math.min(now, first + lasts) }
}

/** The windows in which messages died, overlapping ones made one, oldest first. */
export const dyingWindows = (
  messages: readonly QueueMessage[],
  feeders: readonly QueueFacts[],
  bounds: Window,
): readonly Window[] => {
  const all = messages
    .flatMap((message) => dyingOf(message, feeders, bounds.to) ?? [])
    .filter(({ to }) => to >= bounds.from)
    .map(({ from, to }) => ({ from: Math.max(from, bounds.from), to }))
    .sort((a, b) => a.from - b.from)
  const merged: { from: number; to: number }[] = []
  for (const one of all) {
    const last = merged.at(-1)
    if (last && one.from <= last.to + 5 * MINUTE) last.to = Math.max(last.to, one.to)
    else merged.push({ ...one })
  }
  return merged
}

const noDeaths: ReadonlyMap<string, DeadLetter['death']> = new Map()

/** Runs that a message's trace links to. X-Ray puts the link where the message was sent or where it was received. */
const byLinks = async (
  { session, signal }: Explain,
  letters: readonly QueueMessage[],
  { byTrace }: Matcher,
): Promise<ReadonlyMap<string, DeadLetter['death']>> => {
  const ids = [...new Set(letters.flatMap((message) => traceIdOf(message) ?? []))].slice(0, TRACES_AT_MOST)
  const linked = new Map<string, readonly string[]>()
  for await (const trace of fetchTraces({ session, ids, signal, everywhere: false })) {
    const to = [...spans(trace)].flatMap(({ links }) => links.map(({ traceId }) => traceId))
    linked.set(trace.id, [trace.id, ...to])
  }
  const found = new Map<string, DeadLetter['death']>()
  for (const message of letters) {
    const runs = (linked.get(traceIdOf(message) ?? '') ?? []).flatMap((id) => byTrace.get(id) ?? [])
    const last = runs.sort((a, b) => a.occurrence.at - b.occurrence.at).at(-1)
    if (last) found.set(message.messageId, { ...last, matchedBy: 'trace' })
  }
  return found
}

/**
 * Why each message died, from the logs of its consumers: by the request id that Lambda wrote onto it, by its trace, by its own id in a line, by what
 * its body is about. What can't be read is told in `incomplete`. Rejects with the signal's reason.
 */
export const explainLetters = async (
  options: Explain,
): Promise<{ readonly letters: readonly DeadLetter[]; readonly incomplete: readonly Incomplete[] }> => {
  const { session, messages, feeders, sources, from, signal, progress } = options
  const incomplete: Incomplete[] = []
  const lost = (what: string, operation: string, error: unknown): void => {
    if (signal.aborted || !isProblem(error)) throw error
    incomplete.push({ what, operation, reason: error.message, action: error.action })
  }
  const matcher = matchRuns(messages)
  const windows = sources.length === 0 ? [] : dyingWindows(messages, feeders, { from, to: session.now() })
  for (const window of windows) {
    progress?.(window)
    const reading = { session, sources, ...window, filter: null, signal, authTimeoutMs: 0, note: () => {} }
    try {
      for await (const lines of readLines(reading, noFigures())) for (const line of lines) matcher.push(line)
    } catch (error) {
      lost('logs of the consumers', 'logs:FilterLogEvents', error)
    }
  }
  matcher.flush()
  const { deaths, byTrace } = matcher
  // What a body names is a good guess; a trace knows.
  const unsure = messages.filter((message) => {
    const by = deaths.get(message.messageId)?.matchedBy
    return traceIdOf(message) !== null && (by === undefined || by === 'body')
  })
  const unknownFirst = unsure.sort((a, b) => Number(deaths.has(a.messageId)) - Number(deaths.has(b.messageId)))
  const links = await (unsure.length === 0 || byTrace.size === 0
    ? Promise.resolve(noDeaths)
    : byLinks(options, unknownFirst, matcher)
  ).catch((error: unknown) => {
    lost('traces of the messages', 'xray:BatchGetTraces', error)
    return noDeaths
  })
  const early = messages.filter((message) => (dyingOf(message, feeders, session.now())?.to ?? from) < from).length
  if (early > 0) {
    const what = `${early} messages that died before the logs that were read`
    incomplete.push({ what, operation: 'logs:FilterLogEvents', reason: 'they are older than --since', action: null })
  }
  const letters = messages.map((message) => ({
    message,
    death: links.get(message.messageId) ?? deaths.get(message.messageId) ?? null,
    told: toldByLambda(message).error,
  }))
  return { letters, incomplete }
}
