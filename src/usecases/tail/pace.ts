/** How often a group is read at most while it is followed, from the end of one read to the next. Times in milliseconds. */
export interface Pace {
  readonly active: number
  readonly quiet: number
  /** A read that comes this long after the last sweep is a sweep. */
  readonly sweep: number
  /** The sweep of a group that a live session tells of: what the session missed, nobody else finds. */
  readonly liveSweep: number
  /** Reads under way at once. */
  readonly reads: number
}

const LIVE_SWEEP_MS = 60_000
const READS_AT_MOST = 5
/** As long as a request may take: so many are under way that none of the rate is left unused meanwhile, and no more, as who is next
 * is decided when a read begins. */
const REQUEST_SECONDS = 0.5

/** `perSecond` null = no rate is enforced (an endpoint that is not AWS's). */
export const pace = (groups: number, perSecond: number | null): Pace =>
  perSecond === null
    ? { active: 500, quiet: 1000, sweep: 20_000, liveSweep: LIVE_SWEEP_MS, reads: READS_AT_MOST }
    : {
        active: 1000,
        quiet: 3000,
        sweep: 20_000,
        liveSweep: Math.max(LIVE_SWEEP_MS, (groups / perSecond) * 1000),
        reads: Math.min(READS_AT_MOST, 1 + Math.ceil(perSecond * REQUEST_SECONDS)),
      }

/** What has been said by a group, the long past counting less and less. */
export interface Talk {
  readonly lines: number
  readonly ms: number
}

export const silence: Talk = { lines: 0, ms: 30_000 }
const FORGOTTEN_MS = 120_000

/** `lines` came in the `ms` since the read before. */
export const heard = (talk: Talk, lines: number, ms: number): Talk => {
  const kept = Math.exp(-ms / FORGOTTEN_MS)
  return { lines: talk.lines * kept + lines, ms: talk.ms * kept + ms }
}

const MOST_SHARES = 8
/** Where the rate does not do, a group that says nothing waits at most this much longer than if all had the same share. */
const LONGER = 0.3

/**
 * Shares in a rate that does not do for all, 1 and more. The waiting of all lines together is shortest when a group is read in
 * proportion to the square root of its lines a second; a group of a line a minute has one share, as one of none has.
 */
export const shares = (talks: readonly Talk[]): readonly number[] => {
  const wanted = talks.map(({ lines, ms }) => Math.min(MOST_SHARES, Math.max(1, Math.sqrt((lines / ms) * 60_000))))
  const more = wanted.reduce((sum, share) => sum + share - 1, 0)
  const part = more === 0 ? 0 : Math.min(1, (LONGER * talks.length) / more)
  return wanted.map((share) => 1 + part * (share - 1))
}
