import type { Clock } from '../../domain/clock.ts'
import type { RawLogEvent } from '../../domain/log-event.ts'
import type { GroupReader } from './group-reader.ts'
import type { Coverage } from './live/coverage.ts'
import { activeFor, type Pace } from './pace.ts'
import type { ServerClock } from './server-clock.ts'

export interface Following {
  readonly clock: Clock
  readonly serverClock: ServerClock
  /** By how many groups speak at the moment. */
  readonly pace: () => Pace
  /** Pages under way at once, all groups together. */
  readonly slots: Slots
  /** More than this is being held: reading waits for the printing. */
  readonly full: () => boolean
  readonly onEvents: (events: readonly RawLogEvent[]) => void
  readonly onMissing: (group: string, missing: boolean) => void
  /** Whether a live session tells of the group; null where there are none. */
  readonly coverage: (group: string) => Coverage | null
}

/** Lets `size` tasks run at a time; the others wait in the order they came. */
export class Slots {
  private free: number
  private readonly waiting: (() => void)[] = []

  constructor(size: number) {
    this.free = size
  }

  async run<T>(task: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free--
    else await new Promise<void>((go) => this.waiting.push(go))
    try {
      return await task()
    } finally {
      const next = this.waiting.shift()
      if (next) next()
      else this.free++
    }
  }
}

/**
 * Reads one group again and again until the signal is aborted, at the pace of its traffic: its head, and every 20 s a sweep instead,
 * which the head is a part of. While a live session tells of it there is no head, and a sweep each minute, or at once where the session may have missed something.
 */
export const watch = async (
  reader: GroupReader,
  nth: number,
  of: number,
  following: Following,
  signal: AbortSignal,
): Promise<void> => {
  const { clock, serverClock, slots } = following
  const live = following.coverage(reader.group)
  const first = following.pace()
  // Spread out, so that 200 groups do not begin in the same second. Counted in time that was slept, not by the clock on the wall:
  // that one may be set back while we wait for it.
  let untilRead = (nth / of) * (reader.isActive(serverClock.now()) ? first.active : first.quiet)
  let untilSweep = first.sweep * (0.5 + (0.5 * (nth + 1)) / of)
  let wasMissing = reader.missing
  while (!signal.aborted) {
    const wait = Math.max(0, live?.up ? untilSweep : untilRead)
    await (live === null ? clock.sleep(wait, signal) : live.sleep(clock, wait, signal))
    untilRead -= wait
    untilSweep -= wait
    while (following.full()) await clock.sleep(50, signal)
    const sweep = untilSweep <= 0 || live?.owes === true
    if (sweep && live !== null) live.owes = false
    await slots.run(async () => {
      const pages = sweep ? reader.sweep(signal) : reader.head(signal)
      for await (const events of pages) following.onEvents(events)
    })
    if (reader.missing !== wasMissing) following.onMissing(reader.group, reader.missing)
    wasMissing = reader.missing
    const pace = following.pace()
    if (sweep) untilSweep = live?.up ? pace.liveSweep : pace.sweep
    untilRead = reader.isActive(serverClock.now(), activeFor(pace.active)) ? pace.active : pace.quiet
  }
}
