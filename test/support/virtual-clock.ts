import type { Clock } from '../../src/domain/clock.ts'

interface Timer {
  readonly at: number
  readonly fire: () => void
}

/** Time that moves only when everybody waits: `run` gives a promise's outcome, jumping from timer to timer. */
export class VirtualClock implements Clock {
  private time: number
  /** How wrong the clock on the wall is; timers do not care. */
  private error = 0
  private timers: Timer[] = []
  private held = 0

  constructor(start: number) {
    this.time = start
  }

  now(): number {
    return this.time + this.error
  }

  /** The true time, which no jump moves. */
  trueNow(): number {
    return this.time
  }

  /** Somebody sets the clock on the wall. */
  jump(ms: number): void {
    this.error += ms
  }

  /** Time stands still while real work is under way that no timer tells of: a socket. */
  async whileHeld<T>(work: () => Promise<T>): Promise<T> {
    this.held++
    try {
      return await work()
    } finally {
      this.held--
    }
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason)
        return
      }
      const abort = () => {
        this.timers = this.timers.filter((other) => other !== timer)
        reject(signal?.reason)
      }
      const fire = () => {
        signal?.removeEventListener('abort', abort)
        resolve()
      }
      const timer: Timer = { at: this.time + Math.max(0, ms), fire }
      this.timers.push(timer)
      signal?.addEventListener('abort', abort, { once: true })
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
      if (this.held > 0) continue
      const next = this.timers.reduce<Timer | undefined>(
        (first, timer) => (first === undefined || timer.at < first.at ? timer : first),
        undefined,
      )
      if (next === undefined) continue
      this.timers = this.timers.filter((timer) => timer !== next)
      this.time = Math.max(this.time, next.at)
      next.fire()
    }
    return outcome
  }
}
