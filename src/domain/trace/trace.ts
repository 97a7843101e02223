import type { Span, SpanStatus } from './span.ts'

/** A document that could not be read as a span, by its id where it had one. */
export interface InvalidDocument {
  readonly id: string | null
  readonly reason: string
}

/** The first cause of what went wrong: the deepest faulted span with an exception, in words. */
export interface TraceCause {
  readonly spanId: string
  readonly summary: string
}

/** One trace as a tree. Times are epoch milliseconds. */
export interface Trace {
  /** X-Ray form where the id has one (`1-xxxxxxxx-...`), else as it came. */
  readonly id: string
  /** 32 hex digits; null where the id has no such form. */
  readonly w3cId: string | null
  readonly start: number
  readonly end: number
  /** The worst that a root says. */
  readonly status: SpanStatus
  /** Something still runs, or AWS cut the trace at its limit. */
  readonly partial: boolean
  /** Spans whose parent was named and is not there. They stand as roots. */
  readonly orphans: number
  readonly invalid: readonly InvalidDocument[]
  readonly cause: TraceCause | null
  readonly spanCount: number
  readonly roots: readonly Span[]
}

/** A trace of the list. (X-Ray API: GetTraceSummaries.) Times are epoch milliseconds. */
export interface TraceSummary {
  readonly id: string
  readonly start: number
  readonly durationMs: number | null
  /** Time until the caller had its answer; shorter than the duration where work went on. */
  readonly responseMs: number | null
  readonly status: SpanStatus
  readonly http: { readonly method: string | null; readonly url: string | null; readonly status: number | null } | null
  readonly root: string
  readonly services: readonly string[]
  readonly annotations: Readonly<Record<string, string | number | boolean>>
  readonly user: string | null
  readonly partial: boolean
  readonly revision: number
  /** In words and short, where the summary or the trace itself told one. */
  readonly cause: string | null
}
