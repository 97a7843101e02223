import { type DetailOf, detailLines, detailTitle } from './detail.ts'
import { layoutOf } from './layout.ts'
import { type Line, looks, segment } from './line.ts'
import type { Model } from './model.ts'
import { hopLines, linkLines } from './other-trace.ts'
import type { DetailLook } from './pane-text.ts'
import { chosen, spanOf } from './trace-state.ts'
import { traceOf } from './tree.ts'

const lookOf = ({ setting, ...rest }: Model): DetailLook => ({
  width: Math.max(20, layoutOf({ setting, ...rest }).detail.width),
  style: setting.style,
  words: setting.words,
})

const detailOf = ({ trace }: Model): DetailOf | null => {
  const of = trace === null ? null : spanOf(chosen(trace), trace)
  if (of === null || trace?.tree == null) return null
  return {
    span: of.span,
    trace: traceOf(trace.tree, of.key),
    service: trace.tree.services.get(of.key) ?? '',
    logs: trace.logs.get(of.key) ?? null,
    linked: trace.tree.linked.get(of.key) ?? null,
  }
}

/** The last pane that was made: a frame for another key or a tick needs no new one, and metadata may be long. */
let last: { readonly parts: readonly unknown[]; readonly lines: readonly Line[] } | null = null

/** All lines of the detail pane for the chosen row. */
export const paneLines = (model: Model): readonly Line[] => {
  const { trace } = model
  const row = trace && chosen(trace)
  if (!trace || !row) return []
  const look = lookOf(model)
  if (row.kind === 'hop') return hopLines(row.link, look)
  if (row.kind === 'link') return linkLines(row, look)
  const of = detailOf(model)
  if (of === null) return []
  const parts = [trace.detail.tab, of.span, of.logs, of.linked, look.width, look.style, look.words]
  if (last?.parts.every((part, at) => part === parts[at])) return last.lines
  const lines = detailLines(trace.detail.tab, of, look)
  last = { parts, lines }
  return lines
}

export const paneTitle = (model: Model): Line => {
  const row = model.trace && chosen(model.trace)
  if (row?.kind === 'link') return [segment('another trace', looks.bold)]
  const of = detailOf(model)
  if (of !== null) return detailTitle(of, lookOf(model))
  return [segment('on its way to another trace', looks.bold)]
}
