import { criticalPath } from '../../domain/trace/critical-path.ts'
import { spans } from '../../domain/trace/flatten.ts'
import type { Span } from '../../domain/trace/span.ts'
import type { Trace } from '../../domain/trace/trace.ts'

export interface SpentTime {
  readonly span: Span
  /** Of the critical path: time in which nothing below it was at work. */
  readonly ms: number
}

/** What is less of the whole tells nothing. */
const least = 0.05

/** Where the time went: the spans that hold at least a twentieth of the critical path by themselves, by id. */
export const timeSpent = (trace: Trace): ReadonlyMap<string, SpentTime> => {
  const path = criticalPath(trace)
  const total = trace.end - trace.start
  const found = new Map<string, SpentTime>()
  for (const span of spans(trace)) {
    const ms = (path.get(span.id) ?? []).reduce((sum, { start, end }) => sum + end - start, 0)
    if (ms > 0 && ms >= total * least) found.set(span.id, { span, ms })
  }
  return found
}
