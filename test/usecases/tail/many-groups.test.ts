import { describe, expect, it } from 'vitest'
import type { HostileOptions } from '../../support/hostile-logs.ts'
import { hostileTail, NOW } from '../../support/hostile-tail.ts'

const RATE = 2.5

const options: HostileOptions = {
  groups: 100,
  from: NOW - 60_000,
  to: NOW + 60_000,
  ingestWithinMs: 500,
  trouble: 0,
  pageOf: 1_000,
}

describe('a hundred groups at 2.5 requests a second', () => {
  it('has the first lines after seconds, says that the history takes longer, and shows every line in the end', async () => {
    const run = await hostileTail(1, {
      options,
      plan: {},
      until: NOW + 250_000,
      rate: RATE,
    })
    expect(run.notes).toContainEqual({ kind: 'slow-history', groups: 100, ms: 40_000 })
    expect(run.printed[0]!.printedAt).toBeLessThan(NOW + 2_500)
    expect(run.printed.length).toBe(run.events.length)
    const waits = run.printed.map(({ event, printedAt }) => printedAt - Math.max(NOW, event.ingestedAt!))
    // With the empty pages on the way a round of all groups takes 57 s at this rate; though some are read more often, nobody waits twice.
    expect(Math.max(...waits)).toBeLessThan(85_000)
  })

  it('stops at its end when every group has been read since', async () => {
    const run = await hostileTail(2, { options, plan: { to: NOW + 20_000 }, until: NOW + 250_000, rate: RATE })
    const wanted = run.events.filter(({ at }) => at <= NOW + 20_000)
    expect(run.printed.length).toBe(wanted.length)
    expect(run.figures.completeUntil).toBeLessThanOrEqual(NOW + 20_000)
  })

  it('stands in order where it does not follow', async () => {
    const run = await hostileTail(3, { options, plan: { follow: false, to: NOW }, until: NOW, rate: RATE })
    expect(run.printed.some(({ late }) => late)).toBe(false)
    expect(run.printed.every(({ at }, n) => n === 0 || at >= run.printed[n - 1]!.at)).toBe(true)
  })
})

describe('few groups', () => {
  it('are asked no more often than their tick, however high the rate', async () => {
    const asked: number[] = []
    const quiet = { groups: 1, from: NOW - 60_000, to: NOW - 60_000, ingestWithinMs: 0, trouble: 0, pageOf: 1_000 }
    await hostileTail(4, {
      options: quiet,
      plan: {},
      until: NOW + 60_000,
      rate: 25,
      begin: (server) => {
        server.events.length = 0
        server.appearsAt.set(server.names[0]!, 0)
      },
      onAsk: (at) => void asked.push(at),
    })
    expect(asked.length).toBeGreaterThan(15)
    expect(asked.length).toBeLessThanOrEqual(2 + 60_000 / 3_000)
  })
})
