import type { Clock } from '../domain/clock.ts'
import { isThrottle, isTransient } from './failure.ts'
import type { Environment } from './settings.ts'

/** Figures of the SDKs' standard retry mode. (AWS SDKs reference guide: retry behavior) */
const BASE_MS = 50
const THROTTLE_BASE_MS = 1_000
const LONGEST_MS = 20_000
/** How much longer than our own backoff a `Retry-After` may make us wait. */
const HINT_MS = 5_000
const CAPACITY = 500
const COST = 14
const THROTTLE_COST = 5

/** AWS_MAX_ATTEMPTS, else 3, the first one counted. */
export const maxAttempts = (env: Environment): number => {
  const wanted = Number.parseInt(env['AWS_MAX_ATTEMPTS'] ?? '', 10)
  return wanted > 0 ? wanted : 3
}

export interface RetryOptions {
  readonly clock: Clock
  random(): number
  readonly maxAttempts: number
}

export type RetryKind = 'throttling' | 'transient' | null

/** Null = another attempt would end the same way. */
export const retryKind = (error: unknown): RetryKind =>
  isThrottle(error) ? 'throttling' : isTransient(error) ? 'transient' : null

/** `attempt` is the one that failed, 1 for the first. Full jitter: somewhere from 0 up to the doubled base. */
export const backoffMs = (kind: 'throttling' | 'transient', attempt: number, random: number): number => {
  const base = kind === 'throttling' ? THROTTLE_BASE_MS : BASE_MS
  return Math.floor(random * Math.min(base * 2 ** (attempt - 1), LONGEST_MS))
}

/** `Retry-After` (seconds or a date) or `x-amz-retry-after` (milliseconds) as milliseconds from `now`; null = none. */
export const retryAfterMs = (headers: Readonly<Record<string, string>>, now: number): number | null => {
  const own = Number(headers['x-amz-retry-after'] || Number.NaN)
  if (Number.isFinite(own)) return own
  const value = headers['retry-after']?.trim()
  if (!value) return null
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1000
  const date = Date.parse(value)
  return Number.isNaN(date) ? null : Math.max(0, date - now)
}

/**
 * The standard mode: so many attempts, jittered backoff, and a budget shared by all calls that a failing service
 * empties (500 units; a retry costs 14, one after throttling 5; what a success had cost comes back).
 */
export const createRetries = ({ clock, random, maxAttempts: most }: RetryOptions) => {
  let capacity = CAPACITY

  /** `hint(error)`: what the server's `Retry-After` said, in ms. The error of the last attempt is the one thrown. */
  const run = async <T>(
    attempt: (number: number) => Promise<T>,
    hint: (error: unknown) => number | null,
    signal?: AbortSignal,
  ): Promise<T> => {
    let spent = 0
    for (let number = 1; ; number++) {
      try {
        const result = await attempt(number)
        capacity = Math.min(CAPACITY, capacity + (spent === 0 ? 1 : spent))
        return result
      } catch (error) {
        const kind = signal?.aborted ? null : retryKind(error)
        const cost = kind === 'throttling' ? THROTTLE_COST : COST
        if (kind === null || number >= most || capacity < cost) throw error
        capacity -= cost
        spent = cost
        const own = backoffMs(kind, number, random())
        const asked = hint(error)
        const delay = asked === null ? own : Math.max(own, Math.min(asked, own + HINT_MS))
        if (delay > 0) await clock.sleep(delay, signal)
      }
    }
  }
  return { run, capacity: () => capacity }
}
