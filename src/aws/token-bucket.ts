import type { Clock } from '../domain/clock.ts'

export interface TokenBucket {
  /**
   * Resolves when a request may go. Higher priority first, then first come, first served. Rejects with the signal's
   * reason when it is aborted; a place in the queue that was given up costs nothing.
   */
  take(signal?: AbortSignal, priority?: number): Promise<void>
  /** AWS throttled a call: half the rate from now, and a slow climb back. Several within a second count once. */
  throttled(): void
  /** Requests a second that it gives at this moment. */
  rate(): number
}

/** For endpoints that are not AWS's: no quota to hold. */
export const freeBucket: TokenBucket = {
  take: async (signal) => signal?.throwIfAborted(),
  throttled: () => {},
  rate: () => Number.POSITIVE_INFINITY,
}

/** A throttled bucket regains this part of its full rate each second, so half of it is back after 10 s. */
const CLIMB_PER_SECOND = 0.05
/** However often AWS throttles, one request in this many of the full rate still goes. */
const FLOOR = 1 / 16
const SAME_THROTTLE_MS = 1_000

interface Waiter {
  readonly priority: number
  readonly go: () => void
}

/**
 * `perSecond` tokens a second; at most half a second's worth (and at least one) is saved up, so that a burst after a
 * pause stays well below AWS's quota too.
 */
export const createBucket = ({ perSecond, clock }: { perSecond: number; clock: Clock }): TokenBucket => {
  const capacity = Math.max(1, perSecond / 2)
  let tokens = capacity
  let filledAt = clock.now()
  let loweredTo = perSecond
  let loweredAt = Number.NEGATIVE_INFINITY
  const queue: Waiter[] = []
  let pumping = false
  let waking = new AbortController()

  const rateAt = (now: number): number => {
    const climbed = loweredTo + Math.max(0, (now - loweredAt) / 1000) * CLIMB_PER_SECOND * perSecond
    return Math.min(perSecond, climbed)
  }
  const fill = () => {
    const now = clock.now()
    // A clock that was set back adds nothing and takes nothing.
    const passed = Math.max(0, now - filledAt)
    tokens = Math.min(capacity, tokens + (passed / 1000) * rateAt(now))
    filledAt = now
  }
  const pump = async () => {
    if (pumping) return
    pumping = true
    try {
      while (queue.length > 0) {
        fill()
        // The rounding of a sleep must not turn into a second one.
        if (tokens < 1 - 1e-6) {
          const { signal } = waking
          await clock.sleep(Math.ceil(((1 - tokens) / rateAt(clock.now())) * 1000), signal).catch((error: unknown) => {
            if (!signal.aborted) throw error
          })
          continue
        }
        tokens -= 1
        queue.shift()!.go()
      }
    } finally {
      pumping = false
    }
  }

  return {
    take: (signal, priority = 0) => {
      if (signal?.aborted) return Promise.reject(signal.reason)
      fill()
      if (queue.length === 0 && tokens >= 1) {
        tokens -= 1
        return Promise.resolve()
      }
      return new Promise((resolve, reject) => {
        const leave = () => {
          const at = queue.indexOf(waiter)
          if (at >= 0) queue.splice(at, 1)
          reject(signal?.reason)
          // Nobody waits any more: the pump's sleep must not keep the process alive.
          if (queue.length === 0) {
            waking.abort()
            waking = new AbortController()
          }
        }
        const waiter: Waiter = {
          priority,
          go: () => {
            signal?.removeEventListener('abort', leave)
            resolve()
          },
        }
        const before = queue.findIndex((other) => other.priority < priority)
        queue.splice(before < 0 ? queue.length : before, 0, waiter)
        signal?.addEventListener('abort', leave, { once: true })
        pump().catch(reject)
      })
    },
    throttled: () => {
      const now = clock.now()
      if (now - loweredAt < SAME_THROTTLE_MS) return
      loweredTo = Math.max(perSecond * FLOOR, rateAt(now) / 2)
      loweredAt = now
      fill()
      tokens = Math.min(tokens, 0)
    },
    rate: () => rateAt(clock.now()),
  }
}
