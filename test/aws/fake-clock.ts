import type { Clock } from '../../src/domain/clock.ts'

/** A clock that jumps over every sleep at once, and remembers them. */
export const jumpingClock = (
  start = 1_764_000_000_000,
): Clock & { readonly slept: number[]; advance(ms: number): void } => {
  let time = start
  const slept: number[] = []
  return {
    now: () => time,
    slept,
    advance: (ms) => {
      time += ms
    },
    sleep: async (ms, signal) => {
      signal?.throwIfAborted()
      slept.push(ms)
      time += ms
      await Promise.resolve()
      signal?.throwIfAborted()
    },
  }
}
