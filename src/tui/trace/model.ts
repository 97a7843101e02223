import type { ServiceGraph } from '../../domain/trace/graph.ts'
import type { LinkedTrace } from '../../domain/trace/rows.ts'
import type { Span } from '../../domain/trace/span.ts'
import type { Trace, TraceSummary } from '../../domain/trace/trace.ts'
import type { ExplorerContext, ExplorerStyle, ExplorerWords, LogRow } from './data.ts'
import { emptyList, type ListState } from './list-state.ts'
import type { MapState } from './map-state.ts'
import { emptyTrace, type TraceState } from './trace-state.ts'

export interface Size {
  readonly columns: number
  readonly rows: number
}

/** What the status line says: something to know, something that went wrong, or a text to be copied from the screen. */
export interface Status {
  readonly text: string
  readonly tone: 'note' | 'problem' | 'value'
}

/** What does not change while the explorer is open. */
export interface Setting {
  readonly context: ExplorerContext
  readonly style: ExplorerStyle
  readonly words: ExplorerWords
}

/** Everything the explorer shows. Changed by `step` alone. */
export interface Model {
  readonly setting: Setting
  readonly size: Size
  /** Epoch milliseconds, for ages; moved by an action. */
  readonly now: number
  readonly screen: 'list' | 'trace' | 'map'
  readonly help: { readonly top: number } | null
  readonly prompt: { readonly kind: 'filter' | 'search'; readonly text: string; readonly before: string } | null
  readonly status: Status | null
  /** What the source told along with its answer. */
  readonly notes: readonly string[]
  readonly canFollow: boolean
  readonly list: ListState
  readonly trace: TraceState | null
  readonly map: MapState | null
}

export type Action =
  /** A key by its name (`j`, `space`, `enter`, `ctrl-d`), also a character of a prompt. */
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'size'; readonly size: Size }
  | { readonly kind: 'now'; readonly at: number }
  | { readonly kind: 'summaries'; readonly more: readonly TraceSummary[] }
  | { readonly kind: 'read'; readonly what: 'summaries' | 'follow'; readonly why: string | null }
  | { readonly kind: 'status'; readonly status: Status }
  | { readonly kind: 'note'; readonly text: string }
  | { readonly kind: 'trace'; readonly id: string; readonly trace: Trace | null; readonly why: string | null }
  | {
      readonly kind: 'logs'
      readonly id: string
      readonly key: string
      readonly rows: readonly LogRow[] | null
      readonly why: string | null
    }
  | {
      readonly kind: 'links'
      readonly id: string
      readonly key: string
      readonly linked: readonly LinkedTrace[] | null
      readonly why: string | null
    }
  | { readonly kind: 'graph'; readonly graph: ServiceGraph | null; readonly why: string | null }

/** What the runner has to do for the model. */
export type Effect =
  | { readonly kind: 'fetch'; readonly id: string }
  | {
      readonly kind: 'logs' | 'links'
      readonly id: string
      readonly key: string
      readonly span: Span
      readonly trace: Trace
    }
  | { readonly kind: 'graph' }
  | { readonly kind: 'follow'; readonly on: boolean }
  /** Nobody waits any more for what was asked for there. */
  | { readonly kind: 'leave'; readonly what: 'trace' | 'map' }
  | { readonly kind: 'copy'; readonly text: string }
  | { readonly kind: 'console'; readonly trace: Trace; readonly span: Span | null }
  | { readonly kind: 'quit'; readonly how: 'quit' | 'interrupted' }
  | { readonly kind: 'suspend' }

export interface Step {
  readonly model: Model
  readonly effects: readonly Effect[]
}

export interface Beginning {
  readonly setting: Setting
  readonly size: Size
  readonly now: number
  readonly canFollow: boolean
  /** The trace to begin with; null for the list. */
  readonly open: string | null
}

/** Fewer lines leave no room for details beside the tree, until they are asked for. */
export const DETAIL_FROM_ROWS = 15

export const beginning = ({ setting, size, now, canFollow, open }: Beginning): Step => ({
  model: {
    setting,
    size,
    now,
    screen: open === null ? 'list' : 'trace',
    help: null,
    prompt: null,
    status: null,
    notes: [],
    canFollow,
    list: emptyList,
    trace: open === null ? null : emptyTrace(open, size.rows >= DETAIL_FROM_ROWS),
    map: null,
  },
  effects: open === null ? [] : [{ kind: 'fetch', id: open }],
})

export const only = (model: Model): Step => ({ model, effects: [] })
