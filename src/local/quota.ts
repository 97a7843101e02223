import { throttled } from './fault-errors.ts'
import type { FaultCall } from './faults.ts'
import type { ServiceError } from './service.ts'

type Refusing = (call: FaultCall) => Promise<ServiceError | null>

export interface CallCounts {
  /** Calls that were let through. */
  readonly served: number
  /** Calls that were answered with a throttling error, by the quota or by a fault. */
  readonly throttled: number
}

export interface CallQuota {
  /** Stands before other refusals: a call that comes too early never gets to them. */
  before(next: Refusing): Refusing
  /** Since the cloud started. */
  counts(): CallCounts
}

/**
 * AWS's quota of FilterLogEvents calls: a bucket that holds `perSecond` calls, and gets as many anew each second. AWS counts per
 * account and region; the embedded cloud is one account in one region. Null: no quota, calls are only counted.
 */
export const filterQuota = (options: { perSecond: number | null; now: () => number }): CallQuota => {
  const { perSecond, now } = options
  const counts = { served: 0, throttled: 0 }
  const most = Math.max(1, perSecond ?? 0)
  let left = most
  let filledAt = now()
  const takes = (): boolean => {
    if (perSecond === null) return true
    const at = now()
    left = Math.min(most, left + (Math.max(0, at - filledAt) / 1000) * perSecond)
    filledAt = at
    if (left < 1) return false
    left -= 1
    return true
  }
  return {
    before: (next) => async (call) => {
      if (call.service !== 'logs' || call.operation !== 'FilterLogEvents') return next(call)
      const refused = throttled('logs')
      const error = takes() ? await next(call) : refused
      if (error === null) counts.served += 1
      else if (error.code === refused.code) counts.throttled += 1
      return error
    },
    counts: () => ({ ...counts }),
  }
}
