import type { RawLogEvent } from '../../domain/log-event.ts'
import { Bell } from './bell.ts'
import { completeUntil, type Engine } from './engine.ts'
import { type Following, Slots, watch } from './follow.ts'
import { activeFor, type Pace, pace } from './pace.ts'
import type { Batch } from './tail.ts'

const PAGES_AT_ONCE = 5
/** Lines that are due within this go out together. */
const PRINT_EVERY_MS = 20
/** With nothing to print, the figures and the service's clock are still looked at this often. */
const IDLE_MS = 1_000
/** How long after its `--until` a followed tail waits for what is still on its way. */
const GRACE_MS = 5_000

/** The pace of the moment. How many speak decides how often they are read, and that how long they count as speaking. */
const pacer = ({ readers, deps: { perSecond }, serverClock }: Engine): (() => Pace) => {
  let last = pace(readers.length, 0, perSecond)
  return () => {
    if (perSecond === null) return last
    const now = serverClock.now()
    const within = activeFor(last.active)
    last = pace(readers.length, readers.filter((reader) => reader.isActive(now, within)).length, perSecond)
    return last
  }
}

/**
 * What comes after the history, until the plan's end or until `signal` is aborted (what is held then is still given). `ended` is aborted
 * when it is over: whoever reads has to stop then.
 */
export async function* onward(engine: Engine, signal: AbortSignal, ended: AbortController): AsyncGenerator<Batch> {
  const { plan, deps, figures, readers, health, reorder, feeds, live, clock, serverClock } = engine
  const both = AbortSignal.any([signal, ended.signal])
  let failed: unknown
  const bell = new Bell()
  const onEvents = (events: readonly RawLogEvent[]) => {
    for (const event of events) reorder.push(event, serverClock.now())
    bell.ring()
  }
  const following: Following = {
    clock,
    serverClock,
    pace: pacer(engine),
    slots: new Slots(PAGES_AT_ONCE),
    full: engine.full,
    onEvents,
    onMissing: (group, missing) => {
      deps.note({ kind: missing ? 'missing' : 'appeared', group })
      if (!missing) live?.present(group, true)
    },
    coverage: (group) => live?.coverage(group) ?? null,
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
  const fed = feeds.follow(both, onEvents)
  live?.attach(onEvents)
  for (const { group, missing } of readers) if (!missing) live?.present(group, false)

  /** Until the next held event is due, or something comes, or it is over. */
  const somethingToDo = async (due: number | null): Promise<void> => {
    const rung = new AbortController()
    const wake = bell.wait(() => rung.abort())
    const end = plan.to === null ? Number.POSITIVE_INFINITY : plan.to + GRACE_MS + 1
    const until = Math.min(due ?? Number.POSITIVE_INFINITY, end, serverClock.now() + IDLE_MS)
    // Stopped from outside: what is held is still printed.
    await clock.sleep(Math.max(PRINT_EVERY_MS, until - serverClock.now()), rung.signal).catch(() => {})
    wake()
  }
  const stopped = () => bell.ring()
  signal.addEventListener('abort', stopped, { once: true })
  try {
    while (!signal.aborted && failed === undefined) {
      yield* release(reorder.release(serverClock.now()), engine)
      figures.completeUntil = completeUntil(engine)
      if (plan.to !== null && serverClock.now() > plan.to + GRACE_MS) break
      await somethingToDo(reorder.nextDue)
    }
    if (failed !== undefined) throw failed
    yield* release(reorder.drain(), engine)
  } finally {
    signal.removeEventListener('abort', stopped)
    ended.abort(new Error('the tail is over'))
    await Promise.all([...watches, ...fed])
  }
}

function* release(
  released: readonly { readonly event: RawLogEvent; readonly late: boolean }[],
  { figures, feeds }: Engine,
): Generator<Batch> {
  for (let from = 0; from < released.length; ) {
    const { late } = released[from]!
    let to = from + 1
    while (to < released.length && released[to]!.late === late) to++
    const events = released.slice(from, to).map(({ event }) => event)
    const count = feeds.logEvents(events)
    figures.events += count
    if (late) figures.late += count
    yield { events, late }
    from = to
  }
}
