import { hear, noEvidence, outcomeOf } from './log/invocations-outcome.ts'
import type { InvocationReport, LogEvent } from './log-event.ts'

export type InvocationType = 'RequestResponse' | 'Event' | 'DryRun'

/** How an invocation that was sent ended. A function that fails is a good answer of the service, and a verdict against the function. */
export type InvokeOutcome = 'success' | 'error' | 'timeout' | 'oom' | 'accepted' | 'dry-run'

/** What Lambda answered to one invocation. (Lambda API: Invoke, InvokeWithResponseStream) */
export interface InvokeReply {
  readonly statusCode: number
  /** `Unhandled`, `Handled`; null where the function did not fail. */
  readonly functionError: string | null
  readonly payload: Uint8Array
  readonly executedVersion: string | null
  /** The last 4 KB of the request's log, as text; null where none was asked for, or given. */
  readonly logTail: string | null
  readonly requestId: string | null
  /** X-Ray form; null where the answer names none. */
  readonly traceId: string | null
  /** `durable-execution` ARN of a durable function. */
  readonly durableExecutionArn: string | null
}

/** What an error document of a runtime says. */
export interface FunctionFailure {
  readonly type: string | null
  readonly message: string | null
}

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

/** `{"errorType": ..., "errorMessage": ...}`, which runtimes answer with; nulls for anything else. */
export const failureIn = (payload: string): FunctionFailure => {
  try {
    const { errorType, errorMessage } = (JSON.parse(payload) ?? {}) as Readonly<Record<string, unknown>>
    return { type: text(errorType), message: text(errorMessage) }
  } catch {
    return { type: null, message: null }
  }
}

export const reportOf = (lines: readonly LogEvent[]): InvocationReport | null =>
  lines.findLast(({ parsed }) => parsed.report !== null)?.parsed.report ?? null

const killed = /signal: killed|heap out of memory/

/** Lambda says only that a function failed; whether time or memory ran out stands in the error document, or in its log. */
export const invokeOutcome = (
  type: InvocationType,
  functionError: string | null,
  payload: string,
  lines: readonly LogEvent[],
): InvokeOutcome => {
  if (type === 'DryRun') return 'dry-run'
  if (type === 'Event') return 'accepted'
  if (functionError === null) return 'success'
  const failure = failureIn(payload)
  if (failure.type === 'Sandbox.Timedout' || /\bTask timed out after\b/.test(failure.message ?? '')) return 'timeout'
  if (failure.type === 'Runtime.OutOfMemory' || killed.test(failure.message ?? '')) return 'oom'
  const evidence = noEvidence()
  for (const line of lines) hear(evidence, line)
  const told = outcomeOf(evidence)
  return told === 'timeout' || told === 'oom' ? told : 'error'
}

/** The outcomes that are a verdict against the function. */
export const isFailure = (outcome: InvokeOutcome): boolean =>
  outcome === 'error' || outcome === 'timeout' || outcome === 'oom'
