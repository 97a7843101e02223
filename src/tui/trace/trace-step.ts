import type { TraceRow } from '../../domain/trace/rows.ts'
import type { Tab } from './detail.ts'
import type { Command } from './keys.ts'
import { layoutOf } from './layout.ts'
import { toMap } from './list-step.ts'
import { type Model, only, type Step } from './model.ts'
import { moved } from './moves.ts'
import { paneLines } from './pane.ts'
import { toMatch } from './prompt-step.ts'
import { columnsFor } from './rows.ts'
import {
  chosen,
  foldAll,
  folding,
  moveTo,
  nextError,
  reveal,
  spanOf,
  type TraceState,
  unfoldAll,
  zoomTo,
} from './trace-state.ts'
import { criticalOf, traceOf } from './tree.ts'

interface At {
  readonly model: Model
  readonly trace: TraceState
  readonly row: TraceRow
  readonly height: number
}

const put = ({ model }: At, trace: TraceState): Step => only({ ...model, trace })

const say = ({ model }: At, text: string): Step => only({ ...model, status: { text, tone: 'note' } })

const back = (model: Model, trace: TraceState): Step => {
  if (trace.detail.focused) return only({ ...model, trace: { ...trace, detail: { ...trace.detail, focused: false } } })
  if (trace.zooms.length > 0) return only({ ...model, trace: { ...trace, zooms: trace.zooms.slice(0, -1) } })
  return { model: { ...model, screen: 'list', trace: null }, effects: [{ kind: 'leave', what: 'trace' }] }
}

/** A linked trace is read when its line is unfolded, never before. */
const readLink = ({ model, trace, row }: At): Step => {
  const from = spanOf(row, trace)
  if (from === null || trace.tree === null || trace.reading.has(from.key)) return only(model)
  return {
    model: { ...model, trace: { ...trace, reading: new Set([...trace.reading, from.key]) } },
    effects: [{ kind: 'links', id: trace.id, key: from.key, span: from.span, trace: traceOf(trace.tree, from.key) }],
  }
}

const unfold = (at: At): Step => {
  const { trace, row, height } = at
  if (row.kind === 'link') return readLink(at)
  if (row.foldable && row.folded) return put(at, folding(trace, [row.key], false, height))
  const next = trace.rows[trace.cursor + 1]
  return put(at, next !== undefined && next.depth > row.depth ? moveTo(trace, trace.cursor + 1, height) : trace)
}

const fold = (at: At): Step => {
  const { trace, row, height } = at
  if (row.foldable && !row.folded) return put(at, folding(trace, [row.key], true, height))
  const parent = trace.tree?.parents.get(row.key)
  const index = trace.rows.findIndex(({ key }) => key === parent)
  return put(at, index < 0 ? trace : moveTo(trace, index, height))
}

const readLogs = (at: At): Step => {
  const { model, trace, row } = at
  const of = spanOf(row, trace)
  const shown = { ...trace, detail: { ...trace.detail, shown: true, tab: 4 as const, top: 0 } }
  const known = of === null ? undefined : trace.logs.get(of.key)
  if (of === null || trace.tree === null || (known !== undefined && known.kind !== 'failed')) return put(at, shown)
  return {
    model: { ...model, trace: { ...shown, logs: new Map([...trace.logs, [of.key, { kind: 'reading' }]]) } },
    effects: [{ kind: 'logs', id: trace.id, key: of.key, span: of.span, trace: traceOf(trace.tree, of.key) }],
  }
}

const tab = (at: At, to: Tab): Step =>
  to === 4 ? readLogs(at) : put(at, { ...at.trace, detail: { ...at.trace.detail, shown: true, tab: to, top: 0 } })

const enter = (at: At): Step => {
  const { trace, row } = at
  if (row.kind === 'link') return readLink(at)
  const { detail } = trace
  return put(at, { ...trace, detail: detail.shown ? { ...detail, focused: true } : { ...detail, shown: true } })
}

const toError = (at: At, direction: 1 | -1): Step => {
  const found = nextError(at.trace, direction)
  return found === null ? say(at, 'nothing went wrong in this trace') : put(at, reveal(at.trace, found, at.height))
}

const resize = (at: At, by: number): Step => {
  const width = layoutOf(at.model).bodyWidth
  const { name } = columnsFor(width, at.trace.nameWidth)
  return put(at, { ...at.trace, nameWidth: columnsFor(width, name + by).name })
}

const copied = ({ model, trace, row }: At): Step => {
  const of = spanOf(row, trace)
  const text =
    row.kind === 'hop'
      ? row.link.trace.id
      : row.kind === 'link'
        ? row.traceId
        : row.depth === 0 || of === null
          ? trace.id
          : of.span.id
  return { model, effects: [{ kind: 'copy', text }] }
}

const commands: Partial<Record<Command, (at: At) => Step>> = {
  enter,
  unfold,
  fold,
  toggle: (at) => (at.row.foldable && !at.row.folded ? fold(at) : at.row.foldable ? unfold(at) : only(at.model)),
  'fold-all': (at) => put(at, foldAll(at.trace, at.height)),
  'unfold-all': (at) => put(at, unfoldAll(at.trace, at.height)),
  focus: (at) =>
    put(at, { ...at.trace, detail: { ...at.trace.detail, shown: true, focused: !at.trace.detail.focused } }),
  details: (at) =>
    put(at, { ...at.trace, detail: { ...at.trace.detail, shown: !at.trace.detail.shown, focused: false } }),
  'tab-1': (at) => tab(at, 1),
  'tab-2': (at) => tab(at, 2),
  'tab-3': (at) => tab(at, 3),
  'tab-4': (at) => tab(at, 4),
  'tab-5': (at) => tab(at, 5),
  logs: readLogs,
  map: ({ model }) => toMap(model, 'trace'),
  'next-error': (at) => toError(at, 1),
  'previous-error': (at) => toError(at, -1),
  search: ({ model }) => only({ ...model, prompt: { kind: 'search', text: '', before: '' } }),
  'next-match': ({ model }) => only(toMatch(model, 1)),
  'previous-match': ({ model }) => only(toMatch(model, -1)),
  critical: (at) =>
    put(at, {
      ...at.trace,
      critical: at.trace.critical === null && at.trace.tree ? criticalOf(at.trace.tree.trace) : null,
    }),
  zoom: (at) => {
    const next = zoomTo(at.trace, at.row)
    return next === at.trace ? say(at, 'there is nothing to zoom to') : put(at, next)
  },
  'zoom-out': (at) => put(at, { ...at.trace, zooms: at.trace.zooms.slice(0, -1) }),
  narrower: (at) => resize(at, -4),
  wider: (at) => resize(at, 4),
  copy: copied,
  console: (at) => ({
    model: at.model,
    effects: [
      { kind: 'console', trace: traceOf(at.trace.tree!, at.row.key), span: spanOf(at.row, at.trace)?.span ?? null },
    ],
  }),
}

/** Moves in what the pane holds, up to where its last line is at the bottom. */
const scroll = (at: At, command: Command): Step | null => {
  const { detail } = at.trace
  const { height } = layoutOf(at.model).detail
  const count = paneLines(at.model).length
  const to = moved(command, detail.top, height, count)
  if (to === null) return null
  return put(at, { ...at.trace, detail: { ...detail, top: Math.max(0, Math.min(count - height, to)) } })
}

export const traceStep = (model: Model, command: Command): Step => {
  const { trace } = model
  if (trace === null) return only({ ...model, screen: 'list' })
  if (command === 'back') return back(model, trace)
  if (command === 'again')
    return {
      model: { ...model, trace: { ...trace, why: null }, status: { text: 'reading it again', tone: 'note' } },
      effects: [
        { kind: 'leave', what: 'trace' },
        { kind: 'fetch', id: trace.id },
      ],
    }
  const row = chosen(trace)
  if (row === null || trace.tree === null) return only(model)
  const height = layoutOf(model).body
  const at = { model, trace, row, height }
  if (trace.detail.focused) {
    const scrolled = scroll(at, command)
    if (scrolled !== null) return scrolled
  }
  const to = moved(command, trace.cursor, height, trace.rows.length)
  if (to !== null) return put(at, moveTo(trace, to, height))
  return commands[command]?.(at) ?? only(model)
}
