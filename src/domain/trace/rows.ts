import type { Span, SpanStatus } from './span.ts'
import type { Trace } from './trace.ts'

/** A trace that hangs under a span of another one, with the wait between them. */
export interface LinkedTrace {
  readonly trace: Trace
  /** What carried it: a queue, topic, bus or state machine by name. */
  readonly through: string
  readonly carrier: 'SQS' | 'SNS' | 'EventBridge' | 'Step Functions' | null
  /** From the end of the span that sent it to the first span of the linked trace; below zero where the clocks disagree. */
  readonly waitMs: number
  /** How many traces fed the one that received them; above 1 it is a batch. */
  readonly fanIn: number
}

/** One line of a waterfall. */
export type TraceRow =
  | {
      readonly kind: 'span'
      /** Unique over all rows, also where traces are stitched: `traceId/spanId`. */
      readonly key: string
      readonly span: Span
      readonly depth: number
      readonly foldable: boolean
      readonly folded: boolean
      /** The worst status below, and how many spans are hidden, while folded. */
      readonly hidden: { readonly count: number; readonly worst: SpanStatus } | null
    }
  | {
      readonly kind: 'hop'
      readonly key: string
      readonly link: LinkedTrace
      readonly depth: number
      readonly foldable: true
      readonly folded: boolean
      readonly hidden: { readonly count: number; readonly worst: SpanStatus } | null
      /** Milliseconds of the axis on which nothing but waiting happened. */
      readonly from: number
      readonly to: number
    }
  | {
      /** A link that has not been followed yet: unfolding it costs a call. */
      readonly kind: 'link'
      readonly key: string
      readonly spanId: string
      readonly traceId: string
      readonly direction: 'parent' | 'child' | 'unknown'
      readonly depth: number
      readonly foldable: true
      readonly folded: true
    }

export interface Bounds {
  readonly start: number
  readonly end: number
}
