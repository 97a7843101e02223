import { describe, expect, it } from 'vitest'
import type { LiveItem, OpenLive } from '../../../src/usecases/tail/live/open-live.ts'
import type { TailPlan } from '../../../src/usecases/tail/tail.ts'
import { hostileLive, type LiveTrouble } from '../../support/hostile-live.ts'
import type { HostileOptions } from '../../support/hostile-logs.ts'
import { hostileTail, NOW } from '../../support/hostile-tail.ts'
import type { VirtualClock } from '../../support/virtual-clock.ts'

const quiet: HostileOptions = {
  groups: 3,
  from: NOW - 20_000,
  to: NOW + 120_000,
  ingestWithinMs: 3_000,
  trouble: 0,
  equalLines: true,
}

const tailOver = async (
  seed: number,
  live: (seed: number) => LiveTrouble,
  { options = quiet, plan = {} }: { options?: HostileOptions; plan?: Partial<TailPlan> } = {},
) => {
  const opened: (readonly string[])[] = []
  const run = await hostileTail(seed, {
    options,
    plan,
    until: NOW + 200_000,
    live: (server, clock) => {
      const open = hostileLive(server, clock, seed, live(seed))
      return (groups, filter, signal) => {
        opened.push(groups)
        return open(groups, filter, signal)
      }
    },
  })
  return { ...run, opened }
}

/** How long after it came in (and after the tail began) a line stood there, the slowest one. Milliseconds. */
const slowest = ({ printed }: Awaited<ReturnType<typeof hostileTail>>): number =>
  Math.max(...printed.map(({ event, printedAt }) => printedAt - Math.max(event.ingestedAt!, NOW + 5_000)))

const seeds = Array.from({ length: 20 }, (_, seed) => seed)

describe('a tail over Live Tail', () => {
  it('shows a line soon after it came in, though its groups are read once a minute', async () => {
    const run = await tailOver(4, () => ({ trouble: 0, lifeMs: 3 * 3_600_000 }))
    expect(slowest(run)).toBeLessThan(7_000)
    expect(run.printed.length).toBe(run.events.length)
    // From the session, not from a read.
    const told = run.printed.filter(({ event }) => event.id === null && event.ingestedAt! > NOW + 5_000)
    expect(told.length).toBe(run.events.filter(({ ingestedAt }) => ingestedAt! > NOW + 5_000).length)
    expect(run.figures).toMatchObject({ liveMinutes: 4 })
    expect(run.opened).toEqual([run.groups])
  })

  it.each(seeds)('reads what a session missed soon after it broke, fell short or ran out (seed %i)', async (seed) => {
    const run = await tailOver(seed, () => ({ trouble: 0.2, lifeMs: 40_000 }))
    expect(run.printed.length).toBe(run.events.length)
    // A session that has fallen silent is given up after 15 s.
    expect(slowest(run)).toBeLessThan(27_000)
  })
})

/** Sessions by a script: what each is told before it goes on for ever with nothing. */
const scripted =
  (script: (groups: readonly string[], nth: number) => LiveItem | null) =>
  (_: unknown, clock: VirtualClock): OpenLive => {
    let nth = 0
    return async function* (groups, _filter, signal) {
      const end = script(groups, nth++)
      await clock.sleep(100, signal)
      if (end !== null) {
        yield end
        return
      }
      yield { kind: 'start' }
      while (!signal.aborted) {
        await clock.sleep(1000, signal).catch(() => {})
        yield { kind: 'update', events: [], sampled: false }
      }
    }
  }

const end = (why: Extract<LiveItem, { kind: 'end' }>['why'], named: readonly string[] = []): LiveItem => ({
  kind: 'end',
  why,
  named,
  error: new Error(`it is ${why}`),
})

const scriptedTail = (groups: number, script: (groups: readonly string[], nth: number) => LiveItem | null) => {
  const opened: (readonly string[])[] = []
  const recording = (asked: readonly string[], nth: number) => {
    opened.push(asked)
    return script(asked, nth)
  }
  const options = { ...quiet, groups, to: NOW + 10_000 }
  return hostileTail(5, { options, plan: {}, until: NOW + 100_000, live: scripted(recording) }).then((run) => ({
    ...run,
    opened,
  }))
}

const liveNotes = (notes: readonly { readonly kind: string }[]) =>
  notes.filter(({ kind }) => kind === 'live' || kind === 'live-off')

describe('sessions', () => {
  it('have ten groups at most, and say how many they are', async () => {
    const { opened, notes } = await scriptedTail(23, () => null)
    expect(opened.slice(0, 3).map((groups) => groups.length)).toEqual([10, 10, 3])
    expect(liveNotes(notes)).toEqual([{ kind: 'live', sessions: 3, groups: 23 }])
  })

  it('that there are too many of are tried each minute, said once; their groups are polled', async () => {
    const { opened, notes, printed, events } = await scriptedTail(13, () => end('limit'))
    expect(opened.length).toBe(4)
    expect(liveNotes(notes)).toEqual([
      { kind: 'live-off', why: 'limit', groups: [...new Set(opened.flat())], error: expect.any(Error) },
    ])
    expect(printed.length).toBe(events.length)
  })

  it('that are not allowed are not asked for again', async () => {
    const { opened, notes } = await scriptedTail(3, () => end('denied'))
    expect(opened.length).toBe(1)
    expect(liveNotes(notes)).toMatchObject([{ kind: 'live-off', why: 'denied' }])
  })

  it.each([
    ['is named', 1],
    ['has to be found', 7],
  ])('leave out a group that is not supported, which %s', async (how, triedAtMost) => {
    const bad = '/aws/lambda/fn-4'
    const { opened, notes, printed, events } = await scriptedTail(9, (groups) =>
      groups.includes(bad) ? end('unsupported', how === 'is named' ? [bad] : []) : null,
    )
    expect(opened.at(-1)).toEqual(opened[0]!.filter((group) => group !== bad))
    expect(opened.length - 1).toBeLessThanOrEqual(triedAtMost)
    expect(liveNotes(notes)).toEqual([
      { kind: 'live', sessions: 1, groups: 8 },
      { kind: 'live-off', why: 'unsupported', groups: [bad], error: expect.any(Error) },
    ])
    expect(printed.length).toBe(events.length)
  })

  it('take a group that has come into being', async () => {
    const seen: string[] = []
    const options = { ...quiet, groups: 12 }
    const run = await hostileTail(3, {
      options,
      plan: {},
      until: NOW + 200_000,
      live: (server, clock) => {
        const open = hostileLive(server, clock, 3, { trouble: 0, lifeMs: 3 * 3_600_000 })
        return (groups, filter, signal) => {
          seen.push(groups.join())
          return open(groups, filter, signal)
        }
      },
    })
    const appeared = run.notes.flatMap((note) => (note.kind === 'appeared' ? [note.group] : []))
    expect(appeared.length).toBeGreaterThan(0)
    for (const group of appeared) expect(seen.at(-1)!.includes(group) || seen.at(-2)!.includes(group)).toBe(true)
    expect(run.printed.length).toBe(run.events.length)
  })

  it('that break at once are begun more and more seldom, as each is billed', async () => {
    let n = 0
    const { figures, opened } = await hostileTail(5, {
      options: { ...quiet, groups: 1, to: NOW + 10_000 },
      plan: {},
      until: NOW + 300_000,
      live: (_, clock) =>
        async function* (_groups, _filter, signal) {
          n++
          await clock.sleep(50, signal)
          yield { kind: 'start' }
          yield end('interrupted')
        },
    }).then((run) => ({ ...run, opened: n }))
    expect(opened).toBeLessThan(14)
    expect(figures.liveMinutes).toBe(opened)
    expect(figures.reconnects).toBeGreaterThanOrEqual(opened)
  })

  it('that can not be reached are told of after three times', async () => {
    const { notes } = await scriptedTail(2, () => end('interrupted'))
    expect(liveNotes(notes)).toMatchObject([{ kind: 'live-off', why: 'unreachable' }])
  })
})
