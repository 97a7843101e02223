import { bar, dots } from '../../domain/trace/bar.ts'
import { spanLabel, statusWord } from '../../domain/trace/label.ts'
import type { Bounds, TraceRow } from '../../domain/trace/rows.ts'
import type { Span, SpanMark } from '../../domain/trace/span.ts'
import { statusGlyph } from '../../domain/trace/status.ts'
import { durationText } from '../duration.ts'
import { safeText } from '../safe-text.ts'
import { type Glyphs, glyphs, type Style, sgr } from '../style.ts'
import { cutTo, type Measure } from '../width.ts'
import { statusCodes } from './status-look.ts'
import type { Layout } from './waterfall-layout.ts'

/** A row's words before they are laid out; all of it safe text. */
export interface RowWords {
  readonly label: string
  /** What else is to be known, dim behind the label: each in full, and short for where there is less room (empty: left out). */
  readonly extras: readonly (readonly [full: string, short: string])[]
  readonly status: string
  readonly duration: string
}

const markWords: Readonly<Record<SpanMark, (glyph: Glyphs) => readonly [full: string, short: string]>> = {
  'cold-start': ({ cold }) => [`${cold} cold start`, cold],
  restore: ({ cold }) => [`${cold} restore`, cold],
  'clock-skew': () => ['clocks disagree', 'skew'],
  'untraced-hop': () => ['untraced hop', ''],
  orphan: () => ['its parent is missing', 'orphan'],
  cycle: () => ['in a cycle', 'cycle'],
  'fan-in': () => ['fan-in', ''],
}

/** `POST /orders` behind the name of the API that it went to; nothing where the label is the name. */
const titleOf = (span: Span): readonly [label: string, detail: string] => {
  const label = spanLabel(span)
  const isService = span.segmentId === span.id && !label.includes(span.name)
  return isService ? [span.name, label] : [label, '']
}

const attemptsText = ({ attempts }: Span): string => {
  if (attempts === null || attempts.count < 2) return ''
  return `${attempts.count} tries${attempts.failed > 0 ? `, ${attempts.failed} failed` : ''}`
}

const spanWords = (span: Span, style: Style, short: boolean): RowWords => {
  const [label, detail] = titleOf(span)
  const word = statusWord(span)
  const hasCode = /^\d+$/.test(word)
  const glyph = statusGlyph(span.status, style.unicode)
  return {
    label: safeText(label),
    extras: [
      ...[safeText(detail), attemptsText(span)].filter(Boolean).map((one) => [one, ''] as const),
      ...span.marks.map((mark) => markWords[mark](glyphs(style))),
    ],
    // Normal is a mark alone: words are for what is not.
    status: hasCode ? `${glyph} ${word}` : short || span.status === 'ok' ? glyph : `${glyph} ${word}`,
    duration: span.durationMs === null ? glyphs(style).running : durationText(span.durationMs),
  }
}

/** What a row says. `short`: the status without words. */
export const rowWords = (row: TraceRow, style: Style, short: boolean): RowWords => {
  const hop = style.unicode ? '⇢' : '~>'
  if (row.kind === 'span') return spanWords(row.span, style, short)
  if (row.kind === 'link') {
    return {
      label: `${hop} trace ${style.width === null ? safeText(row.traceId) : `${safeText(row.traceId).slice(0, 10)}${glyphs(style).cut}`}`,
      extras: [],
      status: '',
      duration: '',
    }
  }
  const { through, carrier, fanIn, waitMs } = row.link
  const how = [carrier ?? '', fanIn > 1 ? `batch of ${fanIn}` : ''].filter(Boolean).join(', ')
  return {
    label: `${hop} ${safeText(through)}${how === '' ? '' : ` (${how})`}`,
    extras: [],
    status: '',
    duration: `${waitMs < 0 ? '' : '+'}${durationText(waitMs)}`,
  }
}

/** Two cells a level. A tree that is deeper than there is room for says how deep a row is instead: `12> `. */
export const indentOf = (depth: number, most: number, unicode: boolean): string => {
  if (depth * 2 <= most) return ' '.repeat(depth * 2)
  const told = `${depth}${unicode ? '›' : '>'} `
  return told.padStart(Math.max(told.length, most - (most % 2)))
}

export interface Drawing {
  readonly style: Style
  readonly layout: Layout
  readonly bounds: Bounds
  readonly measure: Measure
  /** The colour of a service's bars: the number of an SGR code. */
  readonly colour: (service: string) => number
  /** Whether a row lies on the critical path. */
  readonly critical: (row: TraceRow) => boolean
}

const pad = (text: string, width: number, measure: Measure): string =>
  text + ' '.repeat(Math.max(0, width - measure.width(text)))

/** The extras that fit, the first cut where it is too long. */
const fitting = (extras: RowWords['extras'], room: number, cut: string, measure: Measure): string => {
  let out = ''
  let left = room
  for (const [full, short] of extras) {
    const fits = [full, short].find((one) => one !== '' && measure.width(one) + 2 <= left)
    const told = fits ?? (out === '' && left >= 10 ? cutTo(full, left - 2, cut, measure) : '')
    if (told === '') continue
    out += `  ${told}`
    left -= measure.width(told) + 2
  }
  return out
}

const barOf = (row: TraceRow, { layout, bounds, style }: Drawing): string => {
  if (row.kind === 'span') return bar(row.span.start, row.span.end ?? bounds.end, bounds, layout.bars, style.unicode)
  if (row.kind === 'hop') return dots(row.from, row.to, bounds, layout.bars, style.unicode)
  return ' '.repeat(layout.bars)
}

/** A row of the waterfall, without a line break. */
export const drawRow = (row: TraceRow, words: RowWords, drawing: Drawing): string => {
  const { style, layout, measure } = drawing
  const { cut } = glyphs(style)
  const on = (code: string, text: string): string =>
    style.color && code !== '' && text !== '' ? `${code}${text}${sgr.reset}` : text
  const critical = drawing.critical(row)
  const indent = indentOf(row.depth, layout.indent, style.unicode)
  const room = Math.max(0, layout.label - indent.length)
  const label = cutTo(words.label, room, cut, measure)
  const extra = fitting(words.extras, room - measure.width(label), cut, measure)
  const used = measure.width(label) + measure.width(extra)
  const isSpan = row.kind === 'span'
  const name = `${indent}${on(!isSpan ? sgr.dim : critical ? sgr.bold : '', label)}${on(sgr.dim, extra)}${' '.repeat(Math.max(0, room - used))}`
  const mark = critical ? (style.unicode ? '•' : '*') : ' '
  const status = on(isSpan ? statusCodes[row.span.status] : '', pad(words.status, layout.status, measure))
  const [open, close] = style.unicode ? ['▕', '▏'] : ['|', '|']
  const drawn = barOf(row, drawing)
  const bars = on(isSpan ? `\u001b[${drawing.colour(row.span.service)}m` : sgr.dim, drawn)
  const duration = on(isSpan && critical ? sgr.bold : sgr.dim, words.duration.padStart(layout.duration))
  return `${on(sgr.dim, mark)} ${name}  ${status} ${on(sgr.dim, open)}${bars}${on(sgr.dim, close)} ${duration}`.trimEnd()
}
