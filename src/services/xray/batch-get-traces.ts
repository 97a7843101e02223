import type { Session } from '../../aws/session.ts'
import { xrayCall } from './call.ts'

/** X-Ray takes no more ids in one call of BatchGetTraces, which its model does not tell. */
export const idsAtOnce = 5

export interface TraceDocuments {
  readonly id: string
  /** AWS cut the trace at its size limit. */
  readonly limitExceeded: boolean
  /** Segment documents: JSON text. */
  readonly documents: readonly { readonly id: string | null; readonly document: string }[]
}

export interface BatchPage {
  /** One trace may be on several pages. */
  readonly traces: readonly TraceDocuments[]
  /** To be asked for again. */
  readonly unprocessed: readonly string[]
  readonly next: string | null
}

/** One page of up to five traces, by ids in X-Ray's form. An id that is nowhere in the answer is not known. (X-Ray API: BatchGetTraces) */
export const batchGetTraces = async (
  session: Session,
  ids: readonly string[],
  token: string | null,
  signal?: AbortSignal,
): Promise<BatchPage> => {
  const answer = await xrayCall<{
    readonly Traces?: readonly {
      readonly Id?: string
      readonly LimitExceeded?: boolean
      readonly Segments?: readonly { readonly Id?: string; readonly Document?: string }[]
    }[]
    readonly UnprocessedTraceIds?: readonly string[]
    readonly NextToken?: string | null
  }>(session, {
    operation: 'BatchGetTraces',
    path: '/Traces',
    body: { TraceIds: ids, ...(token === null ? {} : { NextToken: token }) },
    resource: ids.length === 1 ? `the trace ${ids[0]}` : null,
    signal,
  })
  return {
    traces: (answer.Traces ?? []).flatMap(({ Id, LimitExceeded, Segments = [] }) =>
      Id === undefined
        ? []
        : {
            id: Id,
            limitExceeded: LimitExceeded ?? false,
            documents: Segments.flatMap((segment) =>
              segment.Document === undefined ? [] : { id: segment.Id ?? null, document: segment.Document },
            ),
          },
    ),
    unprocessed: answer.UnprocessedTraceIds ?? [],
    next: answer.NextToken || null,
  }
}
