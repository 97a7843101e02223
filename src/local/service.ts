/**
 * What one AWS service of the embedded cloud is: a wire protocol and a table of operations.
 * The gateway reads the request, finds the operation, and writes its answer or its error in that protocol's shape.
 */
export interface LocalService {
  /** AWS's signing name: `logs`, `cloudformation`, `lambda` ... */
  readonly name: string
  readonly protocol: Protocol
  /** Operation name (as AWS spells it) -> handler. An operation that is not here answers 501. */
  readonly operations: Readonly<Record<string, Operation>>
}

export type Protocol =
  | { readonly kind: 'json'; readonly version: '1.0' | '1.1'; readonly target: string }
  | { readonly kind: 'query'; readonly version: string; readonly namespace: string }
  | { readonly kind: 'rest-json'; readonly routes: readonly Route[] }

/** `POST /2015-03-31/functions/{name}/invocations` -> `Invoke`. `{name+}` takes slashes too. */
export interface Route {
  readonly operation: string
  readonly method: string
  readonly path: string
}

/** Input: the parsed body (JSON), the flat form (Query: `a.member.1`), or path and query parameters with `body` (REST). */
export type Operation = (input: Record<string, unknown>, call: Call) => unknown | Promise<unknown>

export interface Call {
  readonly service: string
  readonly operation: string
  readonly region: string
  readonly requestId: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Buffer
  /** Aborts when the client went away or the cloud closes: what streams, stops then. */
  readonly signal: AbortSignal
  /** Epoch milliseconds, from the cloud's clock. */
  now(): number
  /** For an answer that is not the protocol's plain one (an invoke's payload, an event stream). */
  respond(answer: {
    status: number
    headers?: Record<string, string>
    body: string | Buffer | AsyncIterable<Uint8Array>
  }): RawAnswer
}

export class RawAnswer {
  readonly status: number
  readonly headers: Record<string, string>
  readonly body: string | Buffer | AsyncIterable<Uint8Array>
  constructor(status: number, headers: Record<string, string>, body: string | Buffer | AsyncIterable<Uint8Array>) {
    this.status = status
    this.headers = headers
    this.body = body
  }
}

/** An error with AWS's own name: `ResourceNotFoundException`, `ValidationError` ... */
export class ServiceError extends Error {
  readonly code: string
  readonly status: number
  constructor(code: string, message: string, status = 400) {
    super(message)
    this.code = code
    this.status = status
  }
}
