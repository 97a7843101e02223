import { describe, expect, it } from 'vitest'
import { noFigures } from '../../../src/usecases/tail/figures.ts'
import { type TailPlan, tail } from '../../../src/usecases/tail/tail.ts'
import { type HostileOptions, hostileLogs } from '../../support/hostile-logs.ts'
import { VirtualClock } from '../../support/virtual-clock.ts'

const NOW = Date.UTC(2026, 10, 24, 12)

const run = async (seed: number, options: HostileOptions, plan: Partial<TailPlan>, until: number) => {
  const clock = new VirtualClock(NOW)
  const server = hostileLogs(seed, clock, options)
  const figures = noFigures()
  const stop = new AbortController()
  const printed: { id: string; at: number; late: boolean }[] = []
  const work = (async () => {
    if (plan.follow !== false) void clock.sleep(until - NOW).then(() => stop.abort(new Error('enough')))
    const full: TailPlan = { groups: server.names, from: options.from, to: null, filter: null, follow: true, overlapMs: 60_000, reorderMs: 2000, ...plan }
    const deps = { ...server, clock, perSecond: 8, note: () => {} }
    for await (const { events, late } of tail(full, deps, figures, stop.signal)) {
      for (const event of events) printed.push({ id: event.id!, at: event.at, late })
    }
  })()
  await clock.run(work)
  return { printed, figures, events: server.events }
}

describe('a followed tail on a bad day', () => {
  const options: HostileOptions = { groups: 6, from: NOW - 120_000, to: NOW + 60_000, ingestWithinMs: 59_000, trouble: 0.1 }
  it.each(Array.from({ length: 60 }, (_, seed) => seed))('prints every event exactly once, the young ones in order (seed %i)', async (seed) => {
    const { printed, figures, events } = await run(seed, options, {}, NOW + 260_000)
    expect(printed.map(({ id }) => id).sort()).toEqual(events.map(({ id }) => id!).sort())
    let newest = Number.NEGATIVE_INFINITY
    for (const { at, late } of printed) {
      if (late) expect(at).toBeLessThan(newest)
      else expect(at).toBeGreaterThanOrEqual(newest)
      newest = Math.max(newest, at)
    }
    expect(figures.events).toBe(events.length)
    expect(figures.late).toBe(printed.filter(({ late }) => late).length)
  })
})

describe('a bounded tail', () => {
  it.each(Array.from({ length: 50 }, (_, seed) => seed))('gives what was there, in order, and ends by itself (seed %i)', async (seed) => {
    const options: HostileOptions = { groups: 4, from: NOW - 600_000, to: NOW - 120_000, ingestWithinMs: 59_000, trouble: 0.1 }
    const { printed, figures, events } = await run(seed, options, { follow: false, to: NOW - 100_000 }, NOW)
    expect(printed.map(({ id }) => id).sort()).toEqual(events.map(({ id }) => id!).sort())
    expect(printed.every(({ at }, n) => n === 0 || at >= printed[n - 1]!.at)).toBe(true)
    expect(figures.completeUntil).toBe(NOW - 100_000)
  })
})
