import type { Clock } from '../../domain/clock.ts'

/** Milliseconds since it was made, forward only: a clock on the wall that is set back stops it for a moment and no longer. */
export const stopwatch = (clock: Pick<Clock, 'now'>): (() => number) => {
  let last = clock.now()
  let sum = 0
  return () => {
    const now = clock.now()
    if (now > last) sum += now - last
    last = now
    return sum
  }
}
