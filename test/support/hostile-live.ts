import type { RawLogEvent } from '../../src/domain/log-event.ts'
import type { LiveEnd, LiveItem, OpenLive } from '../../src/usecases/tail/live/open-live.ts'
import { type hostileLogs, seeded } from './hostile-logs.ts'
import type { VirtualClock } from './virtual-clock.ts'

export interface LiveTrouble {
  /** How likely each second is that the session breaks, falls silent, or tells a sample only. */
  readonly trouble: number
  /** Sessions are refused now and then: too many, throttled. */
  readonly refused?: boolean
  /** The first group is of a class that Live Tail does not take. */
  readonly unsupported?: boolean
  /** How long a session lasts, milliseconds; by chance where it is not said. */
  readonly lifeMs?: number
}

/**
 * Live Tail beside the hostile Logs service: tells each second what came in, out of order and without ids, a while after it did. Sessions
 * break with what they had not told yet, fall silent, tell samples, run out, and begin by repeating what the one before has told.
 */
export const hostileLive = (
  server: Pick<ReturnType<typeof hostileLogs>, 'names' | 'events' | 'isThere'>,
  clock: VirtualClock,
  seed: number,
  { trouble, refused = false, unsupported = false, lifeMs }: LiveTrouble,
): OpenLive => {
  const random = seeded(seed + 77)
  const end = (why: LiveEnd, named: readonly string[] = []): LiveItem => ({
    kind: 'end',
    why,
    named,
    error: new Error(why),
  })
  const refusal = (groups: readonly string[]): LiveItem | null => {
    if (refused && random() < 0.2) return end(random() < 0.5 ? 'limit' : 'interrupted')
    const missing = groups.filter((group) => !server.isThere(group, clock.trueNow()))
    if (missing.length > 0) return end('missing', random() < 0.5 ? missing : [])
    return unsupported && groups.includes(server.names[0]!) ? end('unsupported') : null
  }
  const withoutOrder = (events: readonly RawLogEvent[]) =>
    events.map((event) => ({ event: { ...event, id: null }, key: random() })).sort((a, b) => a.key - b.key)

  return async function* (groups, _filter, signal) {
    try {
      await clock.sleep(50 + random() * 1500, signal)
      const no = refusal(groups)
      if (no !== null) {
        yield no
        return
      }
      yield { kind: 'start' }
      const began = clock.trueNow()
      const life = lifeMs ?? 5_000 + random() * 60_000
      const lag = random() < 0.5 ? 0 : random() * 3_000
      let told = began - (random() < 0.3 ? 3_000 : 0)
      while (true) {
        await clock.sleep(900 + random() * 200, signal)
        if (random() < trouble / 4) await clock.sleep(random() * 30_000, signal)
        const until = Math.max(told, clock.trueNow() - lag)
        const came = server.events.filter(
          ({ group, ingestedAt }) => groups.includes(group) && ingestedAt! > told && ingestedAt! <= until,
        )
        told = until
        if (random() < trouble / 2) {
          yield end('interrupted')
          return
        }
        if (clock.trueNow() - began > life) {
          yield end('timeout')
          return
        }
        const events = withoutOrder(came).map(({ event }) => event)
        const sampled = random() < trouble / 2
        yield { kind: 'update', events: sampled ? events.filter(() => random() < 0.5) : events, sampled }
      }
    } catch (error) {
      if (!signal.aborted) throw error
    }
  }
}
