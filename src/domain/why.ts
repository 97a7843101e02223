import type { SpanStatus } from './trace/span.ts'

/** What sort of id was asked for. */
export type WhyKind = 'request' | 'trace' | 'api-request' | 'execution' | 'message' | 'unknown'

/** One thing that happened. Times are epoch milliseconds. */
export interface WhyMoment {
  readonly time: number
  /** Who: a function, API, queue, state machine, by the name a person knows. */
  readonly source: string
  /** `log`: a line; `span`: a part of a trace; `invocation`: a function's run as its REPORT tells it. */
  readonly kind: 'log' | 'span' | 'invocation' | 'message' | 'deploy'
  /** In words, one line. */
  readonly text: string
  /** The request, trace or message that it belongs to. */
  readonly ref: string | null
  /** Null where it says nothing of success: a log line. */
  readonly status?: SpanStatus | null
  readonly durationMs?: number | null
  /** Which run of its function it is, from 1; null where there was but one. */
  readonly attempt?: number | null
  /** Of a log line, where it said one. */
  readonly level?: string | null
}

export interface WhyException {
  readonly type: string | null
  readonly message: string | null
  /** Where in the app's own code. */
  readonly frame: { readonly path: string | null; readonly line: number | null; readonly label: string | null } | null
}

export interface WhyCause {
  /** One sentence: who failed, with what, where. */
  readonly summary: string
  readonly spanId: string | null
  readonly requestId: string | null
  readonly exception: WhyException | null
  /** When the same failure was first seen, where that was after the last deploy and never before it. */
  readonly sinceDeploy?: { readonly firstSeen: number; readonly deployAt: number } | null
}

/** A place that was looked into for the id. */
export interface WhySearched {
  /** `log group /aws/lambda/orders-FulfilOrder`, `X-Ray`, `aws/spans`. */
  readonly where: string
  /** What stood there: matching lines or spans. */
  readonly found: number
}

/** All that is known of one id, joined in time. */
export interface WhyAnswer {
  readonly id: string
  readonly kind: WhyKind
  /** Null where nothing failed, or nothing was found. */
  readonly cause: WhyCause | null
  /** Oldest first. */
  readonly timeline: readonly WhyMoment[]
  readonly searched: readonly WhySearched[]
  /** The trace that it belongs to, where one is known: what to show next. */
  readonly traceId: string | null
}
