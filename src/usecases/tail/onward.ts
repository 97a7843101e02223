import type { RawLogEvent } from '../../domain/log-event.ts'
import { Bell, RUNG } from './bell.ts'
import { completeUntil, type Engine } from './engine.ts'
import { type Following, follow } from './follow.ts'
import type { GroupReader } from './group-reader.ts'
import { pace } from './pace.ts'
import type { Batch } from './tail.ts'

/** Lines that are due within this go out together. */
const PRINT_EVERY_MS = 20
/** With nothing to print, the figures and the service's clock are still looked at this often. */
const IDLE_MS = 1_000
/** How long after its `--until` a followed tail waits for what is still on its way. */
const GRACE_MS = 5_000
/** And then, at most, for groups that could not be read since. */
const AFTER_AT_MOST_MS = 10_000

/** After an outage the groups are waited for so long, so that their lines stand in order. */
const HOLD_MS = 10_000

/**
 * What comes after the history, until the plan's end or until `signal` is aborted (what is held then is still given). `ended` is aborted
 * when it is over: whoever reads has to stop then.
 */
export async function* onward(engine: Engine, signal: AbortSignal, ended: AbortController): AsyncGenerator<Batch> {
  const { plan, deps, figures, health, reorder, feeds, live, hold, outage, clock, serverClock } = engine
  const readers = engine.readers.filter((reader) => !health.lost.has(reader.group))
  const missing = new Set(readers.filter((reader) => reader.missing))
  const both = AbortSignal.any([signal, ended.signal])
  let failed: unknown
  const bell = new Bell()
  const onEvents = (events: readonly RawLogEvent[]) => {
    for (const event of events) reorder.push(event, serverClock.now())
    bell.ring()
  }
  const onRead = (reader: GroupReader, first: boolean) => {
    const { group } = reader
    hold.told(group)
    const wasMissing = missing.has(reader)
    if (reader.missing) missing.add(reader)
    else missing.delete(reader)
    if (wasMissing !== reader.missing) deps.note({ kind: reader.missing ? 'missing' : 'appeared', group })
    if (!reader.missing && (first || wasMissing)) live?.present(group, wasMissing)
    bell.ring()
  }
  const onLost = (group: string, error: unknown) => {
    hold.told(group)
    failed = health.lose(group, error) ?? failed
    bell.ring()
  }
  const following: Following = {
    clock,
    serverClock,
    pace: pace(readers.length, deps.perSecond),
    from: plan.from,
    outage,
    full: engine.full,
    onEvents,
    onRead,
    onLost,
    coverage: (group) => live?.coverage(group) ?? null,
  }
  outage.onOver = (silentMs) => {
    // Where younger lines have been printed meanwhile, what comes now is late whether it is waited for or not.
    if (reorder.passedUntil > serverClock.now() - silentMs) return
    hold.begin(
      readers.flatMap(({ group }) => (health.lost.has(group) || live?.coverage(group)?.up ? [] : [group])),
      HOLD_MS,
    )
  }
  const followed = follow(readers, following, both)
  const all = readers.every((reader) => reader.unread)
  const fed = feeds.follow(both, onEvents, all ? plan : null)
  live?.attach(onEvents)
  for (const reader of readers) if (!reader.missing && !reader.unread) live?.present(reader.group, false)

  /** All that was there at its `--until` has been read; what the rate or the service delays is not waited for without end. */
  const isOver = (): boolean => {
    const { to } = plan
    const now = serverClock.now()
    if (to === null || now <= to + GRACE_MS) return false
    const round = deps.perSecond === null ? 0 : (readers.length / deps.perSecond) * 1000
    if (now > to + GRACE_MS + Math.max(AFTER_AT_MOST_MS, 2 * round)) return true
    return readers.every(
      ({ group, readAt }) => health.lost.has(group) || live?.coverage(group)?.up || (readAt !== null && readAt > to),
    )
  }

  /** Until the next held event is due, or something comes, or it is over. */
  const somethingToDo = async (due: number | null): Promise<void> => {
    const rung = new AbortController()
    const wake = bell.wait(() => rung.abort(RUNG))
    const now = serverClock.now()
    const end = plan.to === null || plan.to + GRACE_MS < now ? Number.POSITIVE_INFINITY : plan.to + GRACE_MS + 1
    const until = Math.min(due ?? Number.POSITIVE_INFINITY, end, now + IDLE_MS)
    // Stopped from outside: what is held is still printed.
    await clock.sleep(Math.max(PRINT_EVERY_MS, until - serverClock.now()), rung.signal).catch(() => {})
    wake()
  }
  const stopped = () => bell.ring()
  signal.addEventListener('abort', stopped, { once: true })
  try {
    while (!signal.aborted && failed === undefined) {
      if (engine.full()) hold.end()
      const held = hold.left()
      if (held === 0) yield* release(reorder.release(serverClock.now()), engine)
      figures.completeUntil = completeUntil(engine)
      if (isOver()) break
      await somethingToDo(held === 0 ? reorder.nextDue : serverClock.now() + held)
    }
    if (failed !== undefined) throw failed
    yield* release(reorder.drain(), engine)
  } finally {
    signal.removeEventListener('abort', stopped)
    ended.abort(new Error('the tail is over'))
    await Promise.all([followed, ...fed])
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
