import type { Clock } from '../../domain/clock.ts'
import { Problem } from '../../domain/problem.ts'
import type { TraceDocument } from '../../domain/trace/build.ts'
import type { Insights } from '../../services/logs/insights.ts'
import { runQuery } from '../query/run-query.ts'
import type { TraceWindow } from './find.ts'

/** Where Transaction Search keeps spans, one a log event. */
export const spansGroup = 'aws/spans'
/** AWS's own limit of the spans of a trace. */
const SPANS_AT_MOST = 10_000

/**
 * The spans of a trace from the log group `aws/spans`, by its id as 32 hex digits; none for a trace that is not there. Rejects with a Problem,
 * `LogGroupMissing` where the account has no such group. Billed by the bytes that it goes over. (CloudWatch Logs API: StartQuery)
 */
export const spansByInsights = async (
  w3cId: string,
  window: TraceWindow,
  deps: { readonly insights: Insights; readonly clock: Clock },
  signal: AbortSignal,
): Promise<readonly TraceDocument[]> => {
  const outcome = await runQuery(
    {
      // `filter` with `=` on this field is what the group is indexed for.
      text: `filter traceId = "${w3cId.replace(/[^0-9a-f]/g, '')}" | fields @message | limit ${SPANS_AT_MOST}`,
      groups: [spansGroup],
      from: Math.floor(window.from / 1000),
      to: Math.ceil(window.to / 1000),
      limit: SPANS_AT_MOST,
    },
    { ...deps, signal },
  )
  if (outcome.missing.length > 0)
    throw new Problem('LogGroupMissing', `the log group ${spansGroup} is not there`, {
      hint: 'it comes with Transaction Search (aws xray update-trace-segment-destination --destination CloudWatchLogs)',
    })
  return outcome.rows.flatMap((row) => {
    const document = row.get('@message')
    return document === undefined ? [] : [{ format: 'otel', id: null, document }]
  })
}
