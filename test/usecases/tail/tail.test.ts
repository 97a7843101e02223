import { describe, expect, it } from 'vitest'
import type { HostileOptions } from '../../support/hostile-logs.ts'
import { holdsThePromise, hostileTail, NOW } from '../../support/hostile-tail.ts'

describe('a followed tail on a bad day', () => {
  it('keeps its promise over real sockets, cut in the middle of a body (50 seeds)', { timeout: 60_000 }, async () => {
    for (let seed = 0; seed < 50; seed++) await holdsThePromise(100_000 + seed, true)
  })
})

describe('a bounded tail', () => {
  it.each(Array.from({ length: 50 }, (_, seed) => seed))(
    'gives what was there, in order, and ends by itself (seed %i)',
    async (seed) => {
      const options: HostileOptions = {
        groups: 4,
        from: NOW - 600_000,
        to: NOW - 120_000,
        ingestWithinMs: 59_000,
        trouble: 0.1,
      }
      const { printed, figures, events } = await hostileTail(seed, {
        options,
        plan: { follow: false, to: NOW - 100_000 },
        until: NOW,
      })
      expect(printed.map(({ event }) => event.id).sort()).toEqual(events.map(({ id }) => id).sort())
      expect(printed.every(({ at }, n) => n === 0 || at >= printed[n - 1]!.at)).toBe(true)
      expect(figures.completeUntil).toBe(NOW - 100_000)
    },
  )
})
