import { systemClock } from '../../aws/clock.ts'
import { isAwsHost } from '../../aws/endpoint.ts'
import { toProblem } from '../../aws/errors.ts'
import { ourRate } from '../../aws/quotas.ts'
import type { Session } from '../../aws/session.ts'
import type { LogSource } from '../../domain/log-event.ts'
import type { Sink } from '../../output/tail/sink.ts'
import { filterLogEvents, pageTrouble } from '../../services/logs/filter-log-events.ts'
import { liveTail } from '../../services/logs/live-tail.ts'
import { attributor } from '../../usecases/tail/attribute.ts'
import type { endingOf, StoppedBy } from '../../usecases/tail/endings.ts'
import type { Feed } from '../../usecases/tail/feed.ts'
import { type Figures, noFigures } from '../../usecases/tail/figures.ts'
import { Line } from '../../usecases/tail/line.ts'
import type { FetchPage } from '../../usecases/tail/page.ts'
import type { selector } from '../../usecases/tail/select.ts'
import { type Batch, type TailNote, type TailPlan, tail } from '../../usecases/tail/tail.ts'

export interface TailRun {
  readonly session: Session
  readonly sources: readonly LogSource[]
  readonly plan: TailPlan
  readonly sinks: readonly Sink[]
  /** What stands in the stream beside log events. */
  readonly feeds?: readonly Feed[]
  /** The filters; undefined = every line. */
  readonly wanted: ReturnType<typeof selector>
  /** What a printed line can end; undefined = nothing. */
  readonly ending: ReturnType<typeof endingOf>
  /** `--for` and `--idle-timeout`, milliseconds. */
  readonly forMs: number | null
  readonly idleMs: number | null
  /** How long expired credentials are waited for, milliseconds; null = until it is stopped. */
  readonly authTimeoutMs: number | null
  readonly note: (note: TailNote) => void
  /** The first lines are out. */
  readonly onFirst?: () => void
  readonly signal: AbortSignal
}

export interface TailOutcome {
  readonly figures: Figures
  printed: number
  stoppedBy: StoppedBy
  /** How it is doing: when the groups were last asked, a line last printed, and of when the newest event is. Epoch milliseconds. */
  askedAt: number | null
  printedAt: number | null
  newestAt: number | null
  /** AWS throttled a request in the last moments. */
  throttledAt: number | null
  /** Groups that are not there yet. */
  readonly missing: Set<string>
  waiting: boolean
}

export const noOutcome = (): TailOutcome => ({
  figures: noFigures(),
  printed: 0,
  stoppedBy: 'end',
  askedAt: null,
  printedAt: null,
  newestAt: null,
  throttledAt: null,
  missing: new Set(),
  waiting: false,
})

/** Sinks hear of the time this often while nothing comes. */
const TICK_MS = 500

/**
 * Runs a tail from its sources to the sinks. `outcome` is filled as it goes, so that it can be told however the tail ends.
 * Rejects with a Problem for what AWS refused, with the signal's reason when it was stopped before it followed.
 */
export const runTail = async (run: TailRun, outcome: TailOutcome = noOutcome()): Promise<TailOutcome> => {
  const { session, signal, sinks } = run
  const clock = session.wire?.clock ?? systemClock
  const enough = new AbortController()
  const both = AbortSignal.any([signal, enough.signal])
  const stop = (why: StoppedBy): void => {
    if (enough.signal.aborted) return
    outcome.stoppedBy = why
    enough.abort(new Error(`ended by ${why}`))
  }
  const fetchPage: FetchPage = async (request, until, urgency) => {
    const page = await filterLogEvents(session, { ...request, priority: -urgency }, until)
    outcome.askedAt = clock.now()
    return page
  }
  let throttles = 0
  const note = (what: TailNote): void => {
    if (what.kind === 'missing') outcome.missing.add(what.group)
    if (what.kind === 'appeared') outcome.missing.delete(what.group)
    if (what.kind === 'expired' || what.kind === 'resumed') outcome.waiting = what.kind === 'expired'
    // AWS's own words do not say what to type next.
    run.note('error' in what ? { ...what, error: told(session, what.error) } : what)
  }
  const heard = (now: number): void => {
    const seen = throttledCalls(session)
    if (seen > throttles) outcome.throttledAt = now
    throttles = seen
  }
  const deps = {
    fetchPage,
    trouble: pageTrouble,
    clock,
    random: session.wire?.random ?? Math.random,
    perSecond: rateOf(session),
    authTimeoutMs: run.authTimeoutMs,
    openLive: (groups: readonly string[], filter: string | null, until: AbortSignal) =>
      liveTail(session, { groups, filter }, until),
    note,
    ...(run.feeds ? { feeds: run.feeds } : {}),
  }
  const print = printer(run, outcome, stop)
  const began = clock.now()
  const timers = watchTime(run, clock, both, () => outcome.printedAt ?? began, heard, stop)
  try {
    let first = true
    for await (const batch of tail(run.plan, deps, outcome.figures, both)) {
      const before = outcome.printed
      const wait = print(batch)
      if (outcome.printed > before) outcome.printedAt = clock.now()
      if (first) run.onFirst?.()
      first = false
      // A reader that is slow must slow us down, and one that has gone must end us.
      if (wait !== null) await Promise.race([wait, aborted(both)])
      if (enough.signal.aborted) break
    }
  } catch (error) {
    if (!enough.signal.aborted) {
      if (signal.aborted) throw signal.reason
      throw told(session, error)
    }
  } finally {
    const stopped = enough.signal.aborted
    enough.abort(new Error('the tail is over'))
    await timers
    if (!stopped && signal.aborted) outcome.stoppedBy = 'interrupt'
    outcome.figures.throttles = Math.max(outcome.figures.throttles, throttledCalls(session))
    for (const sink of sinks) await Promise.race([sink.flush() ?? Promise.resolve(), aborted(signal)])
  }
  return outcome
}

const told = ({ region, profile }: Session, error: unknown) =>
  toProblem(error, { operation: 'logs:FilterLogEvents', region, profile })

/** Attributes, filters and hands on the events of a batch; gives the sinks' promise when a reader is behind. */
const printer = (run: TailRun, outcome: TailOutcome, stop: (why: StoppedBy) => void) => {
  const { sinks, wanted, ending } = run
  const sourceOf = attributor(run.sources)
  const whole = sinks.filter((sink) => sink.whole === true)
  const single = sinks.filter((sink) => sink.whole !== true)
  return ({ events, late }: Batch): Promise<void> | null => {
    let wait: Promise<void> | null = null
    const newest = events[events.length - 1]
    if (newest !== undefined && newest.at > (outcome.newestAt ?? 0)) outcome.newestAt = newest.at
    for (const raw of events) {
      const source = sourceOf(raw)
      if (source === undefined) continue
      const line = new Line(raw, source, late)
      for (const sink of whole) wait = sink.take(line) ?? wait
      // What stands beside the log events is shown whatever the filters say, and is not counted as one.
      const beside = source.kind !== undefined
      if (!beside && wanted !== undefined && !wanted(line)) continue
      if (!beside) outcome.printed++
      for (const sink of single) wait = sink.take(line) ?? wait
      const why = beside || ending === undefined ? null : ending(line, outcome.printed)
      if (why !== null) {
        stop(why)
        break
      }
    }
    for (const sink of sinks) wait = sink.flush() ?? wait
    return wait
  }
}

/** `--for`, `--idle-timeout` and the sinks' own idea of time. Ends with the signal. */
const watchTime = async (
  { forMs, idleMs, sinks }: TailRun,
  clock: typeof systemClock,
  signal: AbortSignal,
  lastAt: () => number,
  heard: (now: number) => void,
  stop: (why: StoppedBy) => void,
): Promise<void> => {
  const ticking = sinks.filter((sink) => sink.tick !== undefined)
  if (forMs === null && idleMs === null && ticking.length === 0) return
  const began = clock.now()
  const step = Math.min(TICK_MS, forMs ?? TICK_MS, idleMs ?? TICK_MS)
  try {
    while (!signal.aborted) {
      await clock.sleep(Math.max(10, step), signal)
      const now = clock.now()
      heard(now)
      if (forMs !== null && now - began >= forMs) stop('for')
      else if (idleMs !== null && now - lastAt() >= idleMs) stop('idle')
      else for (const sink of ticking) sink.tick!(now)
    }
  } catch (error) {
    if (!signal.aborted) throw error
  }
}

/** Requests a second that we take of the account's quota; null for an endpoint that is not AWS's own. */
const rateOf = (session: Session): number | null => {
  const endpoint = session.endpoint('logs')
  const held = endpoint === null || isAwsHost(new URL(endpoint).hostname)
  return ourRate(
    { service: 'logs', operation: 'FilterLogEvents', region: session.region, held },
    session.wire?.env ?? {},
  )
}

/** Throttles that a retry inside the request has dealt with; the tail itself has seen only those that it did not. */
const throttledCalls = (session: Session): number =>
  session.wire?.calls.totals().find(([call]) => call === 'logs.FilterLogEvents')?.[1].throttled ?? 0

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
