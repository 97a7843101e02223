import { createSession } from '../../src/aws/session.ts'
import type { RawLogEvent } from '../../src/domain/log-event.ts'
import { filterLogEvents, pageTrouble } from '../../src/services/logs/filter-log-events.ts'
import type { Feed } from '../../src/usecases/tail/feed.ts'
import { noFigures } from '../../src/usecases/tail/figures.ts'
import type { OpenLive } from '../../src/usecases/tail/live/open-live.ts'
import { type TailNote, type TailPlan, tail } from '../../src/usecases/tail/tail.ts'
import { hostileLive } from './hostile-live.ts'
import { type HostileOptions, hostileLogs, seeded } from './hostile-logs.ts'
import { hostileSocket, hostileWire } from './hostile-wire.ts'
import { VirtualClock } from './virtual-clock.ts'

export const NOW = Date.UTC(2026, 10, 24, 12)
const REORDER_MS = 2_000

export interface HostileRun {
  readonly options: HostileOptions
  readonly plan: Partial<TailPlan>
  /** When a followed tail is stopped. */
  readonly until: number
  /** Requests a second that the tail is held to; not at all unless it is said. */
  readonly rate?: number
  /** The clock on the wall is set wrong now and then, by at most this. */
  readonly jumpMs?: number
  /** Over real sockets instead of in memory. */
  readonly sockets?: boolean
  readonly feeds?: readonly Feed[]
  /** The service before the tail begins. */
  readonly begin?: (server: ReturnType<typeof hostileLogs>, clock: VirtualClock) => void
  /** A page is asked for. True time. */
  readonly onAsk?: (at: number) => void
  /** Live Tail is there too. */
  readonly live?: (server: ReturnType<typeof hostileLogs>, clock: VirtualClock) => OpenLive
}

/** What a line is to a reader, who sees no ids: two events may have the same. */
export const lineOf = ({ group, at, message }: RawLogEvent): string => `${group} ${at} ${message}`

/** A tail against the hostile service, through the product's own request path, on a clock that jumps from timer to timer. */
export const hostileTail = async (seed: number, run: HostileRun) => {
  const { options, plan, until, jumpMs = 0, rate, sockets = false, live, feeds = [] } = run
  const clock = new VirtualClock(NOW)
  const server = hostileLogs(seed, clock, { ...options, instant: sockets })
  run.begin?.(server, clock)
  const socket = sockets ? await hostileSocket(server, clock) : null
  const random = seeded(seed + 1)
  const session = await createSession({
    env: {
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'AKIAHOSTILE',
      AWS_SECRET_ACCESS_KEY: 'secret',
      SLSOPS_LOGS_RATE: String(rate ?? ''),
    },
    endpointUrl: socket?.endpoint ?? 'http://127.0.0.1:9',
    home: '/nowhere',
    now: () => clock.now(),
    wire: { clock, random, transport: socket?.transport ?? hostileWire(server, clock) },
  })
  const figures = noFigures()
  const stop = new AbortController()
  const printed: Printed[] = []
  const notes: TailNote[] = []
  const jumps = async () => {
    while (jumpMs > 0 && !stop.signal.aborted) {
      await clock.sleep(5_000 + random() * 30_000, stop.signal)
      clock.jump((random() * 2 - 1) * jumpMs)
    }
  }
  const work = (async () => {
    if (plan.follow !== false) void clock.sleep(until - NOW).then(() => stop.abort(new Error('enough')))
    jumps().catch(() => {})
    const full: TailPlan = {
      groups: server.names,
      from: options.from,
      to: null,
      filter: null,
      follow: true,
      overlapMs: 60_000,
      reorderMs: REORDER_MS,
      transport: live === undefined ? 'poll' : 'live',
      ...plan,
    }
    const deps = {
      fetchPage: (request: Parameters<typeof server.fetchPage>[0], signal: AbortSignal, urgency: number) => {
        run.onAsk?.(clock.trueNow())
        return filterLogEvents(session, { ...request, priority: -urgency }, signal)
      },
      trouble: pageTrouble,
      random,
      clock,
      authTimeoutMs: null,
      perSecond: rate ?? (options.groups > 10 ? 40 : 2),
      feeds,
      note: (note: TailNote) => void notes.push(note),
      ...(live === undefined ? {} : { openLive: live(server, clock) }),
    }
    for await (const { events, late } of tail(full, deps, figures, stop.signal)) {
      for (const event of events) printed.push({ event, at: event.at, late, printedAt: clock.trueNow() })
    }
    stop.abort()
  })()
  await clock.run(work)
  await socket?.close()
  return {
    printed,
    figures,
    notes,
    reorderMs: plan.reorderMs ?? REORDER_MS,
    jumped: jumpMs > 0,
    server,
    events: server.events,
    groups: server.names,
  }
}

export interface Printed {
  readonly event: RawLogEvent
  readonly at: number
  readonly late: boolean
  /** True time. */
  readonly printedAt: number
}

/**
 * The promise of a followed tail, for one seed: every event that was ingested within the overlap of its own time comes out exactly
 * once, in time order within the reorder window, and what comes after a younger one is marked late. Throws with the seed otherwise.
 */
export const holdsThePromise = async (seed: number, sockets = false): Promise<void> => {
  const many = !sockets && seed % 200 >= 198
  // Not all groups can be read in a few seconds, at these rates: their history is not waited for.
  const slow = many ? seed % 200 === 198 : seed % 7 === 3
  const rate = many ? (slow ? 9 : 40) : slow ? 1.1 : 10
  const day = badDay(seed, many ? 50 : slow ? 6 : 1 + (seed % 3))
  const run = await hostileTail(seed, {
    options: slow || many ? { ...day, pageOf: 60 } : day,
    plan: { overlapMs: 12_000 },
    until: NOW + (many ? 240_000 : slow ? 300_000 : 75_000) + (day.outages?.length ? 40_000 : 0),
    rate,
    jumpMs: seed % 3 === 0 ? 600_000 : 0,
    sockets,
  })
  keptPromise(seed, run, !sockets)
}

/** The same, with Live Tail sessions that break, tell samples or tell twice, and that there is not always room for. */
export const holdsThePromiseLive = async (seed: number): Promise<void> => {
  const many = seed % 100 >= 98
  const troubles = { trouble: (seed % 5) * 0.05, refused: seed % 2 === 0, unsupported: seed % 7 === 0 }
  const run = await hostileTail(seed, {
    options: { ...badDay(seed, many ? 50 : 1 + (seed % 3)), equalLines: true },
    plan: { overlapMs: 12_000 },
    until: NOW + (many ? 300_000 : 150_000),
    jumpMs: seed % 3 === 0 ? 600_000 : 0,
    live: (server, clock) => hostileLive(server, clock, seed, troubles),
  })
  keptPromise(seed, run, true)
}

const badDay = (seed: number, groups: number): HostileOptions => {
  const random = seeded(seed + 2)
  const from = NOW - 2_000 + random() * 14_000
  const why = (['transient', 'throttle', 'expired'] as const)[Math.floor(random() * 3)]!
  return {
    groups,
    from: NOW - 20_000,
    to: NOW + 12_000,
    ingestWithinMs: 11_900,
    trouble: (seed % 4) * 0.07,
    vanish: seed % 2 === 0 ? 0 : 0.4,
    outages: seed % 5 === 0 ? [{ from, to: from + random() * 25_000, why }] : [],
  }
}

/**
 * `exact`: what an answer brought is sure to have arrived. What was deleted with its group is printed once if an answer had brought it,
 * or a live session may have told it, and never otherwise.
 */
const keptPromise = (seed: number, run: Awaited<ReturnType<typeof hostileTail>>, exact: boolean): void => {
  const { printed, figures, events, server } = run
  const came = counted(printed.map(({ event }) => event))
  const most = counted(events)
  const least = counted(
    events.filter((event) => !server.isDeleted(event) || (exact && server.delivered.has(event.id!))),
  )
  const off = [...new Set([...came.keys(), ...most.keys()])].filter((line) => {
    const count = came.get(line) ?? 0
    return count < (least.get(line) ?? 0) || count > (most.get(line) ?? 0)
  })
  if (off.length > 0) {
    const told = off.slice(0, 5).map((line) => `"${line}" ${came.get(line) ?? 0} of ${most.get(line) ?? 0} times`)
    throw new Error(`seed ${seed}: ${printed.length} of ${events.length} events; ${told.join(', ')}`)
  }
  let newest = Number.NEGATIVE_INFINITY
  for (const { event, at, late } of printed) {
    const after = (event.id === null ? undefined : server.delivered.get(event.id)) ?? Number.POSITIVE_INFINITY
    // Where the clock on the wall is right it is known to the millisecond.
    if (late && exact && !run.jumped && after < at + run.reorderMs)
      throw new Error(`seed ${seed}: an event of ${at} is late, though an answer brought it ${after - at} ms after`)
    if (late ? at >= newest : at < newest)
      throw new Error(`seed ${seed}: an event of ${at} after ${newest}, late: ${late}`)
    newest = Math.max(newest, at)
  }
  const late = printed.filter((event) => event.late).length
  if (figures.events !== printed.length || figures.late !== late) {
    throw new Error(
      `seed ${seed}: the closing line says ${figures.events} events, ${figures.late} late; it was ${printed.length}, ${late}`,
    )
  }
}

const counted = (events: readonly RawLogEvent[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>()
  for (const event of events) counts.set(lineOf(event), (counts.get(lineOf(event)) ?? 0) + 1)
  return counts
}
