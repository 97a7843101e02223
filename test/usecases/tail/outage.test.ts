import { describe, expect, it } from 'vitest'
import type { Trouble } from '../../../src/usecases/tail/ask.ts'
import type { HostileOptions } from '../../support/hostile-logs.ts'
import { hostileTail, NOW } from '../../support/hostile-tail.ts'

const OUT = { from: NOW + 20_000, to: NOW + 80_000 }

/** Groups that speak all the time, also while nobody is answered. */
const speaking = (groups: number, why: Trouble): HostileOptions => ({
  groups,
  from: NOW - 5_000,
  to: NOW + 100_000,
  ingestWithinMs: 1_000,
  trouble: 0,
  pageOf: 1_000,
  outages: [{ ...OUT, why }],
})

const whys: readonly Trouble[] = ['transient', 'throttle', 'expired']

describe.each(whys)('after an outage (%s)', (why) => {
  it.each(Array.from({ length: 10 }, (_, seed) => seed))(
    'the lines of all groups are put in order before they are printed (seed %i)',
    async (seed) => {
      const options = speaking(4 + (seed % 7), why)
      const run = await hostileTail(seed, { options, plan: {}, until: NOW + 200_000, rate: 25 })
      expect(run.printed.length).toBe(run.events.length)
      const waited = run.printed.filter(({ at }) => at > OUT.from && at < OUT.to - 2_000)
      expect(waited.length).toBeGreaterThan(30)
      expect(waited.filter(({ late }) => late).length).toBeLessThanOrEqual(1)
      // Whoever asks again half a minute after the last time finds out; from then on it takes seconds.
      expect(Math.max(...waited.map(({ printedAt }) => printedAt))).toBeLessThan(OUT.to + 45_000)
    },
  )
})

it('does not wait for all groups where the rate is too low for it', async () => {
  const options = speaking(60, 'expired')
  const { printed, events } = await hostileTail(1, { options, plan: {}, until: NOW + 200_000, rate: 2 })
  expect(printed.length).toBe(events.length)
  const after = printed.filter(({ printedAt }) => printedAt > OUT.to)
  expect(after[0]!.printedAt).toBeLessThan(OUT.to + 15_000)
})
