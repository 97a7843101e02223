import { systemClock } from '../../aws/clock.ts'
import { toProblem } from '../../aws/errors.ts'
import type { Session } from '../../aws/session.ts'
import type { LogSource } from '../../domain/log-event.ts'
import { filterLogEvents, pageTrouble } from '../../services/logs/filter-log-events.ts'
import { attributor } from './attribute.ts'
import type { Figures } from './figures.ts'
import { Line } from './line.ts'
import { type TailNote, tail } from './tail.ts'

export interface LineReading {
  readonly session: Session
  readonly sources: readonly LogSource[]
  /** Epoch milliseconds, both inclusive. */
  readonly from: number
  readonly to: number
  /** A pattern of CloudWatch Logs; null = every line. */
  readonly filter: string | null
  readonly signal: AbortSignal
  /** How long credentials that expired on the way are waited for, milliseconds; null = until it is stopped. */
  readonly authTimeoutMs: number | null
  readonly note: (note: TailNote) => void
}

/** An event that comes in later than this is not counted on. */
const OVERLAP_MS = 60_000

/**
 * The lines of sources over a window that has an end, merged by time, a batch at a time. Rejects with a Problem where no group can be read,
 * with the signal's reason when it is stopped. (CloudWatch Logs API: FilterLogEvents.)
 */
export async function* readLines(reading: LineReading, figures: Figures): AsyncGenerator<readonly Line[]> {
  const { session, sources, from, to, filter, signal, authTimeoutMs, note } = reading
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
  const plan = { groups, from, to, filter, follow: false, overlapMs: OVERLAP_MS, reorderMs: 0 }
  const sourceOf = attributor(sources)
  try {
    for await (const { events, late } of tail(plan, deps, figures, signal)) {
      yield events.flatMap((raw) => {
        const source = sourceOf(raw)
        return source === undefined ? [] : [new Line(raw, source, late)]
      })
    }
  } catch (error) {
    if (signal.aborted) throw signal.reason
    throw toProblem(error, { operation: 'logs:FilterLogEvents', region: session.region, profile: session.profile })
  }
}
