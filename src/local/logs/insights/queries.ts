import type { Plan } from './language.ts'
import type { ScannedEvent } from './row.ts'
import { type QueryOutcome, runQuery } from './run.ts'

export type QueryStatus = 'Scheduled' | 'Running' | 'Complete' | 'Cancelled'

export interface QueryTimes {
  /** How long a query waits, and then how long it runs, in milliseconds of the cloud's clock. */
  readonly scheduledMs: number
  readonly runMs: number
  /** Queries at one time. AWS: 100 in an account. */
  readonly queries: number
}

export const QUERY_TIMES: QueryTimes = { scheduledMs: 150, runMs: 850, queries: 100 }

export interface QueryReport extends QueryOutcome {
  readonly status: QueryStatus
  readonly groups: number
}

/** A query that was started. Its answer is worked out when somebody asks, from the events there were at its start. */
export interface Query {
  readonly id: string
  status(now: number): QueryStatus
  report(now: number): QueryReport
  stop(now: number): void
}

export interface NewQuery {
  readonly id: string
  readonly plan: Plan
  /** Newest first. */
  readonly events: readonly ScannedEvent[]
  readonly groups: number
  readonly limit: number
  readonly startedAt: number
}

const nothing: QueryOutcome = { results: [], matched: 0, scanned: 0, bytes: 0 }

/** While it runs it has gone over as large a share of the events as of its time, and tells what it found in them. */
export const startedQuery = (made: NewQuery, times: QueryTimes): Query => {
  const { id, plan, groups, limit, startedAt } = made
  let events = made.events
  let stoppedAt: number | null = null
  let done: QueryOutcome | null = null
  const passed = (now: number): number => (stoppedAt ?? now) - startedAt
  const status = (now: number): QueryStatus => {
    if (passed(now) >= times.scheduledMs + times.runMs) return 'Complete'
    if (stoppedAt !== null) return 'Cancelled'
    return passed(now) < times.scheduledMs ? 'Scheduled' : 'Running'
  }
  const outcome = (now: number): QueryOutcome => {
    if (done !== null) return done
    const share = (passed(now) - times.scheduledMs) / times.runMs
    if (share < 0) return nothing
    const found = runQuery(plan, share >= 1 ? events : events.slice(0, Math.floor(events.length * share)), limit)
    if (share < 1 && stoppedAt === null) return found
    done = found
    events = []
    return done
  }
  return {
    id,
    status,
    report: (now) => ({ ...outcome(now), status: status(now), groups }),
    stop(now) {
      stoppedAt ??= now
    },
  }
}
