import type {
  LambdaClient as Client,
  InvokeCommandOutput,
  InvokeWithResponseStreamCommandOutput,
} from '@aws-sdk/client-lambda'
import { createClient } from '../../aws/client.ts'
import type { Session } from '../../aws/session.ts'
import type { InvocationType, InvokeReply } from '../../domain/invoke.ts'
import { isProblem, Problem } from '../../domain/problem.ts'
import { invokeProblem } from './invoke-errors.ts'

/** One invocation. (Lambda API: Invoke) */
export interface InvokeRequest {
  /** Name or ARN, without a qualifier. */
  readonly name: string
  /** What a person calls it. */
  readonly shown: string
  readonly qualifier: string | null
  readonly type: InvocationType
  readonly payload: Uint8Array
  /** JSON text. */
  readonly clientContext: string | null
  readonly tenant: string | null
  /** Of a durable execution. */
  readonly executionName: string | null
  /** `Root=1-...;Sampled=1`: the trace that the invocation is to be of. */
  readonly traceHeader: string | null
  /** How long the function may run: the connection stays open for longer. */
  readonly timeoutMs: number
}

interface Heard {
  requestId: string | null
  traceId: string | null
}

interface Middle {
  readonly request?: { readonly headers: Record<string, string> }
}
type Next = (args: Middle) => Promise<{ readonly response?: unknown }>
interface Stack {
  add(middleware: (next: Next) => Next, options: { step: 'build'; name: string; priority: 'low' }): void
}

/** Sends the trace header, and hears what the SDK does not tell of the answer: its trace. */
const listen = (command: { readonly middlewareStack: object }, traceHeader: string | null): Heard => {
  const heard: Heard = { requestId: null, traceId: null }
  const middleware = (next: Next): Next => {
    return async (args) => {
      if (traceHeader !== null && args.request) args.request.headers['X-Amzn-Trace-Id'] = traceHeader
      const result = await next(args)
      const { headers = {} } = (result.response ?? {}) as { headers?: Readonly<Record<string, string>> }
      heard.requestId = headers['x-amzn-requestid'] ?? null
      heard.traceId =
        /Root=(1-[0-9a-f]{8}-[0-9a-f]{24})/.exec(headers['x-amzn-trace-id'] ?? traceHeader ?? '')?.[1] ?? null
      return result
    }
  }
  ;(command.middlewareStack as Stack).add(middleware, { step: 'build', name: 'slsopsInvoke', priority: 'low' })
  return heard
}

/** A function is waited for beyond its own timeout; then Lambda has answered, or nobody will. */
const GRACE_MS = 10_000

const sent = async <T>(
  session: Session,
  request: InvokeRequest,
  operation: string,
  signal: AbortSignal,
  run: (client: Client, sdk: typeof import('@aws-sdk/client-lambda')) => Promise<T>,
): Promise<T> => {
  const sdk = await import('@aws-sdk/client-lambda')
  signal.throwIfAborted()
  const client = createClient(session, 'lambda', sdk.LambdaClient, {
    // What runs a function is sent once: nobody knows whether it may run twice.
    maxAttempts: 1,
    idleMs: request.timeoutMs + GRACE_MS,
  })
  try {
    return await run(client, sdk)
  } catch (error) {
    if (signal.aborted) throw signal.reason
    if (isProblem(error)) throw error
    const { profile, region } = session
    const endpoint = session.endpoint('lambda')
    throw invokeProblem(error, request.shown, { operation, resource: request.shown, profile, region, endpoint })
  }
}

const decoded = (base64: string | undefined): string | null =>
  base64 === undefined ? null : Buffer.from(base64, 'base64').toString('utf8')

const replyOf = (answer: InvokeCommandOutput, heard: Heard): InvokeReply => ({
  statusCode: answer.StatusCode ?? 0,
  functionError: answer.FunctionError ?? null,
  payload: answer.Payload ?? new Uint8Array(),
  executedVersion: answer.ExecutedVersion ?? null,
  logTail: decoded(answer.LogResult),
  requestId: heard.requestId ?? answer.$metadata.requestId ?? null,
  traceId: heard.traceId,
  durableExecutionArn: answer.DurableExecutionArn ?? null,
})

const optional = <T extends object>(fields: T): Partial<{ [K in keyof T]: NonNullable<T[K]> }> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as Partial<{
    [K in keyof T]: NonNullable<T[K]>
  }>

/**
 * Sends an invocation, exactly once, and gives what came back: a function that failed is an answer too. Rejects with a Problem, which says whether
 * the function may have run, or with the signal's reason; an abort does not stop the function. (Lambda API: Invoke)
 */
export const invoke = (session: Session, request: InvokeRequest, signal: AbortSignal): Promise<InvokeReply> =>
  sent(session, request, 'lambda:InvokeFunction', signal, async (client, sdk) => {
    const command = new sdk.InvokeCommand({
      FunctionName: request.name,
      InvocationType: request.type,
      Payload: request.payload,
      ...(request.type === 'RequestResponse' ? { LogType: 'Tail' as const } : {}),
      ...optional({
        Qualifier: request.qualifier,
        ClientContext: request.clientContext && Buffer.from(request.clientContext).toString('base64'),
        TenantId: request.tenant,
        DurableExecutionName: request.executionName,
      }),
    })
    const heard = listen(command, request.traceHeader)
    return replyOf(await client.send(command, { abortSignal: signal }), heard)
  })

/** The same, each part of the answer told as it comes. (Lambda API: InvokeWithResponseStream) */
export const invokeStreaming = (
  session: Session,
  request: InvokeRequest,
  signal: AbortSignal,
  part: (bytes: Uint8Array) => void | Promise<void>,
): Promise<InvokeReply> =>
  sent(session, request, 'lambda:InvokeFunction', signal, async (client, sdk) => {
    const command = new sdk.InvokeWithResponseStreamCommand({
      FunctionName: request.name,
      InvocationType: 'RequestResponse',
      LogType: 'Tail',
      Payload: request.payload,
      ...optional({
        Qualifier: request.qualifier,
        ClientContext: request.clientContext && Buffer.from(request.clientContext).toString('base64'),
        TenantId: request.tenant,
      }),
    })
    const heard = listen(command, request.traceHeader)
    return streamed(await client.send(command, { abortSignal: signal }), heard, request, part)
  })

const streamed = async (
  answer: InvokeWithResponseStreamCommandOutput,
  heard: Heard,
  request: InvokeRequest,
  part: (bytes: Uint8Array) => void | Promise<void>,
): Promise<InvokeReply> => {
  const parts: Uint8Array[] = []
  for await (const { PayloadChunk, InvokeComplete } of answer.EventStream ?? []) {
    if (PayloadChunk?.Payload) {
      parts.push(PayloadChunk.Payload)
      await part(PayloadChunk.Payload)
    }
    if (!InvokeComplete) continue
    const { ErrorCode, ErrorDetails, LogResult } = InvokeComplete
    const whole = Buffer.concat(parts)
    return {
      statusCode: answer.StatusCode ?? 0,
      functionError: ErrorCode ?? null,
      // A function that failed before it wrote anything has said why beside the stream.
      payload: whole.length === 0 && ErrorDetails ? Buffer.from(ErrorDetails) : whole,
      executedVersion: answer.ExecutedVersion ?? null,
      logTail: decoded(LogResult),
      requestId: heard.requestId ?? answer.$metadata.requestId ?? null,
      traceId: heard.traceId,
      durableExecutionArn: null,
    }
  }
  throw new Problem('StreamBroken', `the answer of ${request.shown} ended before its end`, {
    hint: 'the function may go on, or have failed: its log tells (slsops tail --since 5m)',
  })
}
