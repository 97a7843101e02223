import type { ServiceGraph } from '../../domain/trace/graph.ts'
import type { LinkedTrace } from '../../domain/trace/rows.ts'
import type { Span } from '../../domain/trace/span.ts'
import type { Trace, TraceSummary } from '../../domain/trace/trace.ts'

/** A line of the log as the detail pane shows it. Untrusted text: it is made safe where it is drawn. */
export interface LogRow {
  /** Epoch milliseconds; null where the line has no time of its own. */
  readonly time: number | null
  /** `ERROR`, `WARN` ...; null where the line says none. */
  readonly level: string | null
  /** Which function or API stage wrote it; null where that is clear. */
  readonly source: string | null
  /** The message; the second and later ones belong to the first (stack frames). */
  readonly lines: readonly string[]
}

/**
 * Where the explorer's data comes from. It knows no AWS: each call is made when a person asks for it, and its signal is aborted as soon
 * as they turn away. What a call throws is told in the status line (message and hint of a Problem), never fatal.
 */
export interface TraceSource {
  /** Summaries as they are found, in any order; a later one of the same id replaces the earlier. It may go on for ever. */
  readonly summaries: AsyncIterable<TraceSummary>
  /** New traces from now on, until the signal is aborted; null where `summaries` itself goes on. */
  readonly follow: ((signal: AbortSignal) => AsyncIterable<TraceSummary>) | null
  /** What a person should know about the answer: tracing is off, sampling, what was denied. Whole sentences. */
  readonly notes: AsyncIterable<string> | null
  readonly fetch: (id: string, signal: AbortSignal) => Promise<Trace>
  readonly logs: (span: Span, trace: Trace, signal: AbortSignal) => Promise<readonly LogRow[]>
  readonly links: (trace: Trace, span: Span, signal: AbortSignal) => Promise<readonly LinkedTrace[]>
  readonly graph: (signal: AbortSignal) => Promise<ServiceGraph>
  /** https address of its page in the AWS console; null where there is none. */
  readonly console: (trace: Trace, span: Span | null) => string | null
}

/** What is looked at, for the title line. */
export interface ExplorerContext {
  readonly stack: string
  readonly region: string | null
  /** In words: `last 15 min`. */
  readonly window: string
  /** What narrows it, in words: `faults only`; empty where nothing does. */
  readonly narrowed: readonly string[]
}

export interface ExplorerStyle {
  readonly color: boolean
  /** Else glyphs are ASCII. */
  readonly unicode: boolean
  /** IANA name; undefined = this machine's. */
  readonly timeZone: string | undefined
}

/** How texts are made, handed in by the caller, so that the explorer says them as the static output does. */
export interface ExplorerWords {
  /** Untrusted text without anything that a terminal could act on, in one line. */
  readonly safe: (text: string) => string
  /** `46 ms`, `3.02 s` */
  readonly duration: (ms: number) => string
  /** `9 s`, `41 min`: how long ago, in one word. */
  readonly ago: (at: number, now: number) => string
}

export interface ExplorerOptions {
  readonly context: ExplorerContext
  readonly source: TraceSource
  readonly style: ExplorerStyle
  readonly words: ExplorerWords
  /** Epoch milliseconds. */
  readonly now: () => number
  /** Both must be terminals. */
  readonly input: NodeJS.ReadStream
  readonly screen: NodeJS.WriteStream
  /** Stops the explorer from outside: the screen is restored and the signal's reason thrown. */
  readonly signal: AbortSignal
  /** Begin with this trace instead of the list. */
  readonly open?: string
  /** Shows an address in a browser: false where there is none, so that it is only printed. */
  readonly browse?: (url: string) => boolean
}
