import type { Clock } from '../../domain/clock.ts'
import type { RawLogEvent } from '../../domain/log-event.ts'
import { Bell, RUNG } from './bell.ts'
import type { GroupReader } from './group-reader.ts'
import type { Coverage } from './live/coverage.ts'
import type { Outage } from './outage.ts'
import type { Pace } from './pace.ts'
import type { ServerClock } from './server-clock.ts'
import { stopwatch } from './stopwatch.ts'
import { mayBeReadAt, nextTurn, type Turn, taken, turnsOf } from './turns.ts'

export interface Following {
  readonly clock: Clock
  readonly serverClock: ServerClock
  readonly pace: Pace
  /** Where the tail begins, for those whose history has not been read. */
  readonly from: number
  readonly outage: Outage
  /** More than this is being held: reading waits for the printing. */
  readonly full: () => boolean
  readonly onEvents: (events: readonly RawLogEvent[]) => void
  /** A read is complete. `first`: it was the group's history. */
  readonly onRead: (reader: GroupReader, first: boolean) => void
  readonly onLost: (group: string, error: unknown) => void
  /** Whether a live session tells of the group; null where there are none. */
  readonly coverage: (group: string) => Coverage | null
}

/** So many reads that are past their first page keep nobody from beginning. */
const LONG_READS = 3
const FULL_MS = 50
/** The clock on the wall may be set while we wait; then the time is looked at again no later than this. */
const LOOK_MS = 1_000

/**
 * Reads the groups again and again until the signal is aborted. Whenever there is room for a request, the group whose lines wait longest is
 * read: its head, and every 20 s a sweep instead, which the head is a part of. So none of the rate is left unused while anybody waits,
 * and nobody is read more often than the pace says.
 */
export const follow = async (
  readers: readonly GroupReader[],
  following: Following,
  signal: AbortSignal,
): Promise<void> => {
  const { clock, serverClock, pace, outage, full } = following
  const elapsed = stopwatch(clock)
  const started = serverClock.now()
  const turns = turnsOf(readers, following.coverage, pace, started, Math.max(0, started - following.from))
  const bell = new Bell()
  const reading = new Map<Turn, Promise<void>>()
  for (const { reader, live } of turns) {
    reader.standing.onRest = () => bell.ring()
    if (live !== null) live.onOwes = () => bell.ring()
  }

  const hasRoom = (): boolean => {
    // Nobody is answered: those who ask already will notice when that is over.
    if (outage.failures >= pace.reads && reading.size >= pace.reads) return false
    let [asking, long] = [0, 0]
    for (const { reader } of reading.keys()) {
      if (reader.standing.resting) continue
      if (reader.standing.paging && ++long <= LONG_READS) continue
      asking++
    }
    return asking < pace.reads
  }

  const read = async (turn: Turn): Promise<void> => {
    const { reader, live } = turn
    const began = elapsed()
    const first = reader.unread
    const sweep = first || began >= turn.sweepAt || live?.owes === true
    if (sweep && live !== null) live.owes = false
    let lines = 0
    try {
      const pages = first ? reader.history(false, signal) : sweep ? reader.sweep(signal) : reader.head(signal)
      for await (const events of pages) {
        lines += events.length
        following.onEvents(events)
        while (full()) await clock.sleep(FULL_MS, signal)
      }
      taken(turn, { sweep, lines, began, now: elapsed() }, pace, reader.isActive(serverClock.now()))
      following.onRead(reader, first)
    } catch (error) {
      if (signal.aborted) return
      turns.splice(turns.indexOf(turn), 1)
      following.onLost(reader.group, error)
    } finally {
      turn.reading = false
      reading.delete(turn)
      bell.ring()
    }
  }

  signal.addEventListener('abort', () => bell.ring(), { once: true })
  while (!signal.aborted) {
    const room = !full() && hasRoom()
    const next = room ? nextTurn(turns, elapsed()) : null
    if (next !== null) {
      next.reading = true
      reading.set(next, read(next))
      continue
    }
    const soonest = turns.reduce((at, turn) => (turn.reading ? at : Math.min(at, mayBeReadAt(turn))), Infinity)
    const wait = full() ? FULL_MS : room ? Math.min(LOOK_MS, Math.max(1, soonest - elapsed())) : LOOK_MS
    const rung = new AbortController()
    const silent = bell.wait(() => rung.abort(RUNG))
    await clock.sleep(wait, rung.signal).catch(() => {})
    silent()
  }
  await Promise.all(reading.values())
}
