import { createSession } from '../../src/aws/session.ts'
import { filterLogEvents, pageTrouble } from '../../src/services/logs/filter-log-events.ts'
import { noFigures } from '../../src/usecases/tail/figures.ts'
import { type TailPlan, tail } from '../../src/usecases/tail/tail.ts'
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
}

/** A tail against the hostile service, through the product's own request path, on a clock that jumps from timer to timer. */
export const hostileTail = async (seed: number, { options, plan, until, jumpMs = 0, sockets = false }: HostileRun) => {
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
  const printed: { readonly id: string; readonly at: number; readonly late: boolean }[] = []
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
      note: () => {},
    }
    for await (const { events, late } of tail(full, deps, figures, stop.signal)) {
      for (const event of events) printed.push({ id: event.id!, at: event.at, late })
    }
    stop.abort()
  })()
  await clock.run(work)
  await socket?.close()
  return { printed, figures, events: server.events }
}

const sorted = (ids: readonly (string | null)[]) => [...ids].sort()

/**
 * The promise of a followed tail, for one seed: every event that was ingested within the overlap of its own time comes out exactly
 * once, in time order within the reorder window, and what comes after a younger one is marked late. Throws with the seed otherwise.
 */
export const holdsThePromise = async (seed: number, sockets = false): Promise<void> => {
  const many = !sockets && seed % 200 >= 198
  const options: HostileOptions = {
    groups: many ? 50 : 1 + (seed % 3),
    from: NOW - 20_000,
    to: NOW + 12_000,
    ingestWithinMs: 11_900,
    trouble: (seed % 4) * 0.07,
  }
  const { printed, figures, events } = await hostileTail(seed, {
    options,
    plan: { overlapMs: 12_000 },
    until: NOW + (many ? 240_000 : 75_000),
    jumpMs: seed % 3 === 0 ? 600_000 : 0,
    sockets,
  })
  const [came, ingested] = [sorted(printed.map(({ id }) => id)), sorted(events.map(({ id }) => id))]
  if (came.join() !== ingested.join()) {
    const lost = ingested.filter((id) => !came.includes(id!))
    const twice = came.filter((id, n) => id === came[n + 1])
    throw new Error(
      `seed ${seed}: ${came.length} of ${ingested.length} events; lost ${lost.slice(0, 5)}, twice ${twice.slice(0, 5)}`,
    )
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
