import type { Session } from '../../aws/session.ts'
import { invokeOutcome, reportOf } from '../../domain/invoke.ts'
import type { Measured } from '../../domain/invoke-figures.ts'
import { tailEvents } from '../../domain/invoke-log-tail.ts'
import { utf8 } from '../../domain/invoke-payload.ts'
import type { LogSource } from '../../domain/log-event.ts'
import { isProblem, type Problem } from '../../domain/problem.ts'
import { type InvokeRequest, invoke } from '../../services/lambda/invoke.ts'
import { Line } from '../tail/line.ts'

export interface RepeatOptions {
  readonly session: Session
  readonly request: InvokeRequest
  readonly source: LogSource
  readonly times: number
  readonly concurrency: number
  readonly signal: AbortSignal
  /** After each answer. */
  readonly progress?: ((done: number) => void) | undefined
}

export interface Repeated {
  readonly measured: readonly Measured[]
  /** Invocations that Lambda did not take, or did not answer: throttles, broken connections. */
  readonly lost: readonly Problem[]
  readonly sent: number
  readonly elapsedMs: number
}

/** What would meet every other invocation too. */
const isForAll = ({ code }: Problem): boolean => !['Throttled', 'Network', 'ServiceUnavailable'].includes(code)

/**
 * Invokes a function so many times, `concurrency` at once, each sent once. It ends early when the signal is aborted, and gives what was measured until
 * then; it rejects with a Problem that would meet every invocation (a refusal, a payload that Lambda does not take).
 */
export const repeatInvoke = async (options: RepeatOptions): Promise<Repeated> => {
  const { session, request, source, times, concurrency, signal, progress } = options
  const measured: Measured[] = []
  const lost: Problem[] = []
  const failed = new AbortController()
  const stop = AbortSignal.any([signal, failed.signal])
  const begun = performance.now()
  let sent = 0
  const one = async (): Promise<void> => {
    sent++
    const at = performance.now()
    try {
      const reply = await invoke(session, request, stop)
      const roundTripMs = performance.now() - at
      const raw = tailEvents(reply.logTail ?? '', { group: source.group, from: session.now(), whole: true })
      const lines = raw.map((event) => new Line(event, source, false))
      const report = reportOf(lines)
      measured.push({
        outcome: invokeOutcome(request.type, reply.functionError, utf8(reply.payload) ?? '', lines),
        durationMs: report?.durationMs ?? null,
        billedMs: report?.billedMs ?? null,
        initMs: report?.initMs ?? report?.restoreMs ?? null,
        memoryMb: report?.memoryMb ?? null,
        maxMemoryMb: report?.maxMemoryMb ?? null,
        roundTripMs,
      })
    } catch (error) {
      if (stop.aborted) return
      if (!isProblem(error) || isForAll(error)) {
        failed.abort(error)
        return
      }
      lost.push(error)
    }
    progress?.(measured.length + lost.length)
  }
  const worker = async (): Promise<void> => {
    while (sent < times && !stop.aborted) await one()
  }
  await Promise.all(Array.from({ length: Math.min(concurrency, times) }, worker))
  if (failed.signal.aborted) throw failed.signal.reason
  return { measured, lost, sent, elapsedMs: performance.now() - begun }
}
