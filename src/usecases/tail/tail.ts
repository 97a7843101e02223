import type { RawLogEvent } from '../../domain/log-event.ts'
import type { Asking } from './ask.ts'
import { AuthGate } from './auth-gate.ts'
import type { Figures } from './figures.ts'
import { type Following, Slots, watch } from './follow.ts'
import { GroupReader, type ReadingPlan } from './group-reader.ts'
import { mergeByTime } from './history.ts'
import { pace } from './pace.ts'
import { ReorderBuffer } from './reorder.ts'
import { ServerClock } from './server-clock.ts'

export interface TailPlan extends ReadingPlan {
  readonly groups: readonly string[]
  /** Go on after what is there now. With `to`, until then. */
  readonly follow: boolean
  readonly reorderMs: number
}

export interface TailDeps extends Omit<Asking, 'figures' | 'serverClock' | 'maxAttempts' | 'auth'> {
  /** How long expired credentials are waited for, milliseconds; null = until it is stopped. */
  readonly authTimeoutMs: number | null
  /** Requests a second that the account's quota leaves us; null = none is enforced. */
  readonly perSecond: number | null
  readonly note: (note: TailNote) => void
}

/** What a person wants to know while it runs, apart from the lines. */
export type TailNote =
  | { readonly kind: 'missing' | 'appeared'; readonly group: string }
  | { readonly kind: 'unreadable'; readonly group: string; readonly error: unknown }
  | { readonly kind: 'expired'; readonly error: unknown }
  | { readonly kind: 'resumed' }

export interface Batch {
  readonly events: readonly RawLogEvent[]
  readonly late: boolean
}

/** Pages held while the printing is behind; beyond it reading waits. */
const HELD_AT_MOST = 50_000
const PAGES_AT_ONCE = 5
/** Lines that are due within this go out together. */
const PRINT_EVERY_MS = 20
/** With nothing to print, the figures and the service's clock are still looked at this often. */
const IDLE_MS = 1_000
/** How long after its `--until` a followed tail waits for what is still on its way. */
const GRACE_MS = 5_000

/**
 * Events of all groups, each exactly once, in order: first the history, merged by time; then, when following, what comes.
 * `figures` is filled as it goes. Ends when the plan does, or when the signal is aborted while it follows (what is held then is
 * still given); rejects when the signal is aborted before, or when no group can be read.
 */
export async function* tail(
  plan: TailPlan,
  deps: TailDeps,
  figures: Figures,
  signal: AbortSignal,
): AsyncGenerator<Batch> {
  const serverClock = new ServerClock(() => deps.clock.now())
  const auth = new AuthGate({ clock: deps.clock, timeoutMs: deps.authTimeoutMs, note: deps.note })
  const asking: Asking = { ...deps, auth, serverClock, figures, maxAttempts: plan.follow ? Number.POSITIVE_INFINITY : 8 }
  const readers = plan.groups.map((group) => new GroupReader(group, asking, plan))
  const health = new Health(plan.groups.length, deps, figures, () => serverClock.now())
  const reorder = new ReorderBuffer<RawLogEvent>(plan.reorderMs)

  const histories = readers.map((reader) =>
    health.guard(reader.group, () => reader.history(!plan.follow, signal), signal),
  )
  for await (const events of mergeByTime(histories)) {
    // The newest part is not settled yet while other groups may still bring something older.
    const settled = plan.follow ? settledPart(events, serverClock.now() - plan.reorderMs) : events.length
    for (let n = settled; n < events.length; n++) reorder.push(events[n]!, serverClock.now())
    if (settled === 0) continue
    figures.events += settled
    reorder.passed(events[settled - 1]!.at)
    yield { events: settled === events.length ? events : events.slice(0, settled), late: false }
  }
  for (const reader of readers) if (reader.missing) deps.note({ kind: 'missing', group: reader.group })
  figures.completeUntil = completeUntil(readers, plan)
  if (!plan.follow) return

  const ended = new AbortController()
  const both = AbortSignal.any([signal, ended.signal])
  let failed: unknown
  const bell = new Bell()
  const following: Following = {
    clock: deps.clock,
    serverClock,
    pace: pace(readers.length, deps.perSecond),
    slots: new Slots(PAGES_AT_ONCE),
    full: () => reorder.size > HELD_AT_MOST,
    onEvents: (events) => {
      for (const event of events) reorder.push(event, serverClock.now())
      bell.ring()
    },
    onMissing: (group, missing) => deps.note({ kind: missing ? 'missing' : 'appeared', group }),
  }
  const watches = readers
    .filter((reader) => !health.lost.has(reader.group))
    .map((reader, nth, all) =>
      watch(reader, nth, all.length, following, both).catch((error: unknown) => {
        if (both.aborted) return
        failed = health.lose(reader.group, error)
        bell.ring()
      }),
    )
  /** Until the next held event is due, or something comes, or it is over. */
  const somethingToDo = async (due: number | null): Promise<void> => {
    const rung = new AbortController()
    const wake = bell.wait(() => rung.abort())
    const end = plan.to === null ? Number.POSITIVE_INFINITY : plan.to + GRACE_MS + 1
    const until = Math.min(due ?? Number.POSITIVE_INFINITY, end, serverClock.now() + IDLE_MS)
    // Stopped from outside: what is held is still printed.
    await deps.clock.sleep(Math.max(PRINT_EVERY_MS, until - serverClock.now()), rung.signal).catch(() => {})
    wake()
  }
  const stopped = () => bell.ring()
  signal.addEventListener('abort', stopped, { once: true })
  try {
    while (!signal.aborted && failed === undefined) {
      yield* release(reorder.release(serverClock.now()), figures)
      figures.completeUntil = completeUntil(readers, plan)
      if (plan.to !== null && serverClock.now() > plan.to + GRACE_MS) break
      await somethingToDo(reorder.nextDue)
    }
    if (failed !== undefined) throw failed
    yield* release(reorder.drain(), figures)
  } finally {
    signal.removeEventListener('abort', stopped)
    ended.abort(new Error('the tail is over'))
    await Promise.all(watches)
  }
}

function* release(
  released: readonly { readonly event: RawLogEvent; readonly late: boolean }[],
  figures: Figures,
): Generator<Batch> {
  for (let from = 0; from < released.length; ) {
    const { late } = released[from]!
    let to = from + 1
    while (to < released.length && released[to]!.late === late) to++
    figures.events += to - from
    if (late) figures.late += to - from
    yield { events: released.slice(from, to).map(({ event }) => event), late }
    from = to
  }
}

const settledPart = (events: readonly RawLogEvent[], until: number): number => {
  let n = events.length
  while (n > 0 && events[n - 1]!.at > until) n--
  return n
}

const completeUntil = (readers: readonly GroupReader[], { to }: TailPlan): number | null => {
  let until = to ?? Number.POSITIVE_INFINITY
  for (const reader of readers) {
    if (reader.completeUntil === null) return null
    until = Math.min(until, reader.completeUntil)
  }
  return until
}

/** Lets one waiter know that something has come. What comes while nobody waits is seen at the next look. */
class Bell {
  private waiter: (() => void) | null = null

  ring(): void {
    this.waiter?.()
  }

  /** Gives a function that ends the waiting. */
  wait(wake: () => void): () => void {
    this.waiter = wake
    return () => {
      this.waiter = null
    }
  }
}

/** Which groups can't be read. One of several is a gap and a note; the last one is the end. */
class Health {
  readonly lost = new Set<string>()
  private readonly total: number
  private readonly deps: TailDeps
  private readonly figures: Figures
  private readonly now: () => number

  constructor(total: number, deps: TailDeps, figures: Figures, now: () => number) {
    this.total = total
    this.deps = deps
    this.figures = figures
    this.now = now
  }

  async *guard<T>(group: string, start: () => AsyncGenerator<T>, signal: AbortSignal): AsyncGenerator<T> {
    try {
      yield* start()
    } catch (error) {
      if (signal.aborted) throw error
      const last = this.lose(group, error)
      if (last !== undefined) throw last
    }
  }

  /** The error where nothing is left to read, else undefined. */
  lose(group: string, error: unknown): unknown {
    this.lost.add(group)
    if (this.lost.size === this.total) return error
    this.figures.gaps.push({
      logGroup: group,
      from: this.now(),
      to: null,
      reason: error instanceof Error ? error.message : String(error),
    })
    this.deps.note({ kind: 'unreadable', group, error })
    return undefined
  }
}
