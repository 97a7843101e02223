/** How often a group is read while it is followed. Times in milliseconds. */
export interface Pace {
  readonly active: number
  readonly quiet: number
  readonly sweep: number
  /** The sweep of a group that a live session tells of: what the session missed, nobody else finds. */
  readonly liveSweep: number
}

/**
 * Reads as often as the rate allows: half of it is for heads of groups that speak, what is left for quiet ones and sweeps.
 * `perSecond` null = no rate is enforced (an endpoint that is not AWS's).
 */
export const pace = (groups: number, perSecond: number | null): Pace => {
  if (perSecond === null) return { active: 500, quiet: 1000, sweep: 20_000, liveSweep: LIVE_SWEEP_MS }
  const share = (part: number) => (groups / (perSecond * part)) * 1000
  return {
    active: Math.max(1000, share(0.5)),
    quiet: Math.max(3000, share(0.3)),
    sweep: Math.max(20_000, share(0.2)),
    liveSweep: Math.max(LIVE_SWEEP_MS, share(0.2)),
  }
}

const LIVE_SWEEP_MS = 60_000
