import type { Clock } from '../../domain/clock.ts'
import type { RawLogEvent } from '../../domain/log-event.ts'
import type { Asking } from './ask.ts'
import { AuthGate } from './auth-gate.ts'
import { Feeds } from './feed.ts'
import type { Figures } from './figures.ts'
import { GroupReader } from './group-reader.ts'
import { Health } from './health.ts'
import { Hold } from './hold.ts'
import { LiveSide } from './live/live-side.ts'
import { Outage } from './outage.ts'
import { ReorderBuffer } from './reorder.ts'
import { ServerClock } from './server-clock.ts'
import type { TailDeps, TailPlan } from './tail.ts'

/** What the parts of one tail share. */
export interface Engine {
  readonly plan: TailPlan
  readonly deps: TailDeps
  readonly figures: Figures
  readonly clock: Clock
  readonly serverClock: ServerClock
  readonly readers: readonly GroupReader[]
  readonly health: Health
  readonly reorder: ReorderBuffer<RawLogEvent>
  readonly feeds: Feeds
  readonly outage: Outage
  /** Until when nothing is printed. */
  readonly hold: Hold
  /** Null: the groups are polled only. */
  readonly live: LiveSide | null
  /** More is held than should be: reading waits for the printing. */
  readonly full: () => boolean
}

/** Events held while the printing is behind. */
const HELD_AT_MOST = 50_000

export const createEngine = (plan: TailPlan, deps: TailDeps, figures: Figures): Engine => {
  const { clock } = deps
  const serverClock = new ServerClock(() => clock.now())
  const outage = new Outage(clock)
  const auth = new AuthGate({ clock, outage, timeoutMs: deps.authTimeoutMs, note: deps.note })
  const asking: Asking = {
    ...deps,
    auth,
    outage,
    serverClock,
    figures,
    maxAttempts: plan.follow ? Number.POSITIVE_INFINITY : 8,
  }
  const reorder = new ReorderBuffer<RawLogEvent>(plan.reorderMs)
  const full = () => reorder.size > HELD_AT_MOST
  const open = plan.transport === 'live' && plan.follow ? deps.openLive : undefined
  const readers = plan.groups.map((group) => new GroupReader(group, asking, plan, open !== undefined))
  const byGroup = new Map(readers.map((reader) => [reader.group, reader]))
  const live =
    open === undefined
      ? null
      : new LiveSide(plan.groups, {
          open,
          asking,
          filter: plan.filter,
          note: deps.note,
          take: (group, events, session) => byGroup.get(group)?.told(events, session) ?? [],
          full,
        })
  return {
    plan,
    deps,
    figures,
    clock,
    serverClock,
    readers,
    health: new Health(plan.groups.length, deps.note, figures, () => serverClock.now()),
    reorder,
    feeds: new Feeds(deps.feeds ?? [], deps.note),
    outage,
    hold: new Hold(clock),
    live,
    full,
  }
}

export const completeUntil = ({ readers, plan: { to } }: Engine): number | null => {
  let until = to ?? Number.POSITIVE_INFINITY
  for (const reader of readers) {
    if (reader.completeUntil === null) return null
    until = Math.min(until, reader.completeUntil)
  }
  return until
}
