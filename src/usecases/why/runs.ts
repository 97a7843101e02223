import { invocations } from '../../domain/log/invocations.ts'
import type { Invocation } from '../../domain/log/invocations-open.ts'
import type { Grouped } from '../../domain/log/invocations-shelf.ts'
import { joiner } from '../../domain/log/joiner.ts'
import { failureReader, type Occurrence } from '../../domain/log/signature-failures.ts'
import type { LogEvent } from '../../domain/log-event.ts'

/** One invocation of a function as its log tells it. Times are epoch milliseconds. */
export interface Run {
  /** What a person calls the function. */
  readonly source: string
  readonly requestId: string | null
  /** X-Ray form. */
  readonly traceId: string | null
  readonly start: number
  readonly end: number
  readonly durationMs: number | null
  readonly outcome: Invocation['outcome']
  /** Its lines, stacks put together, oldest first. */
  readonly lines: readonly LogEvent[]
  /** Its first failure. */
  readonly failure: Occurrence | null
}

const failureOf = (invocation: Invocation): Occurrence | null => {
  const reader = failureReader(invocation.start)
  const found = [...invocation.lines.flatMap((line) => reader.push(line)), ...reader.flush()]
  return found[0] ?? null
}

const runOf = (grouped: Grouped): readonly Run[] => {
  if (grouped.type === 'line') return []
  const { invocation } = grouped
  const { source, requestId, traceId, start, end, durationMs, outcome, lines } = invocation
  return [
    { source: source.name, requestId, traceId, start, end, durationMs, outcome, lines, failure: failureOf(invocation) },
  ]
}

/** The invocations that lines of functions tell of, oldest first; those of `requestIds` alone, where there are any. */
export const runsOf = (lines: readonly LogEvent[], requestIds: readonly string[] = []): readonly Run[] => {
  const stacks = joiner()
  const running = invocations()
  const joined = [...lines.flatMap((line) => stacks.push(line)), ...stacks.flush()]
  const grouped = [...joined.flatMap(({ event }) => running.push(event)), ...running.flush()]
  const wanted = new Set(requestIds)
  return grouped
    .flatMap(runOf)
    .filter(({ requestId }) => wanted.size === 0 || (requestId !== null && wanted.has(requestId)))
    .sort((a, b) => a.start - b.start)
}
