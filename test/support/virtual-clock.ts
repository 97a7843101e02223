import type { Clock } from '../../src/domain/clock.ts'

interface Timer {
  readonly at: number
  readonly fire: () => void
}

/** Time that moves only when everybody waits: `run` gives a promise's outcome, jumping from timer to timer. */
export class VirtualClock implements Clock {
  private time: number
  private timers: Timer[] = []

  constructor(start: number) {
    this.time = start
  }

  now(): number {
    return this.time
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason)
        return
      }
      const timer: Timer = { at: this.time + Math.max(0, ms), fire: resolve }
      this.timers.push(timer)
      signal?.addEventListener(
        'abort',
        () => {
          this.timers = this.timers.filter((other) => other !== timer)
          reject(signal.reason)
        },
        { once: true },
      )
    })
  }

  async run<T>(work: Promise<T>): Promise<T> {
    let over = false
    const outcome = work.finally(() => {
      over = true
    })
    outcome.catch(() => {})
    while (!over) {
      await new Promise((resolve) => setImmediate(resolve))
      if (over) break
      const next = this.timers.reduce<Timer | undefined>((first, timer) => (first === undefined || timer.at < first.at ? timer : first), undefined)
      if (next === undefined) continue
      this.timers = this.timers.filter((timer) => timer !== next)
      this.time = Math.max(this.time, next.at)
      next.fire()
    }
    return outcome
  }
}
