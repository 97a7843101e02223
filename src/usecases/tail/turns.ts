import type { GroupReader } from './group-reader.ts'
import type { Coverage } from './live/coverage.ts'
import { heard, type Pace, shares, silence, type Talk } from './pace.ts'

/** A group between its reads. Times are those of a stopwatch, milliseconds. */
export interface Turn {
  readonly reader: GroupReader
  /** Null where no live session tells of it. */
  readonly live: Coverage | null
  reading: boolean
  /** What came in since then nobody has seen. */
  seenUntil: number
  /** Not before then. */
  nextAt: number
  /** A read from then on is a sweep. */
  sweepAt: number
  talk: Talk
}

/** `unseenMs`: what time a group that has not been read yet is to be asked about. */
export const turnsOf = (
  readers: readonly GroupReader[],
  coverage: (group: string) => Coverage | null,
  { active, quiet, sweep }: Pace,
  serverNow: number,
  unseenMs: number,
): Turn[] =>
  readers.map((reader, n, { length }) => {
    // Spread out, so that 200 groups do not begin in the same second.
    const wait = (n / length) * (reader.isActive(serverNow) ? active : quiet)
    return {
      reader,
      live: coverage(reader.group),
      reading: false,
      seenUntil: reader.unread ? -unseenMs : 0,
      nextAt: reader.unread ? 0 : wait,
      sweepAt: reader.unread ? 0 : sweep * (0.5 + (0.5 * (n + 1)) / length),
      talk: silence,
    }
  })

/** When the group may be read. While a live session tells of it there is no head, and a sweep from time to time, or at once where it owes one. */
export const mayBeReadAt = ({ live, nextAt, sweepAt }: Turn): number => {
  if (live?.owes) return 0
  return live?.up ? sweepAt : nextAt
}

/** Who is read next: of those that may, the one whose lines wait longest, in proportion to its share. Null: nobody yet. */
export const nextTurn = (turns: readonly Turn[], now: number): Turn | null => {
  const share = shares(turns.map(({ talk }) => talk))
  let next: Turn | null = null
  let longest = Number.NEGATIVE_INFINITY
  turns.forEach((turn, n) => {
    if (turn.reading || mayBeReadAt(turn) > now) return
    const waits = turn.live?.owes ? Number.POSITIVE_INFINITY : (now - turn.seenUntil) * share[n]!
    if (waits <= longest) return
    next = turn
    longest = waits
  })
  return next
}

/** After a complete read that brought so many lines. */
export const taken = (
  turn: Turn,
  read: { sweep: boolean; lines: number; began: number; now: number },
  tick: Pace,
  active: boolean,
) => {
  const { sweep, lines, began, now } = read
  turn.talk = heard(turn.talk, lines, began - turn.seenUntil)
  turn.seenUntil = began
  turn.nextAt = now + (active ? tick.active : tick.quiet)
  if (sweep) turn.sweepAt = now + (turn.live?.up ? tick.liveSweep : tick.sweep)
}
