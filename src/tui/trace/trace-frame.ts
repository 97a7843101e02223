import { axis } from '../../domain/trace/axis.ts'
import { isBad, statusGlyph } from '../../domain/trace/status.ts'
import { follow } from '../viewport.ts'
import { saying } from './chrome.ts'
import { tabs } from './detail.ts'
import { glyphs } from './glyphs.ts'
import type { Layout } from './layout.ts'
import { between, blank, fitLine, type Line, looks, type Segment, segment } from './line.ts'
import type { Model } from './model.ts'
import { paneLines, paneTitle } from './pane.ts'
import { columnsFor, type RowLook, waterfallRow } from './rows.ts'
import { clockTime } from './times.ts'
import { boundsOf, type TraceState } from './trace-state.ts'
import type { Tree } from './tree.ts'

/** Narrower titles leave out what the list told before. */
const WIDE_TITLE = 100

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

const title = ({ setting }: Model, trace: TraceState, tree: Tree, { width }: Layout): Line => {
  const { style, words } = setting
  const glyph = glyphs(style)
  const { trace: whole } = tree
  const wide = width >= WIDE_TITLE
  const told = [
    ...(wide ? [clockTime(whole.start, style.timeZone)] : []),
    words.duration(whole.end - whole.start),
    counted(whole.spanCount, 'span'),
  ]
  const bad = [
    ...(tree.faults > 0 ? [segment(counted(tree.faults, 'fault'), looks.red)] : []),
    ...(tree.errors > 0 ? [segment(counted(tree.errors, 'error'), looks.yellow)] : []),
  ]
  const missing = [
    ...(whole.orphans > 0 ? [`${counted(whole.orphans, 'parent')} missing`] : []),
    ...(whole.invalid.length > 0 ? [`${whole.invalid.length} unreadable`] : []),
  ]
  const right = [...(trace.zooms.length > 0 ? ['zoomed (Z out)'] : []), ...(trace.critical ? ['critical path'] : [])]
  const dot = segment(` ${glyph.dot} `, looks.dim)
  const parts: Segment[] = [segment(` ${words.safe(whole.id)}`, looks.bold)]
  // What went wrong is the last to be cut off.
  const order = wide ? [...told.map((one) => segment(one)), ...bad] : [...bad, ...told.map((one) => segment(one))]
  for (const one of order) parts.push(dot, one)
  for (const one of missing) parts.push(dot, segment(one, looks.yellow))
  if (whole.partial) parts.push(dot, segment('not complete yet', looks.yellow))
  else if (wide) parts.push(dot, segment('complete', looks.dim))
  return between(
    parts,
    [segment(right.length === 0 ? '' : ` ${right.join(` ${glyph.dot} `)} `, '36')],
    width,
    glyph.cut,
  )
}

const head = (look: RowLook): Line => {
  const { columns, bounds } = look
  const before = 2 + columns.name + 1 + columns.status + 2
  return [
    blank(before),
    segment(axis(bounds, columns.bar).labels, looks.dim, columns.bar),
    blank(1 + columns.duration + 1),
  ]
}

const tabLine = ({ trace }: Model): Line => {
  const parts = tabs.map(({ tab, name }) =>
    tab === trace?.detail.tab ? segment(`[${tab} ${name}]`, looks.bold) : segment(` ${tab} ${name} `, looks.dim),
  )
  return parts
}

const paneTop = (model: Model, width: number): Line => {
  const words = [segment(' '), ...paneTitle(model)]
  const { cut } = glyphs(model.setting.style)
  const focused = model.trace?.detail.focused === true
  const tabsAt = tabLine(model)
  const room = tabsAt.reduce((sum, one) => sum + one.cells, 0)
  if (width - room < 12) return fitLine(tabsAt, width, cut)
  return between(words, [...(focused ? [segment(' j/k ', looks.chosen)] : []), segment(' '), ...tabsAt], width, cut)
}

/** The part of the pane that is seen; one that holds more says so in its last line. */
const paneBody = (model: Model, height: number): Line[] => {
  const lines = paneLines(model)
  const top = Math.max(0, Math.min(model.trace?.detail.top ?? 0, lines.length - height))
  const shown = lines.slice(top, top + height)
  const below = lines.length - top - height
  if (below <= 0) return [...shown]
  const told = `${counted(below + 1, 'more line')}: enter, then j/k`
  return [...shown.slice(0, -1), [segment(model.trace?.detail.focused ? `${below + 1} more` : told, looks.dim)]]
}

/** A tree and its pane side by side. */
const beside = (left: readonly Line[], right: readonly Line[], layout: Layout, bar: string, mark: string): Line[] =>
  left.map((line, at) => [
    ...fitLine(line, layout.bodyWidth, mark),
    segment(` ${bar} `, looks.dim, 3),
    ...fitLine(right[at] ?? [], layout.detail.width, mark),
  ])

const loading = ({ trace, list, setting }: Model, { width }: Layout): readonly Line[] => {
  const { style, words } = setting
  const summary = trace && list.all.get(trace.id)
  const dots = style.unicode ? '…' : '...'
  const title: Line = [segment(` ${words.safe(trace?.id ?? '')}`, looks.bold)]
  if (trace?.why) return [title, ...saying(`${trace.why}; r reads it again, esc goes back`, width, looks.yellow)]
  const about = summary
    ? [
        segment(
          `  ${statusGlyph(summary.status, style.unicode)} ${words.safe(summary.root)} ${summary.cause === null ? '' : words.safe(summary.cause)}`,
          isBad(summary.status) ? looks.red : looks.dim,
        ),
      ]
    : []
  return [title, [], [segment(`  reading the trace${dots}`, looks.dim)], about]
}

export const traceFrame = (model: Model, layout: Layout): readonly Line[] => {
  const { trace, setting } = model
  if (trace === null || trace.tree === null) return loading(model, layout)
  const { style, words } = setting
  const glyph = glyphs(style)
  const { tree, rows, cursor } = trace
  const look: RowLook = {
    width: layout.bodyWidth,
    columns: columnsFor(layout.bodyWidth, trace.nameWidth),
    bounds: boundsOf(trace),
    style,
    words,
    services: tree.services,
    colors: tree.colors,
    critical: trace.critical,
    end: tree.bounds.end,
    reading: trace.reading,
  }
  const top = follow(cursor, trace.top, layout.body, rows.length)
  const shown = rows.slice(top, top + layout.body).map((row, at) => waterfallRow(row, top + at === cursor, look))
  const body = [head(look), ...shown, ...Array.from({ length: layout.body - shown.length }, (): Line => [])]
  const first = title(model, trace, tree, layout)
  if (layout.detail.place === 'none') return [first, ...body]
  const pane = paneBody(model, layout.detail.height)
  if (layout.detail.place === 'right') {
    const side = [[segment(' '), ...paneTitle(model)], [segment(' '), ...tabLine(model)], ...pane]
    return [first, ...beside(body, side, layout, style.unicode ? '│' : '|', glyph.cut)]
  }
  const rule = segment(glyph.rule.repeat(2), looks.dim)
  return [
    first,
    ...body,
    [rule, ...paneTop(model, layout.width - 4), segment(' '), segment(glyph.rule, looks.dim)],
    ...pane.map((line): Line => [segment(' '), ...line]),
  ]
}
