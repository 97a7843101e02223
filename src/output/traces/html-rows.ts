import type { Bounds, TraceRow } from '../../domain/trace/rows.ts'
import { isBad } from '../../domain/trace/status.ts'
import { htmlText } from './html-escape.ts'
import { deepestIndent } from './html-style.ts'
import { rowWords } from './waterfall-rows.ts'

/** The page is UTF-8. */
const style = { color: false, unicode: true, width: null }

const percent = (value: number): string => `${Math.max(0, Math.min(100, value * 100)).toFixed(3)}%`

/** Where a stretch lies between the bounds, 0 to 1. */
const shareOf = (time: number, { start, end }: Bounds): number => (end > start ? (time - start) / (end - start) : 0)

const barOf = (row: TraceRow, bounds: Bounds, colour: (service: string) => number): string => {
  if (row.kind === 'link') return ''
  if (row.kind === 'hop') {
    return `<line class="wait" x1="${percent(shareOf(row.from, bounds))}" x2="${percent(shareOf(row.to, bounds))}" y1="8" y2="8"/>`
  }
  const from = shareOf(row.span.start, bounds)
  const to = shareOf(row.span.end ?? bounds.end, bounds)
  // What is short still shows; what is at the end stays inside.
  const wide = Math.max(0.003, to - from)
  return `<rect class="c${colour(row.span.service)}" x="${percent(Math.min(from, 1 - wide))}" width="${percent(wide)}" y="2" height="12" rx="2"/>`
}

export interface HtmlRows {
  readonly bounds: Bounds
  readonly colour: (service: string) => number
  readonly spent: (row: TraceRow) => boolean
}

/** A row of the tree. Its number is its place in the page's data. */
export const htmlRow = (row: TraceRow, at: number, isParent: boolean, { bounds, colour, spent }: HtmlRows): string => {
  const { label, extras, status, duration } = rowWords(row, style, false)
  const isSpan = row.kind === 'span'
  const depth = Math.min(row.depth, deepestIndent)
  const [glyph = '', ...words] = status.split(' ')
  const classes = ['row', isSpan ? '' : 'hop', spent(row) ? 'spent' : ''].filter(Boolean).join(' ')
  const attributes = [
    `class="${classes}"`,
    `id="row${at}"`,
    'role="treeitem"',
    `aria-level="${row.depth + 1}"`,
    `data-at="${at}"`,
    `data-depth="${row.depth}"`,
    isSpan && isBad(row.span.status) ? 'data-bad="1"' : '',
    isParent ? 'aria-expanded="true"' : '',
  ]
  const far = row.depth > deepestIndent ? `<span class="n">${row.depth}› </span>` : ''
  const more = extras.map(([full]) => `<small>${htmlText(full)}</small>`).join('')
  const name = `<span class="name d${depth}" title="${htmlText(label)}"><span class="tw" aria-hidden="true"></span>${far}<b>${htmlText(label)}</b>${more}</span>`
  const state = `<span class="st${isSpan ? ` ${row.span.status}` : ''}">${htmlText(glyph)}${words.length === 0 ? '' : ` <span class="w">${htmlText(words.join(' '))}</span>`}</span>`
  return `<div ${attributes.filter(Boolean).join(' ')}>${name}${state}<svg aria-hidden="true">${barOf(row, bounds, colour)}</svg><span class="du">${htmlText(duration)}</span></div>`
}
