import { systemClock } from '../../aws/clock.ts'
import { toProblem } from '../../aws/errors.ts'
import type { Session } from '../../aws/session.ts'
import { failureReader, type Occurrence } from '../../domain/log/signature-failures.ts'
import type { LogSource } from '../../domain/log-event.ts'
import { filterLogEvents, pageTrouble } from '../../services/logs/filter-log-events.ts'
import { attributor } from '../tail/attribute.ts'
import { type Figures, noFigures } from '../tail/figures.ts'
import { Line } from '../tail/line.ts'
import { type TailNote, tail } from '../tail/tail.ts'

export interface Reading {
  readonly session: Session
  readonly sources: readonly LogSource[]
  /** Epoch milliseconds, both inclusive. */
  readonly from: number
  readonly to: number
  readonly signal: AbortSignal
  /** How long credentials that expired on the way are waited for, milliseconds; null = until it is stopped. */
  readonly authTimeoutMs: number | null
  readonly note: (note: TailNote) => void
  readonly take: (occurrence: Occurrence) => void
  /** Events read so far and the time that the reading has come to. */
  readonly progress?: ((events: number, at: number) => void) | undefined
  /** Looked at after each batch: nothing more needs to be read. */
  readonly enough?: () => boolean
}

/** An event that comes in later than this is not counted on. */
const OVERLAP_MS = 60_000

/**
 * Reads the lines of functions over a window and gives their failures. Every line is read: a filter pattern would lose failures that are
 * written in words of the app's own, and the lines that tell of their request, their trace and how they ended. Rejects with a Problem where
 * no group can be read, with the signal's reason when it is stopped. (CloudWatch Logs API: FilterLogEvents.)
 */
export const readFailures = async (reading: Reading): Promise<Figures> => {
  const { session, sources, from, to, signal, authTimeoutMs, note, take, progress, enough } = reading
  const figures = noFigures()
  const deps = {
    fetchPage: (
      request: Parameters<Parameters<typeof tail>[1]['fetchPage']>[0],
      stop: AbortSignal,
      urgency: 0 | 1 | 2,
    ) => filterLogEvents(session, { ...request, priority: -urgency }, stop),
    trouble: pageTrouble,
    clock: session.wire?.clock ?? systemClock,
    random: session.wire?.random ?? Math.random,
    // The session holds every call to its share of the quota; this one paces a tail that follows.
    perSecond: null,
    authTimeoutMs,
    note,
  }
  const groups = [...new Set(sources.map(({ group }) => group))]
  const plan = { groups, from, to, filter: null, follow: false, overlapMs: OVERLAP_MS, reorderMs: 0 }
  const sourceOf = attributor(sources)
  const reader = failureReader(from)
  try {
    for await (const { events, late } of tail(plan, deps, figures, signal)) {
      for (const raw of events) {
        const source = sourceOf(raw)
        if (source === undefined) continue
        for (const occurrence of reader.push(new Line(raw, source, late))) take(occurrence)
      }
      progress?.(figures.events, events.at(-1)?.at ?? from)
      if (enough?.()) break
    }
  } catch (error) {
    if (signal.aborted) throw signal.reason
    throw toProblem(error, { operation: 'logs:FilterLogEvents', region: session.region, profile: session.profile })
  }
  for (const occurrence of reader.flush()) take(occurrence)
  return figures
}
