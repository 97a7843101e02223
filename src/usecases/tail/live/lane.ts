import type { Clock } from '../../../domain/clock.ts'
import type { RawLogEvent } from '../../../domain/log-event.ts'
import type { AuthGate } from '../auth-gate.ts'
import type { Figures } from '../figures.ts'
import type { Off, OpenLive } from './open-live.ts'
import { followSession, type SessionEnd } from './session.ts'
import { sift } from './sift.ts'

export interface LaneContext {
  readonly open: OpenLive
  readonly filter: string | null
  readonly clock: Clock
  readonly random: () => number
  readonly auth: AuthGate
  readonly figures: Figures
  /** These groups are polled instead, for this reason. */
  readonly off: (why: Off, groups: readonly string[], error: unknown) => void
  /** These groups are told of from now on, or are not any more. */
  readonly onUp: (groups: readonly string[], up: boolean) => void
  /** `session` numbers the sessions of all lanes. */
  readonly onEvents: (events: readonly RawLogEvent[], session: number) => void
  readonly full: () => boolean
  readonly nextSession: () => number
  /** Once: so many groups of the lane are told of; 0 where it has become clear that none will be for now. */
  readonly onSettled: (groups: number) => void
}

/** Somebody else's session may end at any time; asking costs nothing. */
const LIMIT_RETRY_MS = 60_000
const LONGEST_PAUSE_MS = 60_000
/** So many failures in a row, and the person hears of it. */
const TOLD_AFTER = 3
/** Each session is billed a minute at least: one that breaks sooner makes the next one wait longer. */
const LASTING_MS = 30_000
/** A session that ran its time is followed by the next one at once. */
const BREATH_MS = 200
const HOUR = 3_600_000

/**
 * At most ten groups and the sessions that tell of them, one after the other: after each end the next one begins, at once or after a
 * pause. Meanwhile, and where there can be none, the groups are polled.
 */
export class Lane {
  readonly groups: readonly string[]
  /** Groups that a session can't be had for: because they are not there (yet), or for good. */
  private readonly refused = new Map<string, 'missing' | 'unsupported'>()
  private readonly context: LaneContext
  private again = new AbortController()
  private failures = 0
  private settled = false

  constructor(groups: readonly string[], context: LaneContext) {
    this.groups = groups
    this.context = context
  }

  /** A group of this lane is there (`fresh`: since this moment): a session that knows of it is begun where it has none. */
  present(group: string, fresh: boolean): void {
    const refused = this.refused.get(group) === 'missing'
    if (refused) this.refused.delete(group)
    if (refused || fresh) this.again.abort()
  }

  /** Until the signal is aborted, or no session will ever be had. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const groups = this.groups.filter((group) => !this.refused.has(group))
      this.again = new AbortController()
      if (groups.length === 0) this.settle(0)
      const end = groups.length === 0 ? null : await this.session(groups, AbortSignal.any([signal, this.again.signal]))
      if (signal.aborted) return
      if (end !== null && end.why === 'stopped') continue
      const pause = end === null ? HOUR : await this.pauseAfter(end, groups, signal)
      if (pause === null) return
      await this.rest(pause, signal)
    }
  }

  private async session(groups: readonly string[], signal: AbortSignal): Promise<SessionEnd> {
    const { open, filter, clock, figures, auth, onUp, onEvents, full, nextSession } = this.context
    const number = nextSession()
    let since: number | null = null
    try {
      const hooks = {
        onStart: () => {
          since = clock.now()
          auth.good()
          onUp(groups, true)
          this.settle(groups.length)
        },
        onEvents: (events: readonly RawLogEvent[]) => onEvents(events, number),
        onWhole: (whole: boolean) => onUp(groups, whole),
        full,
      }
      return await followSession(open, groups, filter, clock, hooks, signal)
    } finally {
      // Billed by the minute, and a minute that was begun counts.
      if (since !== null) {
        const lasted = clock.now() - since
        figures.liveMinutes += Math.max(1, Math.ceil(lasted / 60_000))
        if (lasted >= LASTING_MS) this.failures = 0
        onUp(groups, false)
      }
    }
  }

  /** How long to wait before the next session, milliseconds; null: there will be none. */
  private async pauseAfter(end: SessionEnd, groups: readonly string[], signal: AbortSignal): Promise<number | null> {
    const { auth, figures } = this.context
    const { why, error, named } = end
    if (end.began) figures.reconnects++
    switch (why) {
      case 'timeout':
        return BREATH_MS
      case 'limit':
        this.off('limit', this.groups, error)
        return LIMIT_RETRY_MS
      case 'denied':
        this.off('denied', this.groups, error)
        return null
      case 'missing':
      case 'unsupported':
        if (await this.refuse(why, groups, named, error, signal)) return 0
        return this.backOff()
      case 'expired':
        // Those who poll wait too, and tell it; what they give up they give up for all.
        return auth.wait(error, signal).then(
          () => 0,
          () => null,
        )
      default: {
        const pause = this.backOff()
        if (!end.began && this.failures === TOLD_AFTER) this.off('unreachable', groups, error)
        return pause
      }
    }
  }

  private backOff(): number {
    this.failures++
    return Math.min(LONGEST_PAUSE_MS, 500 * 2 ** this.failures) * (0.5 + this.context.random() / 2)
  }

  /** Finds out which group the refusal is about, and leaves it out from now on. False where that can't be told. */
  private async refuse(
    why: 'missing' | 'unsupported',
    groups: readonly string[],
    named: readonly string[],
    error: unknown,
    signal: AbortSignal,
  ): Promise<boolean> {
    const { open, filter, clock, off } = this.context
    const known = named.length > 0 ? named : groups.length === 1 ? groups : null
    const refusals = known?.map((group) => ({ group, why, error })) ?? (await sift(open, groups, filter, clock, signal))
    for (const refusal of refusals) this.refused.set(refusal.group, refusal.why)
    // A group that is missing is told of by those who poll it.
    const unsupported = refusals.filter((refusal) => refusal.why === 'unsupported')
    const [first] = unsupported
    if (first !== undefined)
      off(
        'unsupported',
        unsupported.map(({ group }) => group),
        first.error,
      )
    return refusals.length > 0
  }

  private async rest(ms: number, signal: AbortSignal): Promise<void> {
    if (ms > 0) await this.context.clock.sleep(ms, AbortSignal.any([signal, this.again.signal])).catch(() => {})
  }

  private off(why: Off, groups: readonly string[], error: unknown): void {
    this.context.off(why, groups, error)
    this.settle(0)
  }

  private settle(groups: number): void {
    if (this.settled) return
    this.settled = true
    this.context.onSettled(groups)
  }
}
