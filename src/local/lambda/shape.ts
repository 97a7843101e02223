/** A function as the runtime needs it: what a template and a deploy decide about it. */
export interface FunctionShape {
  readonly stack: string
  readonly logicalId: string
  readonly name: string
  readonly arn: string
  readonly memoryMb: number
  readonly timeoutMs: number
  readonly logFormat: 'Text' | 'JSON'
  readonly logGroup: string
  /** `/aws/lambda/NAME` is its own; in any other group its streams carry its name. */
  readonly sharedGroup: boolean
  readonly tracing: boolean
  readonly packageType: 'Zip' | 'Image'
  readonly runtime: string
  readonly environment: Readonly<Record<string, string>>
}

/** The trace an invocation belongs to: `parentId` is the span that caused it, null at the root of a trace. */
export interface TraceContext {
  readonly traceId: string
  readonly parentId: string | null
  readonly sampled: boolean
}

/** One call of a handler to another service, as X-Ray's subsegment shows it. Times in epoch ms. */
export interface DownstreamCall {
  readonly id: string
  readonly service: 'DynamoDB' | 'SNS' | 'S3' | 'remote'
  readonly operation: string
  /** Table, topic ARN, bucket or host. */
  readonly resource: string
  readonly start: number
  readonly end: number
  readonly error: string | null
}

/** What a handler tells the tracer of itself: it stands on the subsegment of the handler, as a function can't write on its segment. */
export interface TraceNote {
  readonly user?: string
  /** Found by filter expressions. */
  readonly annotations: Readonly<Record<string, string | number | boolean>>
  /** Namespace -> what is kept in it. */
  readonly metadata?: Readonly<Record<string, unknown>>
}

/** A line of the function's own, finished: as CloudWatch keeps it. */
export interface AppLine {
  readonly at: number
  readonly message: string
}

export interface Failure {
  readonly errorType: string
  readonly errorMessage: string
  /** As the runtime prints it: the first line is `Type: message`. */
  readonly stack: readonly string[]
}

/** One invocation, done: everything that its log lines and its trace documents are written from. Times in epoch ms. */
export interface Invocation {
  readonly fn: FunctionShape
  readonly requestId: string
  readonly stream: string
  readonly start: number
  readonly durationMs: number
  /** Only in a new execution environment. */
  readonly init: { readonly start: number; readonly durationMs: number } | null
  readonly maxMemoryMb: number
  readonly trace: TraceContext
  readonly ids: SegmentIds
  readonly app: readonly AppLine[]
  readonly calls: readonly DownstreamCall[]
  readonly note: TraceNote | null
  readonly outcome:
    | { readonly kind: 'success'; readonly payload: unknown }
    | { readonly kind: 'error'; readonly failure: Failure }
    | { readonly kind: 'timeout' }
  /** The message's publisher, for an invocation that begins a trace of its own (SQS). */
  readonly link: { readonly traceId: string; readonly id: string } | null
}

/** Span ids, chosen before the handler runs: its log line and its children name them. */
export interface SegmentIds {
  readonly service: string
  readonly fn: string
  readonly invocation: string
  readonly init: string
  readonly overhead: string
}
