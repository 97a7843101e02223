import type { RawLogEvent } from '../../domain/log-event.ts'
import type { Asking } from './ask.ts'
import { completeUntil, createEngine, type Engine } from './engine.ts'
import type { Feed, FeedNote } from './feed.ts'
import type { Figures } from './figures.ts'
import type { GroupReader, ReadingPlan } from './group-reader.ts'
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

export interface TailDeps extends Omit<Asking, 'figures' | 'serverClock' | 'maxAttempts' | 'auth' | 'outage'> {
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
  | SlowHistory
  | UnreadableNote
  | LiveNote
  | FeedNote

/** The history of so many groups takes about so long at this rate: lines come before all of it is read. */
export interface SlowHistory {
  readonly kind: 'slow-history'
  readonly groups: number
  readonly ms: number
}

export interface Batch {
  readonly events: readonly RawLogEvent[]
  readonly late: boolean
}

/** A person who follows waits no longer than this for the history of all groups: what comes later is put in line, or is late. */
const PATIENCE_MS = 5_000

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
    if (!isSlow(engine)) yield* past(engine, signal)
    if (plan.follow) yield* onward(engine, signal, ended)
  } finally {
    ended.abort(new Error('the tail is over'))
    await engine.live?.over()
  }
}

/** Whether the rate is too low to read every group once before the first line. Then all is left to those who follow. */
const isSlow = ({ plan, deps, hold }: Engine): boolean => {
  const ms = deps.perSecond === null ? 0 : (plan.groups.length / deps.perSecond) * 1000
  if (!plan.follow || ms <= PATIENCE_MS) return false
  deps.note({ kind: 'slow-history', groups: plan.groups.length, ms })
  hold.begin(plan.groups, plan.reorderMs)
  return true
}

async function* past(engine: Engine, signal: AbortSignal): AsyncGenerator<Batch> {
  const { plan, deps, figures, readers, reorder, feeds, serverClock } = engine
  const waited = new AbortController()
  const patience = plan.follow && readers.length > 1 ? patient(engine, waited.signal) : null
  const histories = readers.map((reader, nth) => historyOf(reader, engine, signal, patience?.left[nth]))
  const asides = feeds.histories(plan.from, plan.to, signal)
  try {
    for await (const events of mergeByTime(histories, asides, patience)) {
      // The newest part is not settled yet while other groups may still bring something older.
      // Where something is held already all that comes next is younger, and has to wait behind it.
      const until = reorder.size > 0 ? Number.NEGATIVE_INFINITY : serverClock.now() - plan.reorderMs
      const settled = plan.follow ? settledPart(events, until) : events.length
      for (let n = settled; n < events.length; n++) reorder.push(events[n]!, serverClock.now())
      if (settled === 0) continue
      reorder.passed(events[settled - 1]!.at)
      const part = settled === events.length ? events : events.slice(0, settled)
      figures.events += feeds.logEvents(part)
      yield { events: part, late: false }
    }
  } finally {
    waited.abort()
  }
  for (const reader of readers) if (reader.missing) deps.note({ kind: 'missing', group: reader.group })
  figures.completeUntil = completeUntil(engine)
}

/** Ends early when its group has been left; whoever follows reads it then, from its beginning. */
async function* historyOf(
  reader: GroupReader,
  { plan, health }: Engine,
  signal: AbortSignal,
  left: AbortController | undefined,
): AsyncGenerator<readonly RawLogEvent[]> {
  const until = left === undefined ? signal : AbortSignal.any([signal, left.signal])
  try {
    yield* health.guard(reader.group, () => reader.history(!plan.follow, until), until)
  } catch (error) {
    if (signal.aborted || !left?.signal.aborted) throw error
  }
}

const patient = ({ clock, readers }: Engine, waited: AbortSignal) => {
  const left = readers.map(() => new AbortController())
  const over = clock.sleep(PATIENCE_MS, waited).catch(() => {})
  return { left, over, leave: (nth: number) => left[nth]!.abort(new Error('not waited for')) }
}

const settledPart = (events: readonly RawLogEvent[], until: number): number => {
  let n = events.length
  while (n > 0 && events[n - 1]!.at > until) n--
  return n
}
