import { flatten } from '../../domain/trace/flatten.ts'
import { spanLabel } from '../../domain/trace/label.ts'
import type { Bounds, LinkedTrace, TraceRow } from '../../domain/trace/rows.ts'
import type { Span } from '../../domain/trace/span.ts'
import { isBad } from '../../domain/trace/status.ts'
import type { Trace } from '../../domain/trace/trace.ts'
import { follow } from '../viewport.ts'
import type { Tab } from './detail.ts'
import type { Logs } from './log-lines.ts'
import { ancestors, criticalOf, type Tree, treeOf } from './tree.ts'

export interface TraceState {
  readonly id: string
  /** Null while it is being read, or where that failed: `why` says so. */
  readonly tree: Tree | null
  readonly why: string | null
  readonly folded: ReadonlySet<string>
  /** What is not hidden by a fold. */
  readonly rows: readonly TraceRow[]
  readonly cursor: number
  readonly top: number
  /** What the axis is zoomed to, the last one counts; empty for the whole trace. */
  readonly zooms: readonly Bounds[]
  readonly nameWidth: number | null
  readonly critical: ReadonlyMap<string, readonly Bounds[]> | null
  readonly detail: { readonly shown: boolean; readonly focused: boolean; readonly tab: Tab; readonly top: number }
  /** By row key. */
  readonly logs: ReadonlyMap<string, Logs>
  /** Keys of spans whose links are being read. */
  readonly reading: ReadonlySet<string>
  readonly search: string
}

export const emptyTrace = (id: string, detail: boolean): TraceState => ({
  id,
  tree: null,
  why: null,
  folded: new Set(),
  rows: [],
  cursor: 0,
  top: 0,
  zooms: [],
  nameWidth: null,
  critical: null,
  detail: { shown: detail, focused: false, tab: 1, top: 0 },
  logs: new Map(),
  reading: new Set(),
  search: '',
})

export const chosen = ({ rows, cursor }: TraceState): TraceRow | null => rows[cursor] ?? null

/** The span that a line tells of: itself, the one that a hop begins with, the one that names a link. */
export const spanOf = (
  row: TraceRow | null,
  { tree }: Pick<TraceState, 'tree'>,
): { span: Span; key: string } | null => {
  if (row === null || tree === null) return null
  if (row.kind === 'span') return { span: row.span, key: row.key }
  if (row.kind === 'hop') return null
  const above = ancestorSpan(row.key, tree)
  return above?.span.id === row.spanId ? above : null
}

const ancestorSpan = (key: string, tree: Tree): { span: Span; key: string } | null => {
  for (let up = tree.parents.get(key); up !== undefined; up = tree.parents.get(up)) {
    const row = tree.all[tree.at.get(up)!]!
    if (row.kind === 'span') return { span: row.span, key: row.key }
  }
  return null
}

const at = (state: TraceState, cursor: number, height: number): TraceState => {
  const kept = Math.max(0, Math.min(state.rows.length - 1, cursor))
  const detail = kept === state.cursor ? state.detail : { ...state.detail, top: 0 }
  return { ...state, cursor: kept, detail, top: follow(kept, state.top, height, state.rows.length) }
}

export const moveTo = at

/** Rows for another set of folds; the chosen line stays, or what it is now folded into. */
const refolded = (
  state: TraceState,
  tree: Tree,
  folded: ReadonlySet<string>,
  height: number,
  key?: string,
): TraceState => {
  const rows = folded.size === 0 ? tree.all : flatten(tree.trace, { folded, linked: tree.linked })
  const wanted = key ?? chosen(state)?.key
  const seen = folded.size === 0 ? tree.at : new Map(rows.map((row, index) => [row.key, index]))
  const path = wanted === undefined ? [] : [wanted, ...ancestors(tree, wanted)]
  const found = path.find((one) => seen.has(one))
  return at({ ...state, tree, folded, rows }, found === undefined ? state.cursor : seen.get(found)!, height)
}

/** The trace has come: the cursor stands on the first cause, or on the root. */
export const withTrace = (state: TraceState, trace: Trace, height: number): TraceState => {
  const again = state.tree !== null
  const tree = treeOf(trace, state.tree?.linked ?? new Map())
  const cause = trace.cause && tree.all.find((row) => row.kind === 'span' && row.span.id === trace.cause?.spanId)
  const next = { ...state, why: null, critical: state.critical && criticalOf(trace) }
  return refolded(next, tree, state.folded, height, again ? undefined : (cause?.key ?? tree.all[0]?.key))
}

export const withLinked = (
  state: TraceState,
  key: string,
  linked: readonly LinkedTrace[],
  height: number,
): TraceState => {
  const reading = new Set(state.reading)
  reading.delete(key)
  if (state.tree === null) return { ...state, reading }
  const from = chosen(state)
  const tree = treeOf(state.tree.trace, new Map([...state.tree.linked, [key, linked]]))
  // The line that told of a link is gone now: what it led to stands there, or else its span is where the person was.
  const came = tree.all.find((row) => row.kind === 'hop' && row.link === linked[0])?.key ?? key
  const wanted = from === null || tree.at.has(from.key) ? from?.key : came
  return refolded({ ...state, reading }, tree, state.folded, height, wanted)
}

export const folding = (state: TraceState, keys: Iterable<string>, fold: boolean, height: number): TraceState => {
  if (state.tree === null) return state
  const folded = new Set(state.folded)
  for (const key of keys) fold ? folded.add(key) : folded.delete(key)
  return refolded(state, state.tree, folded, height)
}

export const foldAll = (state: TraceState, height: number): TraceState => {
  if (state.tree === null) return state
  const keys = state.tree.all
    .filter((row) => row.foldable && row.kind !== 'link' && row.depth > 0)
    .map(({ key }) => key)
  return folding(state, keys, true, height)
}

export const unfoldAll = (state: TraceState, height: number): TraceState =>
  folding(state, [...state.folded], false, height)

/** To the line with this key, unfolding what hides it. */
export const reveal = (state: TraceState, key: string, height: number): TraceState => {
  if (state.tree === null) return state
  const hiding = ancestors(state.tree, key).filter((one) => state.folded.has(one))
  const open = hiding.length === 0 ? state : folding(state, hiding, false, height)
  return at(
    open,
    open.rows.findIndex((row) => row.key === key),
    height,
  )
}

const fieldsText = (fields: Readonly<Record<string, unknown>>): string =>
  Object.entries(fields)
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' ')

/** What a search looks through. */
const textOf = (row: TraceRow): string => {
  if (row.kind === 'hop') return row.link.through
  if (row.kind === 'link') return row.traceId
  const { span } = row
  const exceptions = span.exceptions.map(({ type, message }) => `${type} ${message}`)
  const found = [
    span.name,
    spanLabel(span),
    span.id,
    span.requestId,
    span.resource,
    fieldsText(span.annotations),
    ...exceptions,
  ]
  return found.join(' ').toLowerCase()
}

/** The next row (or the one before) that fits, around the end, whatever is folded; null where none does. */
const around = (state: TraceState, step: 1 | -1, fits: (row: TraceRow) => boolean): string | null => {
  const { tree } = state
  const from = chosen(state)
  if (tree === null || from === null) return null
  const count = tree.all.length
  const start = tree.at.get(from.key) ?? 0
  for (let n = 1; n <= count; n++) {
    const row = tree.all[(start + step * n + count * 2) % count]!
    if (fits(row)) return row.key
  }
  return null
}

export const nextError = (state: TraceState, step: 1 | -1): string | null =>
  around(state, step, (row) => row.kind === 'span' && isBad(row.span.status))

export const nextMatch = (state: TraceState, step: 1 | -1): string | null => {
  const words = state.search.toLowerCase().split(' ').filter(Boolean)
  if (words.length === 0) return null
  return around(state, step, (row) => {
    const text = textOf(row)
    return words.every((word) => text.includes(word))
  })
}

export const boundsOf = ({ zooms, tree }: TraceState): Bounds => zooms.at(-1) ?? tree?.bounds ?? { start: 0, end: 1 }

export const zoomTo = (state: TraceState, row: TraceRow): TraceState => {
  const [start, end] =
    row.kind === 'span'
      ? [row.span.start, row.span.end ?? state.tree?.bounds.end ?? row.span.start]
      : row.kind === 'hop'
        ? [row.from, row.to]
        : [0, 0]
  const now = boundsOf(state)
  if (!(end > start) || (start === now.start && end === now.end)) return state
  return { ...state, zooms: [...state.zooms, { start, end }] }
}
