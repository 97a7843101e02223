import { bar, dots } from '../../domain/trace/bar.ts'
import { spanLabel, statusWord } from '../../domain/trace/label.ts'
import type { Bounds, TraceRow } from '../../domain/trace/rows.ts'
import type { Span, SpanMark } from '../../domain/trace/span.ts'
import { isBad, statusGlyph } from '../../domain/trace/status.ts'
import { exactly } from './cells.ts'
import type { ExplorerStyle, ExplorerWords } from './data.ts'
import { type Glyphs, glyphs } from './glyphs.ts'
import { blank, fitLine, type Line, type Look, looks, type Segment, segment, statusLook } from './line.ts'

export interface Columns {
  readonly name: number
  readonly status: number
  readonly bar: number
  readonly duration: number
}

export interface RowLook {
  readonly width: number
  readonly columns: Columns
  readonly bounds: Bounds
  readonly style: ExplorerStyle
  readonly words: ExplorerWords
  /** Which service a row belongs to, by row key, and the colour of its bar. */
  readonly services: ReadonlyMap<string, string>
  readonly colors: ReadonlyMap<string, Look>
  /** Stretches of the critical path by span id while it is shown; else null. */
  readonly critical: ReadonlyMap<string, readonly Bounds[]> | null
  /** Now, for what still runs: the bar reaches the end of the axis. */
  readonly end: number
  /** Keys of rows whose link is being read. */
  readonly reading: ReadonlySet<string>
}

const NARROW = 72
const WIDE = 110
const DURATION = 8
/** The mark of the chosen line, the gap before each column, both ends of the axis. */
const AROUND = 2 + 1 + 1 + 2 + 1

/** Columns for a width of at least 40. `name` is what the person chose with `<` and `>`; null leaves it to us. */
export const columnsFor = (width: number, name: number | null): Columns => {
  const status = width < NARROW ? 5 : width < WIDE ? 7 : 11
  const free = width - AROUND - status - DURATION
  const wanted = name ?? Math.max(18, Math.min(56, Math.round(free * (width < WIDE ? 0.56 : 0.48))))
  const kept = Math.max(10, Math.min(free - 8, wanted))
  return { name: kept, status, bar: free - kept, duration: DURATION }
}

const marks: Readonly<Record<SpanMark, string>> = {
  'cold-start': 'cold start',
  restore: 'restored',
  'clock-skew': 'clock skew',
  'untraced-hop': 'untraced hop before it',
  orphan: 'parent missing',
  cycle: 'cycle',
  'fan-in': 'batch',
}

export const markText = (mark: SpanMark): string => marks[mark]

/** Deeper spans stand where this leaves them room for a name. */
const indent = (depth: number, room: number): string => ' '.repeat(Math.min(depth * 2, Math.max(0, room - 14)))

const spanExtras = (span: Span, hidden: { readonly count: number } | null, glyph: Glyphs): string => {
  const told = [
    ...(span.attempts ? [`${span.attempts.count} attempts`] : []),
    ...span.marks.map((mark) => (mark === 'cold-start' ? `${glyph.cold} cold start` : markText(mark))),
    ...(hidden ? [`+${hidden.count}`] : []),
  ]
  return told.length === 0 ? '' : `  ${told.join(` ${glyph.dot} `)}`
}

const nameCell = (row: TraceRow, chosen: boolean, look: RowLook): Line => {
  const glyph = glyphs(look.style)
  const { name: room } = look.columns
  const fold = row.foldable ? `${row.folded ? glyph.folded : glyph.unfolded} ` : '  '
  const front = `${indent(row.depth, room)}${fold}`
  const main = chosen ? looks.chosen : looks.plain
  const faint = chosen ? looks.chosen : looks.dim
  const safe = look.words.safe
  if (row.kind === 'span') {
    const label = safe(spanLabel(row.span))
    const name = safe(row.span.name)
    const own = row.span.segmentId === row.span.id && label !== name && !label.startsWith(name)
    const extras = spanExtras(row.span, row.hidden, glyph)
    const text = own ? name : label
    const loud = isBad(row.span.status) && !chosen ? looks.bold : main
    return fitLine(
      [segment(front, main), segment(text, loud), segment(own ? `  ${label}` : '', faint), segment(extras, faint)],
      room,
      glyph.cut,
    ).map((one) => (chosen && one.look === '' ? { ...one, look: looks.chosen } : one))
  }
  const text =
    row.kind === 'hop'
      ? `${glyph.hop} ${safe(row.link.through)}${hopWords(row.link, look)}`
      : `${glyph.hop} ${linkWords(row, look)}`
  return [segment(exactly(`${front}${text}`, room, glyph.cut), faint, room)]
}

const ways = { parent: 'from trace', child: 'on in trace', unknown: 'linked trace' } as const

/** Which trace it is, and that it is being read; else it waits to be unfolded. */
const linkWords = ({ key, direction, traceId }: Extract<TraceRow, { kind: 'link' }>, look: RowLook): string =>
  `${ways[direction]} ${look.words.safe(traceId)}${[...look.reading].some((span) => key.startsWith(`${span}/`)) ? ' reading' : ''}`

const hopWords = (link: Extract<TraceRow, { kind: 'hop' }>['link'], { words }: RowLook): string => {
  const wait = `${link.waitMs < 0 ? '' : '+'}${words.duration(link.waitMs)}`
  const told = [...(link.carrier ? [link.carrier] : []), wait, ...(link.fanIn > 1 ? [`batch of ${link.fanIn}`] : [])]
  return ` (${told.join(', ')})`
}

const outside = (from: number, to: number, { start, end }: Bounds): 'before' | 'after' | null =>
  to < start ? 'before' : from > end ? 'after' : null

/** The bar's cells, those of the critical path loud and the others faint: by colour and by shape. */
const criticalBar = (text: string, stretches: readonly Bounds[], look: RowLook, color: string): Segment[] => {
  const { bounds, columns, style } = look
  const on = new Array<boolean>(columns.bar).fill(false)
  for (const { start, end } of stretches) {
    if (outside(start, end, bounds) !== null) continue
    const cells = bar(start, end, bounds, columns.bar, style.unicode)
    for (let at = 0; at < columns.bar; at++) if (cells[at] !== ' ') on[at] = true
  }
  const parts: Segment[] = []
  const { faint } = glyphs(style)
  for (let at = 0; at < text.length; ) {
    const begin = at
    const loud = on[at]!
    while (at < text.length && on[at] === loud) at++
    const cells = text.slice(begin, at)
    parts.push(
      loud ? segment(cells, `1;${color}`, at - begin) : segment(cells.replace(/[^ ]/g, faint), looks.dim, at - begin),
    )
  }
  return parts
}

const barCell = (row: TraceRow, look: RowLook): Line => {
  const { bounds, columns, style } = look
  const room = columns.bar
  if (row.kind === 'link') return [blank(room)]
  const { start: from, end: to } =
    row.kind === 'hop'
      ? { start: row.from, end: row.to }
      : { start: row.span.start, end: row.span.end ?? Math.max(look.end, row.span.start) }
  const away = outside(Math.min(from, to), Math.max(from, to), bounds)
  const glyph = glyphs(style)
  if (away !== null) {
    const text = away === 'before' ? exactly(glyph.before, room, '') : exactly(glyph.after, room, '', 'right')
    return [segment(text, looks.dim, room)]
  }
  if (row.kind === 'hop') return [segment(dots(from, to, bounds, room, style.unicode), looks.dim, room)]
  const text = bar(from, to, bounds, room, style.unicode)
  const color = look.colors.get(look.services.get(row.key) ?? '') ?? looks.plain
  if (look.critical !== null) return criticalBar(text, look.critical.get(row.span.id) ?? [], look, color)
  return [segment(text, color, room)]
}

const statusCell = (row: TraceRow, { columns, style }: RowLook): Line => {
  const { cut } = glyphs(style)
  const room = columns.status
  if (row.kind !== 'span') {
    if (row.kind === 'link' || row.hidden === null || !isBad(row.hidden.worst)) return [blank(room)]
    return [
      segment(exactly(statusGlyph(row.hidden.worst, style.unicode), room, cut), statusLook[row.hidden.worst], room),
    ]
  }
  const { span } = row
  const word = statusWord(span)
  const told = room < 7 && !/^\d+$/.test(word) ? '' : ` ${word}`
  const own = segment(`${statusGlyph(span.status, style.unicode)}${told}`, statusLook[span.status])
  const below =
    row.hidden !== null && isBad(row.hidden.worst) && row.hidden.worst !== span.status ? row.hidden.worst : null
  // What a fold hides is told: the glyph of the worst below, behind the span's own.
  if (below === null) return fitLine([own], room, cut)
  const tail = segment(`${style.unicode ? '▾' : 'v'}${statusGlyph(below, style.unicode)}`, statusLook[below])
  return [...fitLine([own], room - tail.cells, cut.slice(0, 1)), tail]
}

const durationText = (row: TraceRow, { words }: RowLook): string => {
  if (row.kind === 'span') return row.span.durationMs === null ? 'running' : words.duration(row.span.durationMs)
  return row.kind === 'hop' ? words.duration(Math.abs(row.link.waitMs)) : ''
}

/** One line of the waterfall, exactly `look.width` cells. */
export const waterfallRow = (row: TraceRow, chosen: boolean, look: RowLook): Line => {
  const { columns, style, width } = look
  const glyph = glyphs(style)
  const bad = row.kind === 'span' && isBad(row.span.status)
  return fitLine(
    [
      segment(chosen ? `${glyph.chosen} ` : '  ', chosen ? looks.bold : looks.plain, 2),
      ...nameCell(row, chosen, look),
      blank(1),
      ...statusCell(row, look),
      blank(1),
      segment(glyph.from, looks.dim),
      ...barCell(row, look),
      segment(glyph.to, looks.dim),
      segment(exactly(durationText(row, look), columns.duration + 1, '', 'right'), bad ? looks.plain : looks.dim),
    ],
    width,
    glyph.cut,
  )
}
