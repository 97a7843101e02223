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

export interface HostileRun {
  readonly options: HostileOptions
  readonly plan: Partial<TailPlan>
  /** When a followed tail is stopped. */
  readonly until: number
  /** The clock on the wall is set wrong now and then, by at most this. */
  readonly jumpMs?: number
  /** Over real sockets instead of in memory. */
  readonly sockets?: boolean
  readonly feeds?: readonly Feed[]
  /** Live Tail is there too. */
  readonly live?: (server: ReturnType<typeof hostileLogs>, clock: VirtualClock) => OpenLive
}

/** What a line is to a reader, who sees no ids: two events may have the same. */
export const lineOf = ({ group, at, message }: RawLogEvent): string => `${group} ${at} ${message}`

/** A tail against the hostile service, through the product's own request path, on a clock that jumps from timer to timer. */
export const hostileTail = async (seed: number, run: HostileRun) => {
  const { options, plan, until, jumpMs = 0, sockets = false, live, feeds = [] } = run
  const clock = new VirtualClock(NOW)
  const server = hostileLogs(seed, clock, { ...options, instant: sockets })
  const socket = sockets ? await hostileSocket(server, clock) : null
  const random = seeded(seed + 1)
  const session = await createSession({
    env: { AWS_REGION: 'eu-central-1', AWS_ACCESS_KEY_ID: 'AKIAHOSTILE', AWS_SECRET_ACCESS_KEY: 'secret' },
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
      reorderMs: 2000,
      transport: live === undefined ? 'poll' : 'live',
      ...plan,
    }
    const deps = {
      fetchPage: (request: Parameters<typeof server.fetchPage>[0], signal: AbortSignal, urgency: number) =>
        filterLogEvents(session, { ...request, priority: -urgency }, signal),
      trouble: pageTrouble,
      random,
      clock,
      authTimeoutMs: null,
      perSecond: options.groups > 10 ? 40 : 2,
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
  return { printed, figures, notes, events: server.events, groups: server.names }
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
  keptPromise(
    seed,
    await hostileTail(seed, {
      options: badDay(seed, many),
      plan: { overlapMs: 12_000 },
      until: NOW + (many ? 240_000 : 75_000),
      jumpMs: seed % 3 === 0 ? 600_000 : 0,
      sockets,
    }),
  )
}

/** The same, with Live Tail sessions that break, tell samples or tell twice, and that there is not always room for. */
export const holdsThePromiseLive = async (seed: number): Promise<void> => {
  const many = seed % 100 >= 98
  const troubles = { trouble: (seed % 5) * 0.05, refused: seed % 2 === 0, unsupported: seed % 7 === 0 }
  keptPromise(
    seed,
    await hostileTail(seed, {
      options: { ...badDay(seed, many), equalLines: true },
      plan: { overlapMs: 12_000 },
      until: NOW + (many ? 300_000 : 130_000),
      jumpMs: seed % 3 === 0 ? 600_000 : 0,
      live: (server, clock) => hostileLive(server, clock, seed, troubles),
    }),
  )
}

const badDay = (seed: number, many: boolean): HostileOptions => ({
  groups: many ? 50 : 1 + (seed % 3),
  from: NOW - 20_000,
  to: NOW + 12_000,
  ingestWithinMs: 11_900,
  trouble: (seed % 4) * 0.07,
})

const keptPromise = (seed: number, { printed, figures, events }: Awaited<ReturnType<typeof hostileTail>>): void => {
  const [came, ingested] = [counted(printed.map(({ event }) => event)), counted(events)]
  const off = [...new Set([...came.keys(), ...ingested.keys()])].filter((line) => came.get(line) !== ingested.get(line))
  if (off.length > 0) {
    const told = off.slice(0, 5).map((line) => `"${line}" ${came.get(line) ?? 0} of ${ingested.get(line) ?? 0} times`)
    throw new Error(`seed ${seed}: ${printed.length} of ${events.length} events; ${told.join(', ')}`)
  }
  let newest = Number.NEGATIVE_INFINITY
  for (const { at, late } of printed) {
    if (late ? at >= newest : at < newest)
      throw new Error(`seed ${seed}: an event of ${at} after ${newest}, late: ${late}`)
    newest = Math.max(newest, at)
  }
  const late = printed.filter((event) => event.late).length
  if (figures.events !== events.length || figures.late !== late) {
    throw new Error(
      `seed ${seed}: the closing line says ${figures.events} events, ${figures.late} late; it was ${events.length}, ${late}`,
    )
  }
}

const counted = (events: readonly RawLogEvent[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>()
  for (const event of events) counts.set(lineOf(event), (counts.get(lineOf(event)) ?? 0) + 1)
  return counts
}
