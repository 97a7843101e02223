/** `error` is a 4xx, `throttle` a 429, `fault` a 5xx or an unhandled exception; `running` has not ended. */
export type SpanStatus = 'ok' | 'error' | 'fault' | 'throttle' | 'running'

/** OpenTelemetry's span kinds. A segment serves, a subsegment that calls AWS or a remote host is a client, any other is internal. */
export type SpanKind = 'server' | 'client' | 'internal' | 'producer' | 'consumer'

/** A value of an annotation (X-Ray indexes them) or of an OpenTelemetry attribute. */
export type FieldValue = string | number | boolean

export interface SpanHttp {
  readonly method: string | null
  readonly url: string | null
  readonly status: number | null
  readonly clientIp: string | null
  readonly userAgent: string | null
  readonly contentLength: number | null
}

/** One frame of an exception's stack, as the app's own runtime wrote it. */
export interface StackFrame {
  readonly path: string | null
  readonly line: number | null
  readonly label: string | null
}

export interface SpanException {
  readonly id: string | null
  readonly type: string | null
  readonly message: string | null
  /** The failure came back from a downstream call. */
  readonly remote: boolean
  readonly stack: readonly StackFrame[]
  /** Frames or exceptions that the SDK left out. */
  readonly truncated: number
  /** The id of the exception that caused this one. */
  readonly causeId: string | null
}

/** A database call. (X-Ray segment document: `sql`; OpenTelemetry: `db.*`.) */
export interface SpanSql {
  readonly url: string | null
  readonly query: string | null
  readonly databaseType: string | null
  readonly user: string | null
}

/** A tie to another trace. `direction` says where the other one stands: its `parent` came before, its `child` after. */
export interface SpanLink {
  readonly traceId: string
  readonly spanId: string | null
  readonly direction: 'parent' | 'child' | 'unknown'
}

/** What AWS said about the call or the place: operation, table, queue, retries ... Ids and names as AWS writes them. */
export interface SpanAws {
  readonly operation: string | null
  readonly region: string | null
  readonly accountId: string | null
  readonly requestId: string | null
  /** The function's ARN, where the segment or span is one of Lambda's. */
  readonly functionArn: string | null
  readonly logGroups: readonly string[]
  readonly retries: number | null
  /** Every other field that was given, as it was. */
  readonly other: Readonly<Record<string, unknown>>
}

/**
 * One call that was tried more than once. It stands on the span of the call where the tries are below it or were only counted
 * (Lambda's `Attempt #n`, an SDK's `attempt`, `aws.retries`); where the tries are neighbours, on the last of them.
 */
export interface SpanAttempts {
  readonly count: number
  readonly failed: number
}

/** One span of a built trace. Times are epoch milliseconds with fractions as they were sent. */
export interface Span {
  readonly id: string
  readonly traceId: string
  /** The id of the span above in the tree; null for a root, also where the parent that was named is missing. */
  readonly parentId: string | null
  readonly depth: number
  /** The id of the segment (document) it came in; its own id for a segment, null for an OpenTelemetry span. */
  readonly segmentId: string | null
  readonly name: string
  /** Who did it: the name of the segment it came in, OpenTelemetry's `service.name`; never empty. Bars are coloured by it. */
  readonly service: string
  readonly kind: SpanKind
  /** X-Ray's origin, such as `AWS::Lambda::Function`; null where none was said. */
  readonly origin: string | null
  readonly namespace: string | null
  /** ARN, or the name of the table, queue, topic, bucket that it touched. */
  readonly resource: string | null
  readonly start: number
  /** Null while running. */
  readonly end: number | null
  /** Null while running. */
  readonly durationMs: number | null
  /** Time in which no child was at work; null while running. */
  readonly selfMs: number | null
  readonly status: SpanStatus
  readonly http: SpanHttp | null
  readonly sql: SpanSql | null
  readonly aws: SpanAws | null
  readonly user: string | null
  readonly annotations: Readonly<Record<string, FieldValue>>
  readonly metadata: Readonly<Record<string, unknown>>
  readonly exceptions: readonly SpanException[]
  /** Nobody instrumented it: X-Ray wrote it from its caller's words. */
  readonly inferred: boolean
  /** Ids of documents that are shown as this span: an inferred double, a copy, an older revision under another id. */
  readonly mergedIds: readonly string[]
  readonly attempts: SpanAttempts | null
  /** Which try of one call this is, from 1; null where it was not tried more than once. */
  readonly attempt: number | null
  readonly links: readonly SpanLink[]
  /** The Lambda (or service) request id, to find its log lines. */
  readonly requestId: string | null
  /** Ids of spans that had to end before this one. */
  readonly precursorIds: readonly string[]
  /** What a person should know: `cold-start`, a clock that disagrees with its parent's, a hop that nobody traced, a parent that is missing. */
  readonly marks: readonly SpanMark[]
  readonly children: readonly Span[]
}

export type SpanMark = 'cold-start' | 'restore' | 'clock-skew' | 'untraced-hop' | 'orphan' | 'cycle' | 'fan-in'
