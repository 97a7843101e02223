import type { Incomplete } from '../../domain/incomplete.ts'
import type { TraceSummary } from '../../domain/trace/trace.ts'
import type { CiGuard } from '../ci-commands.ts'
import { type AnswerContext, answer, isoTime } from '../json.ts'
import { safeJson } from '../safe-text.ts'
import type { TracesShown } from './list.ts'

/** A trace of the list as the contract shapes it. */
const summaryRecord = (one: TraceSummary) => ({
  id: one.id,
  start: isoTime(one.start),
  durationMs: one.durationMs,
  responseMs: one.responseMs,
  status: one.status,
  http: one.http && { method: one.http.method, url: one.http.url, status: one.http.status },
  root: one.root,
  services: one.services,
  annotations: one.annotations,
  user: one.user,
  partial: one.partial,
  cause: one.cause,
})

/** `slsops.traces/1`. Times of the window are epoch milliseconds. */
export const tracesAnswer = (
  { traces, omitted }: TracesShown,
  window: { readonly from: number; readonly to: number },
  context: AnswerContext,
  incomplete: readonly Incomplete[],
  guard: CiGuard | null,
): string =>
  answer(
    'slsops.traces/1',
    context,
    {
      window: { from: isoTime(window.from), to: isoTime(window.to) },
      traces: traces.map(summaryRecord),
      omitted,
    },
    incomplete,
    guard,
  )

/** A trace as a line of NDJSON. */
export const summaryLine = (one: TraceSummary, guard: CiGuard | null): string => {
  const json = safeJson(JSON.stringify({ type: 'trace', ...summaryRecord(one) }))
  return `${guard ? guard.json(json) : json}\n`
}
