import type { InvocationReport, LogEvent } from '../log-event.ts'

/** How an invocation ended: what its report says, or what its own lines said before it. `attempt` counts from 1. */
export interface Ending {
  readonly status: InvocationReport['status']
  readonly attempt: number
}

const dropOldest = (map: Map<string, unknown>, limit: number): void => {
  if (map.size > limit) for (const key of map.keys()) return void map.delete(key)
}

/** The words of a runtime whose handler failed; older REPORT lines have no status that would say so. */
const uncaught = /\t(?:Invoke Error|Uncaught Exception|Unhandled Promise Rejection) \t|^\[ERROR\] [\w.]+(?:: |[\r\n])/

/** How an invocation ends of which this line comes; null for a line that ends none. */
export const endsInvocation = ({ message, parsed }: LogEvent): InvocationReport['status'] | null => {
  if (parsed.kind === 'timeout') return 'timeout'
  if (parsed.kind === 'platform') return parsed.error ? 'failure' : null
  return parsed.level === 'ERROR' && uncaught.test(message) ? 'error' : null
}

/**
 * Follows invocations through their lines, in the order they come. Gives the ending for a report, null for any other line.
 * A failed asynchronous invocation comes again under the same request id: the reports seen for it count the attempts.
 * Holds at most `limit` streams and as many request ids.
 */
export const invocationWatch = (limit = 5000): ((event: LogEvent) => Ending | null) => {
  const failing = new Map<string, InvocationReport['status']>()
  const failures = new Map<string, number>()
  return (event) => {
    const { kind, level, report, requestId } = event.parsed
    if (kind === 'start') {
      if (failing.size > 0) failing.delete(event.stream)
      return null
    }
    if (report === null) {
      if (level === 'ERROR' && kind !== 'init') {
        const status = endsInvocation(event)
        if (status) {
          failing.set(event.stream, status)
          dropOldest(failing, limit)
        }
      }
      return null
    }
    const status = report.status === 'success' ? (failing.get(event.stream) ?? 'success') : report.status
    if (failing.size > 0) failing.delete(event.stream)
    if (requestId === null) return { status, attempt: 1 }
    const attempt = (failures.get(requestId) ?? 0) + 1
    if (status !== 'success') {
      failures.set(requestId, attempt)
      dropOldest(failures, limit)
    }
    return { status, attempt }
  }
}
