import type { Session } from '../../aws/session.ts'
import { xrayCall } from './call.ts'
import { type FoundTrace, summaryFacts, type WireSummary } from './summary-facts.ts'

/** X-Ray API: GetTraceSummaries. Times are epoch milliseconds; at most six hours lie between them. */
export interface SummariesAsked {
  readonly from: number
  readonly to: number
  /** Null = every trace of the region. */
  readonly expression: string | null
  readonly token: string | null
}

export interface SummariesPage {
  readonly found: readonly FoundTrace[]
  readonly next: string | null
  /** Traces that X-Ray went over for this page. */
  readonly processed: number
}

/** One page of the traces that were active in a window: also those that began before it. Rejects with a Problem. */
export const traceSummaries = async (
  session: Session,
  { from, to, expression, token }: SummariesAsked,
  signal?: AbortSignal,
): Promise<SummariesPage> => {
  const answer = await xrayCall<{
    readonly TraceSummaries?: readonly WireSummary[]
    readonly TracesProcessedCount?: number
    readonly NextToken?: string | null
  }>(session, {
    operation: 'GetTraceSummaries',
    path: '/TraceSummaries',
    body: {
      // Whole milliseconds: X-Ray reads a finer fraction, and signs of a rounded double are of no use to anybody.
      StartTime: Math.floor(from) / 1000,
      EndTime: Math.ceil(to) / 1000,
      TimeRangeType: 'Event',
      Sampling: false,
      ...(expression === null ? {} : { FilterExpression: expression }),
      ...(token === null ? {} : { NextToken: token }),
    },
    signal,
  })
  return {
    found: (answer.TraceSummaries ?? []).flatMap((wire) => summaryFacts(wire) ?? []),
    next: answer.NextToken || null,
    processed: answer.TracesProcessedCount ?? 0,
  }
}
