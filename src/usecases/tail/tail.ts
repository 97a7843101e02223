import type { RawLogEvent } from '../../domain/log-event.ts'
import type { Asking } from './ask.ts'
import { completeUntil, createEngine, type Engine } from './engine.ts'
import type { Feed, FeedNote } from './feed.ts'
import type { Figures } from './figures.ts'
import type { ReadingPlan } from './group-reader.ts'
import type { UnreadableNote } from './health.ts'
import { mergeByTime } from './history.ts'
import type { LiveNote, OpenLive } from './live/open-live.ts'
import { onward } from './onward.ts'

export interface TailPlan extends ReadingPlan {
  readonly groups: readonly string[]
  /** Go on after what is there now. With `to`, until then. */
  readonly follow: boolean
  readonly reorderMs: number
  /** `live`: what comes while it follows is told by Live Tail sessions, which are billed; polling finds what they miss. */
  readonly transport?: 'poll' | 'live'
}

export interface TailDeps extends Omit<Asking, 'figures' | 'serverClock' | 'maxAttempts' | 'auth'> {
  /** How long expired credentials are waited for, milliseconds; null = until it is stopped. */
  readonly authTimeoutMs: number | null
  /** Requests a second that the account's quota leaves us; null = none is enforced. */
  readonly perSecond: number | null
  readonly note: (note: TailNote) => void
  /** For the transport `live`; without it all is polled. */
  readonly openLive?: OpenLive
  /** What stands in the stream beside log events. */
  readonly feeds?: readonly Feed[]
}

/** What a person wants to know while it runs, apart from the lines. */
export type TailNote =
  | { readonly kind: 'missing' | 'appeared'; readonly group: string }
  | { readonly kind: 'expired'; readonly error: unknown }
  | { readonly kind: 'resumed' }
  | UnreadableNote
  | LiveNote
  | FeedNote

export interface Batch {
  readonly events: readonly RawLogEvent[]
  readonly late: boolean
}

/**
 * Events of all groups and feeds, each exactly once, in order: first the history, merged by time; then, when following, what comes.
 * `figures` is filled as it goes. Ends when the plan does, or when the signal is aborted while it follows (what is held then is
 * still given); rejects when the signal is aborted before, or when no group can be read.
 */
export async function* tail(
  plan: TailPlan,
  deps: TailDeps,
  figures: Figures,
  signal: AbortSignal,
): AsyncGenerator<Batch> {
  const engine = createEngine(plan, deps, figures)
  const ended = new AbortController()
  // Sessions are on their way while the history is read: between the two nothing falls.
  engine.live?.begin(AbortSignal.any([signal, ended.signal]))
  try {
    yield* past(engine, signal)
    if (plan.follow) yield* onward(engine, signal, ended)
  } finally {
    ended.abort(new Error('the tail is over'))
    await engine.live?.over()
  }
}

async function* past(engine: Engine, signal: AbortSignal): AsyncGenerator<Batch> {
  const { plan, deps, figures, readers, health, reorder, feeds, serverClock } = engine
  const histories = readers.map((reader) =>
    health.guard(reader.group, () => reader.history(!plan.follow, signal), signal),
  )
  for await (const events of mergeByTime(histories, feeds.histories(plan.from, plan.to, signal))) {
    // The newest part is not settled yet while other groups may still bring something older.
    const settled = plan.follow ? settledPart(events, serverClock.now() - plan.reorderMs) : events.length
    for (let n = settled; n < events.length; n++) reorder.push(events[n]!, serverClock.now())
    if (settled === 0) continue
    reorder.passed(events[settled - 1]!.at)
    const part = settled === events.length ? events : events.slice(0, settled)
    figures.events += feeds.logEvents(part)
    yield { events: part, late: false }
  }
  for (const reader of readers) if (reader.missing) deps.note({ kind: 'missing', group: reader.group })
  figures.completeUntil = completeUntil(engine)
}

const settledPart = (events: readonly RawLogEvent[], until: number): number => {
  let n = events.length
  while (n > 0 && events[n - 1]!.at > until) n--
  return n
}
