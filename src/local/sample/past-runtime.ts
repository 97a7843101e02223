import { type DeployedCode, type Outgoing, runHandler, type World } from '../lambda/handler.ts'
import { closingLines, openingLines, streamName } from '../lambda/lines.ts'
import { answerOf, segmentIds, traceOf } from '../lambda/runtime.ts'
import type { AppLine, DownstreamCall, FunctionShape, Invocation, TraceNote } from '../lambda/shape.ts'
import { overheadMs } from '../lambda/trace.ts'
import { between, hexOf, latency, type Random, traceIdOf, uuidOf } from '../random.ts'
import type { Cause, Played } from './flows.ts'

/** How long each service takes to answer at least, ms. */
const latencies: Readonly<Record<Outgoing['service'], number>> = { DynamoDB: 6, SNS: 9, S3: 22, remote: 140 }

interface PastEnvironment {
  readonly stream: string
  readonly born: number
  readonly memoryMb: number
  freeAt: number
}

const idleMs = 6 * 60_000
const lifeMs = 100 * 60_000

/** One invocation as it was, with what it was called with: enough to run it once more. */
export interface PastInvocation {
  readonly invocation: Invocation
  readonly event: unknown
}

export interface PastOptions {
  readonly random: Random
  readonly code: Readonly<Record<string, DeployedCode>>
  /** The shape that a function had at that time: its environment changes with a deploy. */
  shapeAt(logicalId: string, at: number): FunctionShape
  /** What a call to another service did and answered; null = it never answers. */
  effect(call: Outgoing, at: number, span: { traceId: string; id: string }): Record<string, unknown> | null
  wrote(invocation: Invocation, lines: readonly AppLine[]): void
  each?(past: PastInvocation): void
}

class NeverAnswered extends Error {}

/** The runtime of the past: the same handlers and the same lines as the live one, under a clock that each invocation moves on. */
export const pastRuntime = (options: PastOptions) => {
  const { random } = options
  const pools = new Map<string, PastEnvironment[]>()

  const environmentAt = (fn: FunctionShape, at: number): { environment: PastEnvironment; cold: boolean } => {
    const pool = (pools.get(fn.name) ?? []).filter(({ freeAt, born }) => at - freeAt < idleMs && at - born < lifeMs)
    pools.set(fn.name, pool)
    const warm = pool.find(({ freeAt }) => freeAt <= at)
    if (warm !== undefined) return { environment: warm, cold: false }
    const environment: PastEnvironment = {
      stream: streamName(fn, at, hexOf(random, 32)),
      born: at,
      memoryMb: Math.round(between(random, 74, 92)),
      freeAt: at,
    }
    pool.push(environment)
    return { environment, cold: true }
  }

  const invoke = async (logicalId: string, event: unknown, at: number, cause: Cause): Promise<Played> => {
    const fn = options.shapeAt(logicalId, at)
    const { environment, cold } = environmentAt(fn, at)
    const init = cold ? { start: at, durationMs: latency(random, fn.packageType === 'Image' ? 420 : 170) } : null
    const start = at + (init === null ? 1 : init.durationMs + 4)
    const requestId = uuidOf(random)
    const trace = traceOf(cause.traceHeader) ?? { traceId: traceIdOf(random, at), parentId: null, sampled: true }
    const app: AppLine[] = []
    const calls: DownstreamCall[] = []
    let note: TraceNote | null = null
    let clock = start
    let answered = true
    const world: World = {
      now() {
        clock += 0.2
        return Math.floor(clock)
      },
      async send(call, id) {
        const answer = options.effect(call, Math.floor(clock), { traceId: trace.traceId, id })
        if (answer === null) {
          answered = false
          throw new NeverAnswered()
        }
        clock += latency(random, latencies[call.service])
        return answer
      },
    }
    const result = await runHandler({
      code: options.code[logicalId] as DeployedCode,
      fn,
      event,
      requestId,
      traceId: trace.traceId,
      coldStart: cold,
      world,
      nextId: () => hexOf(random, 16),
      line: (line) => {
        if (answered) app.push(line)
      },
      call: (call) => {
        if (answered) calls.push(call)
      },
      note: (told) => {
        note = told
      },
    })
    // Rendering is work of the processor's own, which nothing else here accounts for.
    const work = latency(random, fn.packageType === 'Image' ? 260 : 2)
    const invocation: Invocation = {
      fn,
      requestId,
      stream: environment.stream,
      start,
      durationMs: answered ? clock - start + work : fn.timeoutMs,
      init,
      maxMemoryMb: Math.min(fn.memoryMb, environment.memoryMb),
      trace,
      ids: segmentIds((length) => hexOf(random, length)),
      app,
      calls,
      note,
      outcome: answered ? result : { kind: 'timeout' },
      link: cause.link ?? null,
    }
    const endedAt = start + invocation.durationMs
    environment.freeAt = endedAt
    // A killed environment is never used again.
    if (!answered)
      pools.set(
        fn.name,
        (pools.get(fn.name) ?? []).filter((one) => one !== environment),
      )
    options.wrote(invocation, [...openingLines(invocation), ...app, ...closingLines(invocation)])
    options.each?.({ invocation, event })
    return { requestId, ...answerOf(invocation), endedAt: endedAt + overheadMs }
  }

  return {
    invoke,
    /** As a deploy does: the next invocation starts cold. */
    retire(names: readonly string[]) {
      for (const name of names) pools.delete(name)
    },
  }
}
