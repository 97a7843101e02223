import { flatten } from '../../domain/trace/flatten.ts'
import type { Bounds, LinkedTrace, TraceRow } from '../../domain/trace/rows.ts'
import type { Trace } from '../../domain/trace/trace.ts'

/** Both ends of all that is shown, linked traces among it. */
export const boundsOf = (trace: Trace, rows: readonly TraceRow[]): Bounds => {
  let { start, end } = trace
  for (const row of rows) {
    if (row.kind === 'span') {
      start = Math.min(start, row.span.start)
      end = Math.max(end, row.span.end ?? row.span.start)
    } else if (row.kind === 'hop') {
      start = Math.min(start, row.from, row.to)
      end = Math.max(end, row.from, row.to)
    }
  }
  return { start, end }
}

/** All rows, nothing folded. A link back to a trace that stands here already tells nothing. */
export const shownRows = (
  trace: Trace,
  linked: ReadonlyMap<string, readonly LinkedTrace[]> | undefined,
): readonly TraceRow[] => {
  const here = new Set(tracesIn(trace, linked).map(({ id }) => id))
  return flatten(trace, { folded: new Set(), ...(linked === undefined ? {} : { linked }) }).filter(
    (row) => row.kind !== 'link' || !here.has(row.traceId),
  )
}

/** The trace and those that were followed from it. */
export const tracesIn = (
  trace: Trace,
  linked: ReadonlyMap<string, readonly LinkedTrace[]> | undefined,
): readonly Trace[] => [trace, ...[...(linked?.values() ?? [])].flat().map((one) => one.trace)]
