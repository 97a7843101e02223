import { format } from 'node:util'
import type { AppLine, DownstreamCall, Failure, FunctionShape, TraceNote } from './shape.ts'

/** What a handler may reach: the deployed code sees nothing else of the world. */
export interface World {
  /** Epoch ms. */
  now(): number
  /** A request to another service, under the id of its span; its answer, or an error with the service's own name. */
  send(call: Outgoing, spanId: string): Promise<Record<string, unknown>>
}

export interface Outgoing {
  readonly service: DownstreamCall['service']
  readonly operation: string
  readonly resource: string
  readonly input: Record<string, unknown>
}

export type Level = 'DEBUG' | 'INFO' | 'WARN' | 'ERROR'

export interface HandlerContext {
  readonly awsRequestId: string
  readonly functionName: string
  readonly functionArn: string
  readonly memoryLimitInMB: number
  readonly traceId: string
  readonly coldStart: boolean
  readonly env: Readonly<Record<string, string>>
  now(): number
  /** The runtime's console: a line in the function's log format. */
  console(level: Level, ...words: unknown[]): void
  /** Standard output, untouched: what a logging library writes. */
  write(line: string): void
  /** The tracer's: once in an invocation. */
  trace(note: TraceNote): void
  send(call: Outgoing): Promise<Record<string, unknown>>
}

export type Handler = (event: unknown, context: HandlerContext) => Promise<unknown>

/** The deployed code: its handler, and where in its sources the frames of a failure lie (a source map of what can fail). */
export interface DeployedCode {
  readonly handler: Handler
  /** Error type -> frames, innermost first: `wrapGift (/var/task/fulfil.ts:41:18)`. */
  readonly frames: Readonly<Record<string, readonly string[]>>
}

export interface Run {
  readonly code: DeployedCode
  readonly fn: FunctionShape
  readonly event: unknown
  readonly requestId: string
  readonly traceId: string
  readonly coldStart: boolean
  readonly world: World
  readonly nextId: () => string
  /** Called as each line is written, so that a killed environment's lines are not lost. */
  readonly line: (line: AppLine) => void
  readonly call: (call: DownstreamCall) => void
  readonly note: (note: TraceNote) => void
}

const runtimeFrame = 'Runtime.handleOnceNonStreaming (file:///var/runtime/index.mjs:1306:29)'

const failureOf = (error: unknown, code: DeployedCode): Failure => {
  const { name, message } = error instanceof Error ? error : new Error(String(error))
  const frames = [...(code.frames[name] ?? []), runtimeFrame].map((frame) => `    at ${frame}`)
  return { errorType: name, errorMessage: message, stack: [`${name}: ${message}`, ...frames] }
}

/** The line that Node's runtime writes for `console.info(...)`, in either log format. */
const consoleLine = (
  run: Pick<Run, 'fn' | 'requestId'>,
  at: number,
  level: Level,
  words: readonly unknown[],
): string => {
  const time = new Date(at).toISOString()
  if (run.fn.logFormat === 'Text') return `${time}\t${run.requestId}\t${level}\t${format(...words)}\n`
  const [only] = words
  const message = words.length === 1 && typeof only === 'object' ? only : format(...words)
  return `${JSON.stringify({ timestamp: time, level, requestId: run.requestId, message })}\n`
}

const errorLine = (run: Pick<Run, 'fn' | 'requestId'>, at: number, failure: Failure): string => {
  const { errorType, errorMessage, stack } = failure
  const time = new Date(at).toISOString()
  if (run.fn.logFormat === 'Text')
    return `${time}\t${run.requestId}\tERROR\tInvoke Error \t${JSON.stringify({ errorType, errorMessage, stack })}\n`
  const message = { errorType, errorMessage, stackTrace: stack }
  return `${JSON.stringify({ timestamp: time, level: 'ERROR', requestId: run.requestId, message })}\n`
}

/** One call of deployed code, as Node's runtime makes it: what it wrote, called and answered goes to the callbacks and the result. */
export const runHandler = async (
  run: Run,
): Promise<{ kind: 'success'; payload: unknown } | { kind: 'error'; failure: Failure }> => {
  const { fn, world } = run
  const context: HandlerContext = {
    awsRequestId: run.requestId,
    functionName: fn.name,
    functionArn: fn.arn,
    memoryLimitInMB: fn.memoryMb,
    traceId: run.traceId,
    coldStart: run.coldStart,
    env: fn.environment,
    now: world.now,
    console(level, ...words) {
      const at = world.now()
      run.line({ at, message: consoleLine(run, at, level, words) })
    },
    write: (line) => run.line({ at: world.now(), message: `${line}\n` }),
    trace: run.note,
    async send(outgoing) {
      const { service, operation, resource } = outgoing
      const start = world.now()
      const id = run.nextId()
      const done = (error: string | null) =>
        run.call({ id, service, operation, resource, start, end: world.now(), error })
      try {
        const answer = await world.send(outgoing, id)
        done(null)
        return answer
      } catch (error) {
        done(error instanceof Error ? error.name : 'Error')
        throw error
      }
    },
  }
  try {
    return { kind: 'success', payload: (await run.code.handler(run.event, context)) ?? null }
  } catch (error) {
    const failure = failureOf(error, run.code)
    const at = world.now()
    run.line({ at, message: errorLine(run, at, failure) })
    return { kind: 'error', failure }
  }
}
