import type { LogStore } from '../logs/store.ts'
import { hexOf, randomOf, traceIdOf, uuidOf } from '../random.ts'
import type { SegmentStore } from '../xray/segments.ts'
import { Environment, type JobEnd } from './environment.ts'
import { closingLines, openingLines, streamName, timeoutMessage } from './lines.ts'
import type {
  AppLine,
  DownstreamCall,
  FunctionShape,
  Invocation,
  SegmentIds,
  TraceContext,
  TraceNote,
} from './shape.ts'
import { documentsOf } from './trace.ts'

export interface Asked {
  readonly event: unknown
  /** `Root=...;Parent=...;Sampled=1`, or null: the invocation begins a trace. */
  readonly traceHeader: string | null
  readonly link?: Invocation['link']
}

export interface Invoked {
  readonly requestId: string
  readonly payload: unknown
  readonly functionError: 'Unhandled' | null
  /** All log lines of the invocation, as they were written. */
  readonly log: string
  readonly traceHeader: string | null
}

export interface RuntimeOptions {
  readonly logs: Pick<LogStore, 'put'>
  readonly segments: SegmentStore
  readonly account: string
  readonly region: string
  readonly endpoint: () => string
  /** Epoch ms. */
  readonly now: () => number
  readonly seed: number
  /** The name of a function's code, or null where it has none here. */
  readonly codeOf: (fn: FunctionShape) => string | null
}

export interface LambdaRuntime {
  readonly account: string
  hasCode(fn: FunctionShape): boolean
  invoke(fn: FunctionShape, asked: Asked): Promise<Invoked>
  /** `Event`: accepted now, run at once, and twice more where it fails; gives its request id. */
  invokeLater(fn: FunctionShape, asked: Asked): string
  /** Ends the environments of these functions: the next invocation is a cold start, as after a deploy. */
  retire(names: readonly string[]): void
  close(): Promise<void>
}

/** An environment is thrown away after this, idle or not: on AWS cold starts never end either. */
const idleMs = 60_000
const lifeMs = 4 * 60_000
const retryDelaysMs = [60_000, 120_000]

export const segmentIds = (hex: (length: number) => string): SegmentIds => ({
  service: hex(16),
  fn: hex(16),
  invocation: hex(16),
  init: hex(16),
  overhead: hex(16),
})

export const traceOf = (header: string | null): TraceContext | null => {
  const root = /Root=(1-[0-9a-f]{8}-[0-9a-f]{24})/.exec(header ?? '')?.[1]
  if (root === undefined) return null
  const parentId = /Parent=([0-9a-f]{16})/.exec(header ?? '')?.[1] ?? null
  return { traceId: root, parentId, sampled: !/Sampled=0/.test(header ?? '') }
}

export const lambdaRuntime = (options: RuntimeOptions): LambdaRuntime => {
  const random = randomOf(options.seed + 2)
  const hex = (length: number) => hexOf(random, length)
  const pools = new Map<string, Set<Environment>>()
  const waiting = new Set<NodeJS.Timeout>()
  const state = { closed: false }

  const later = (ms: number, then: () => void): void => {
    const timer = setTimeout(() => {
      waiting.delete(timer)
      then()
    }, ms).unref()
    waiting.add(timer)
  }

  const retireOne = (pool: Set<Environment>, environment: Environment): void => {
    pool.delete(environment)
    environment.end().catch(() => {})
  }

  const environmentFor = (fn: FunctionShape): { pool: Set<Environment>; environment: Environment; cold: boolean } => {
    if (state.closed) throw new Error('The cloud is closed')
    const pool = pools.get(fn.name) ?? new Set<Environment>()
    pools.set(fn.name, pool)
    for (const environment of pool) {
      if (environment.busy) continue
      if (environment.gone || Date.now() - environment.born > lifeMs) retireOne(pool, environment)
      else return { pool, environment, cold: false }
    }
    const stream = streamName(fn, options.now(), hex(32))
    const start = { code: options.codeOf(fn) ?? '', endpoint: options.endpoint(), region: options.region }
    const environment = new Environment(stream, start)
    pool.add(environment)
    return { pool, environment, cold: true }
  }

  const run = async (fn: FunctionShape, asked: Asked, requestId: string): Promise<Invoked> => {
    const trace = traceOf(asked.traceHeader) ?? {
      traceId: traceIdOf(random, options.now()),
      parentId: null,
      sampled: true,
    }
    const asked0 = options.now()
    const { pool, environment, cold } = environmentFor(fn)
    environment.busy = true
    const written: string[] = []
    const write = (lines: readonly AppLine[]): void => {
      options.logs.put(
        fn.logGroup,
        environment.stream,
        lines.map(({ at, message }) => ({ timestamp: Math.floor(at), message })),
      )
      written.push(...lines.map(({ message }) => message))
    }
    try {
      const begun = performance.now()
      await environment.ready()
      const init = cold ? { start: asked0, durationMs: performance.now() - begun } : null
      const start = options.now()
      const opening = { fn, requestId, start, init, trace, ids: segmentIds(hex) }
      write(openingLines(opening))
      const app: AppLine[] = []
      const calls: DownstreamCall[] = []
      let note: TraceNote | null = null
      const from = performance.now()
      const end: JobEnd = await environment.run(
        {
          fn,
          event: asked.event,
          requestId,
          traceId: trace.traceId,
          sampled: trace.sampled,
          coldStart: cold,
          clockOffset: options.now() - Date.now(),
          idPrefix: hex(8),
        },
        (news) => {
          if (news.kind === 'call') calls.push(news.call)
          else if (news.kind === 'note') note = news.note
          else {
            app.push(news.line)
            write([news.line])
          }
        },
      )
      const invocation: Invocation = {
        ...opening,
        stream: environment.stream,
        durationMs: end.kind === 'timeout' ? fn.timeoutMs : performance.now() - from,
        maxMemoryMb: Math.min(fn.memoryMb, 70 + (end.kind === 'timeout' ? 0 : end.heapMb)),
        app,
        calls,
        note,
        outcome: end.kind === 'timeout' ? end : end.result,
        link: asked.link ?? null,
      }
      write(closingLines(invocation))
      for (const document of documentsOf(invocation)) options.segments.put(document)
      const traceHeader = `Root=${trace.traceId};Parent=${invocation.ids.fn};Sampled=${trace.sampled ? 1 : 0}`
      return {
        requestId,
        ...answerOf(invocation),
        log: written.map((line) => line.replace(/\n?$/, '\n')).join(''),
        traceHeader,
      }
    } finally {
      environment.busy = false
      if (environment.gone) pool.delete(environment)
      const { uses } = environment
      later(idleMs, () => {
        if (environment.uses === uses && !environment.busy) retireOne(pool, environment)
      })
    }
  }

  const attempt = async (fn: FunctionShape, asked: Asked, requestId: string, attempts: number): Promise<void> => {
    const { functionError } = await run(fn, asked, requestId)
    const delay = retryDelaysMs[attempts]
    if (functionError === null || delay === undefined) return
    later(delay, () => {
      attempt(fn, asked, requestId, attempts + 1).catch(() => {})
    })
  }

  return {
    account: options.account,
    hasCode: (fn) => options.codeOf(fn) !== null,
    invoke: (fn, asked) => run(fn, asked, uuidOf(random)),
    invokeLater(fn, asked) {
      const requestId = uuidOf(random)
      // All attempts are of one trace.
      const traceHeader = asked.traceHeader ?? `Root=${traceIdOf(random, options.now())};Sampled=1`
      attempt(fn, { ...asked, traceHeader }, requestId, 0).catch(() => {})
      return requestId
    },
    retire(names) {
      for (const name of names) for (const one of pools.get(name) ?? []) if (!one.busy) retireOne(pools.get(name)!, one)
    },
    async close() {
      state.closed = true
      for (const timer of waiting) clearTimeout(timer)
      const all = [...pools.values()].flatMap((pool) => [...pool])
      pools.clear()
      await Promise.all(all.map((environment) => environment.end()))
    },
  }
}

/** What the caller of Invoke gets: the payload, or the error document of Node's runtime. */
export const answerOf = ({
  fn,
  requestId,
  outcome,
}: Pick<Invocation, 'fn' | 'requestId' | 'outcome'>): Pick<Invoked, 'payload' | 'functionError'> => {
  if (outcome.kind === 'success') return { payload: outcome.payload, functionError: null }
  if (outcome.kind === 'timeout')
    return {
      payload: { errorType: 'Sandbox.Timedout', errorMessage: `RequestId: ${requestId} Error: ${timeoutMessage(fn)}` },
      functionError: 'Unhandled',
    }
  const { errorType, errorMessage, stack } = outcome.failure
  return { payload: { errorType, errorMessage, trace: stack }, functionError: 'Unhandled' }
}
