import { systemClock } from '../aws/clock.ts'
import { isAwsHost } from '../aws/endpoint.ts'
import { toProblem } from '../aws/errors.ts'
import { OUR_SHARE, quotaOf } from '../aws/quotas.ts'
import type { Session } from '../aws/session.ts'
import { joiner } from '../domain/log/joiner.ts'
import type { LogEvent, LogSource } from '../domain/log-event.ts'
import type { LineWriter } from '../output/writer.ts'
import { filterLogEvents, pageTrouble } from '../services/logs/filter-log-events.ts'
import { attributor } from '../usecases/tail/attribute.ts'
import { type Figures, noFigures } from '../usecases/tail/figures.ts'
import { Line } from '../usecases/tail/line.ts'
import { type Selection, selector } from '../usecases/tail/select.ts'
import { type Batch, type TailNote, tail } from '../usecases/tail/tail.ts'

export interface TailRun {
  readonly session: Session
  readonly sources: readonly LogSource[]
  readonly from: number
  readonly to: number | null
  readonly follow: boolean
  readonly overlapMs: number
  readonly filter: string | null
  readonly selection: Selection
  /** Makes the text of an event; `continued` = it goes on from the one before. */
  readonly format: (event: LogEvent, continued?: boolean) => string
  /** Put stack traces together that came as several events: for people only. */
  readonly join: boolean
  readonly writer: LineWriter
  readonly note: (note: TailNote) => void
  /** The first lines are out, or it is known that there are none. */
  readonly onFirst?: () => void
  readonly signal: AbortSignal
}

export interface TailOutcome {
  readonly figures: Figures
  readonly printed: number
}

/** How long a line waits for older ones of other groups. */
const REORDER_MS = 2_000

/**
 * Runs a tail from its sources to the writer. `outcome` is filled as it goes, so that it can be told however the tail ends.
 * Rejects with a Problem for what AWS refused, with the signal's reason when it was stopped before it followed.
 */
export const runTail = async (
  run: TailRun,
  outcome: { figures: Figures; printed: number } = { figures: noFigures(), printed: 0 },
): Promise<TailOutcome> => {
  const { session, signal } = run
  const deps = {
    fetchPage: async (
      request: Parameters<Parameters<typeof tail>[1]['fetchPage']>[0],
      stop: AbortSignal,
      urgency: 0 | 1 | 2,
    ) => filterLogEvents(session, { ...request, priority: -urgency }, stop),
    trouble: pageTrouble,
    clock: session.wire?.clock ?? systemClock,
    random: session.wire?.random ?? Math.random,
    perSecond: ourRate(session),
    note: run.note,
  }
  const plan = {
    groups: [...new Set(run.sources.map(({ group }) => group))],
    from: run.from,
    to: run.to,
    filter: run.filter,
    follow: run.follow,
    overlapMs: run.overlapMs,
    reorderMs: REORDER_MS,
  }
  const print = printer(run, outcome)
  try {
    let first = true
    for await (const batch of tail(plan, deps, outcome.figures, signal)) {
      const wait = print(batch)
      if (first) run.onFirst?.()
      first = false
      // A reader that is slow must slow us down, and one that has gone must end us.
      if (wait !== null) await Promise.race([wait, aborted(signal)])
      if (signal.aborted && !run.follow) break
    }
  } catch (error) {
    if (signal.aborted) throw signal.reason
    throw toProblem(error, { operation: 'logs:FilterLogEvents', region: session.region, profile: session.profile })
  } finally {
    outcome.figures.throttles = Math.max(outcome.figures.throttles, throttledCalls(session))
    run.writer.flush()
  }
  return outcome
}

/** Attributes, filters and writes the events of a batch; gives the writer's promise when the reader is behind. */
const printer = (run: TailRun, outcome: { printed: number }) => {
  const { writer, format } = run
  const sourceOf = attributor(run.sources)
  const wanted = selector(run.selection)
  const together = run.join ? joiner() : null
  return ({ events, late }: Batch): Promise<void> | null => {
    let wait: Promise<void> | null = null
    for (const raw of events) {
      const source = sourceOf(raw)
      if (source === undefined) continue
      const line = new Line(raw, source, late)
      if (wanted !== undefined && !wanted(line)) continue
      outcome.printed++
      if (together === null) wait = writer.write(format(line)) ?? wait
      else for (const { event, continued } of together.push(line)) wait = writer.write(format(event, continued)) ?? wait
    }
    if (together !== null)
      for (const { event, continued } of together.flush()) wait = writer.write(format(event, continued)) ?? wait
    return wait
  }
}

/** Requests a second that we take of the account's quota; null for an endpoint that is not AWS's own. */
const ourRate = (session: Session): number | null => {
  const endpoint = session.endpoint('logs')
  if (endpoint !== null && !isAwsHost(new URL(endpoint).hostname)) return null
  return quotaOf('logs', 'FilterLogEvents', session.region).perSecond * OUR_SHARE
}

/** Throttles that a retry inside the request has dealt with; the tail itself has seen only those that it did not. */
const throttledCalls = (session: Session): number =>
  session.wire?.calls.totals().find(([call]) => call === 'logs.FilterLogEvents')?.[1].throttled ?? 0

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
