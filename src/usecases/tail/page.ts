import type { RawLogEvent } from '../../domain/log-event.ts'

/** One question to one log group. Times are epoch milliseconds, inclusive. (CloudWatch Logs API: FilterLogEvents.) */
export interface PageRequest {
  readonly group: string
  readonly from: number
  /** Null while following: the service's own now. */
  readonly to: number | null
  /** CloudWatch filter pattern, matched by the service. */
  readonly filter: string | null
  /** Where the page before ended; null for the first. */
  readonly token: string | null
}

export interface Page {
  /** In the order of the service: by time, then by ingestion. */
  readonly events: readonly RawLogEvent[]
  /** Pages may be empty and still have one; only null means the end. */
  readonly next: string | null
  /** The service's own clock, from its Date header. */
  readonly serverNow: number | null
}

/**
 * Asks for one page, within the account's rate. Rejects with the service's error: `ResourceNotFoundException` for a group that is
 * not there (yet), others as they are; what a retry could cure has been retried already.
 */
export type FetchPage = (request: PageRequest, signal: AbortSignal, urgency: Urgency) => Promise<Page>

/** Who goes first when the rate is short: 0 is soonest. */
export type Urgency = 0 | 1
