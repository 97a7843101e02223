import type { Session } from '../../aws/session.ts'
import { xrayCall } from './call.ts'

/** X-Ray takes no more ids for one retrieval. (X-Ray API: StartTraceRetrieval) */
export const retrievedAtOnce = 100

export type RetrievalStatus = 'SCHEDULED' | 'RUNNING' | 'COMPLETE' | 'FAILED' | 'CANCELLED' | 'TIMEOUT'
export type RetrievedFormat = 'XRAY' | 'OTEL'

export interface RetrievedPage {
  /** Empty until it is complete. */
  readonly status: RetrievalStatus
  readonly format: RetrievedFormat
  readonly traces: readonly {
    readonly id: string
    /** Segments or spans: JSON text. */
    readonly documents: readonly { readonly id: string | null; readonly document: string }[]
  }[]
  readonly next: string | null
}

/** Transaction Search: what X-Ray did not index stands in the log group `aws/spans`, and X-Ray looks it up there. All reject with a Problem. */
export interface TraceRetrieval {
  /** Ids in X-Ray's form; epoch milliseconds. Gives the token of the retrieval. */
  start(
    ids: readonly string[],
    window: { readonly from: number; readonly to: number },
    signal?: AbortSignal,
  ): Promise<string>
  read(token: string, format: RetrievedFormat, next: string | null, signal?: AbortSignal): Promise<RetrievedPage>
  cancel(token: string, signal?: AbortSignal): Promise<void>
}

/** (X-Ray API: StartTraceRetrieval, ListRetrievedTraces, CancelTraceRetrieval) */
export const traceRetrieval = (session: Session): TraceRetrieval => ({
  start: async (ids, { from, to }, signal) => {
    const answer = await xrayCall<{ readonly RetrievalToken?: string }>(session, {
      operation: 'StartTraceRetrieval',
      body: { TraceIds: ids, StartTime: Math.floor(from / 1000), EndTime: Math.ceil(to / 1000) },
      signal,
    })
    return answer.RetrievalToken ?? ''
  },
  read: async (token, format, next, signal) => {
    const answer = await xrayCall<{
      readonly RetrievalStatus?: RetrievalStatus
      readonly TraceFormat?: RetrievedFormat
      readonly Traces?: readonly {
        readonly Id?: string
        readonly Spans?: readonly { readonly Id?: string; readonly Document?: string }[]
      }[]
      readonly NextToken?: string | null
    }>(session, {
      operation: 'ListRetrievedTraces',
      body: { RetrievalToken: token, TraceFormat: format, ...(next === null ? {} : { NextToken: next }) },
      signal,
    })
    return {
      status: answer.RetrievalStatus ?? 'RUNNING',
      format: answer.TraceFormat ?? format,
      traces: (answer.Traces ?? []).flatMap(({ Id, Spans = [] }) =>
        Id === undefined
          ? []
          : {
              id: Id,
              documents: Spans.flatMap((span) =>
                span.Document === undefined ? [] : { id: span.Id ?? null, document: span.Document },
              ),
            },
      ),
      next: answer.NextToken || null,
    }
  },
  cancel: async (token, signal) => {
    await xrayCall(session, { operation: 'CancelTraceRetrieval', body: { RetrievalToken: token }, signal })
  },
})
