import type { Session } from '../../aws/session.ts'
import type { Incomplete } from '../../domain/incomplete.ts'
import { type InvokeOutcome, type InvokeReply, invokeOutcome, reportOf } from '../../domain/invoke.ts'
import { utf8 } from '../../domain/invoke-payload.ts'
import type { InvocationReport, LogEvent, LogSource } from '../../domain/log-event.ts'
import { type InvokeRequest, invoke, invokeStreaming } from '../../services/lambda/invoke.ts'
import { requestLog } from './request-log.ts'

/** An invocation that was answered, and what is known of it. */
export interface Invoked {
  readonly request: InvokeRequest
  readonly reply: InvokeReply
  readonly outcome: InvokeOutcome
  readonly report: InvocationReport | null
  readonly lines: readonly LogEvent[]
  /** False where lines are missing; null where none were to be had. */
  readonly logsComplete: boolean | null
  /** From the sending to the answer, as this machine saw it. */
  readonly roundTripMs: number
  readonly incomplete: readonly Incomplete[]
}

export interface InvokeOptions {
  readonly session: Session
  readonly request: InvokeRequest
  readonly source: LogSource
  readonly signal: AbortSignal
  /** Present: the answer is streamed, and told part by part. */
  readonly part?: ((bytes: Uint8Array) => void | Promise<void>) | undefined
  /** Told once the answer is there, before the rest of its log is waited for. */
  readonly answered?: ((reply: InvokeReply) => void | Promise<void>) | undefined
}

/** Sends the invocation once, tells its answer, and completes its log. Rejects as `invoke` does: then nothing was answered. */
export const runInvoke = async (options: InvokeOptions): Promise<Invoked> => {
  const { session, request, source, signal, part, answered } = options
  const from = session.now()
  const begun = performance.now()
  const reply = part ? await invokeStreaming(session, request, signal, part) : await invoke(session, request, signal)
  const roundTripMs = performance.now() - begun
  await answered?.(reply)
  const { logTail: tail, requestId } = reply
  const log = tail === null ? null : await requestLog({ session, source, requestId, tail, from, signal })
  const lines = log?.lines ?? []
  return {
    request,
    reply,
    outcome: invokeOutcome(request.type, reply.functionError, utf8(reply.payload) ?? '', lines),
    report: reportOf(lines),
    lines,
    logsComplete: log?.complete ?? null,
    roundTripMs,
    incomplete: log?.incomplete ?? [],
  }
}
