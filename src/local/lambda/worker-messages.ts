import type { AppLine, DownstreamCall, Failure, FunctionShape, TraceNote } from './shape.ts'

/** What an execution environment is started with. */
export interface WorkerStart {
  /** Name of the code in the sample app's table. */
  readonly code: string
  readonly endpoint: string
  readonly region: string
}

export interface WorkerJob {
  readonly fn: FunctionShape
  readonly event: unknown
  readonly requestId: string
  readonly traceId: string
  readonly sampled: boolean
  readonly coldStart: boolean
  /** What the cloud's clock is ahead of the wall clock, ms. */
  readonly clockOffset: number
  /** Seed of the span ids that are made in this invocation: 8 hex digits. */
  readonly idPrefix: string
}

export type WorkerNews =
  | { readonly kind: 'ready' }
  | { readonly kind: 'line'; readonly line: AppLine }
  | { readonly kind: 'call'; readonly call: DownstreamCall }
  | { readonly kind: 'note'; readonly note: TraceNote }
  | {
      readonly kind: 'done'
      readonly result:
        | { readonly kind: 'success'; readonly payload: unknown }
        | { readonly kind: 'error'; readonly failure: Failure }
      readonly heapMb: number
    }
