/** How often a group is read while it is followed. Times in milliseconds. */
export interface Pace {
  readonly active: number
  readonly quiet: number
  /** A read that comes this long after the last sweep is a sweep. */
  readonly sweep: number
  /** The sweep of a group that a live session tells of: what the session missed, nobody else finds. */
  readonly liveSweep: number
}

/** A group that speaks is read so many times as often as a quiet one, where the rate does not do for all. */
const ACTIVE_WEIGHT = 8
const LIVE_SWEEP_MS = 60_000

/**
 * Reads as often as the rate allows, and uses all of it: `active` groups have `ACTIVE_WEIGHT` shares each, the others one. A sweep is
 * a read that goes further back, and costs no request of its own. `perSecond` null = no rate is enforced (an endpoint that is not AWS's).
 */
export const pace = (groups: number, active: number, perSecond: number | null): Pace => {
  if (perSecond === null) return { active: 500, quiet: 1000, sweep: 20_000, liveSweep: LIVE_SWEEP_MS }
  const round = ((ACTIVE_WEIGHT * active + (groups - active)) / perSecond) * 1000
  return {
    active: Math.max(1000, round / ACTIVE_WEIGHT),
    quiet: Math.max(3000, round),
    sweep: 20_000,
    liveSweep: Math.max(LIVE_SWEEP_MS, (groups / perSecond) * 1000),
  }
}

/** How long after its last line a group still counts as one that speaks: several turns, or nobody would after the first. */
export const activeFor = (activeMs: number): number => Math.max(30_000, 4 * activeMs)
