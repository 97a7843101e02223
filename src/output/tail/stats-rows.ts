import type { FunctionFigures } from '../../domain/log/invocations-figures.ts'
import { durationText } from '../duration.ts'
import { safeText } from '../safe-text.ts'
import { glyphs as glyphsOf, type Style, sgr } from '../style.ts'
import { asciiMeasure, cutTo, type Measure } from '../width.ts'
import { sourceColors } from './source-cell.ts'

export interface StatsOptions {
  readonly style: Style
  /** Columns of the terminal; null cuts nothing. */
  readonly columns: number | null
  /** Functions shown at most; the others are counted in a last row. */
  readonly most?: number
  readonly measure?: Measure
  /** Sources known from the start, which have their colours by them. */
  readonly names?: Iterable<string>
}

interface Column {
  readonly title: string
  readonly right: boolean
  /** Which goes first where there is no room; 0 never goes. */
  readonly goes: number
  readonly cell: (figures: FunctionFigures) => string
  readonly tone: (figures: FunctionFigures) => string
}

const gap = 3
const share = (part: number, whole: number): string => {
  const percent = (100 * part) / whole
  return `${percent > 0 && percent < 9.95 ? percent.toFixed(1) : Math.round(percent)} %`
}
const count = (value: number): string => String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ' ')
const none = (): string => ''
/** Nearly all of the memory is used, or nearly all of the time. */
const isTight = (used: number | null, of: number | null): boolean => used !== null && of !== null && used >= 0.9 * of

/** Texts of one column, all as wide as the widest: what stands before and behind them is in line. */
const inLine = (texts: readonly string[]): ((text: string) => string) => {
  const widest = texts.reduce((most, text) => Math.max(most, text.length), 0)
  return (text) => text.padStart(widest)
}
const percentOf = ({ errors, invocations }: FunctionFigures): string =>
  errors === 0 ? '' : ` (${share(errors, invocations)})`
const p95Of = ({ p95Ms }: FunctionFigures): string => (p95Ms === null ? '' : durationText(p95Ms))

const columnsOf = (shown: readonly FunctionFigures[], nothing: string): readonly Column[] => {
  const p95 = inLine(shown.map(p95Of))
  const percent = shown.reduce((most, figures) => Math.max(most, percentOf(figures).length), 0)
  return [
    { title: 'invocations', right: true, goes: 3, cell: ({ invocations }) => count(invocations), tone: none },
    {
      title: 'errors',
      right: true,
      goes: 0,
      cell: (figures) => `${count(figures.errors)}${percentOf(figures).padEnd(percent)}`,
      tone: ({ errors }) => (errors === 0 ? sgr.dim : sgr.red),
    },
    {
      title: 'p95 of timeout',
      right: false,
      goes: 0,
      cell: (figures) => {
        const { p95Ms, timeoutMs } = figures
        return (
          p95(p95Ms === null ? nothing : p95Of(figures)) +
          (p95Ms === null || timeoutMs === null ? '' : ` of ${durationText(timeoutMs)}`)
        )
      },
      tone: ({ p95Ms, timeoutMs }) => (isTight(p95Ms, timeoutMs) ? sgr.yellow : ''),
    },
    {
      title: 'cold',
      right: true,
      goes: 1,
      cell: ({ coldStarts, invocations }) => share(coldStarts, invocations),
      tone: ({ coldStarts }) => (coldStarts === 0 ? sgr.dim : ''),
    },
    {
      title: 'memory',
      right: true,
      goes: 2,
      cell: ({ maxMemoryMb, memoryMb }) =>
        maxMemoryMb === null ? nothing : memoryMb === null ? `${maxMemoryMb} MB` : `${maxMemoryMb}/${memoryMb} MB`,
      tone: ({ maxMemoryMb, memoryMb }) => (isTight(maxMemoryMb, memoryMb) ? sgr.yellow : ''),
    },
  ]
}

const longestName = 24

/**
 * Figures of the functions under a title, one row each, those with errors first; what is more than `most` is counted in a last row. No
 * row is wider than the columns given. Nothing at all while nothing has run.
 */
export const statsRows = (all: readonly FunctionFigures[], options: StatsOptions): readonly string[] => {
  const { style, columns, most = Number.POSITIVE_INFINITY, measure = asciiMeasure } = options
  if (all.length === 0) return []
  const { cut, none: nothing } = glyphsOf(style)
  const colorFor = sourceColors(options.names ?? all.map(({ name }) => name))
  const paint = (code: string, text: string): string =>
    style.color && code !== '' && text !== '' ? `${code}${text}${sgr.reset}` : text
  const shown = all.slice(0, all.length > most ? most - 1 : most)
  const names = shown.map(({ name }) => safeText(name))
  const widestName = names.reduce((widest, name) => Math.max(widest, measure.width(name)), 'function'.length)
  const nameWidth = Math.max(8, Math.min(longestName, widestName, columns ?? longestName))
  let table = columnsOf(shown, nothing).map((column) => {
    const cells = shown.map(column.cell)
    return { ...column, cells, width: Math.max(column.title.length, ...cells.map((cell) => measure.width(cell))) }
  })
  const wide = (): number => table.reduce((sum, { width }) => sum + gap + width, nameWidth)
  for (let next = 1; columns !== null && wide() > columns && next <= 3; next++)
    table = table.filter(({ goes }) => goes !== next)
  while (columns !== null && wide() > columns && table.length > 0) table = table.slice(0, -1)
  const row = (name: string, code: string, cells: readonly (readonly [text: string, code: string])[]): string => {
    const short = cutTo(name, nameWidth, cut, measure)
    const rest = cells.map(([text, tone], at) => {
      const { width, right } = table[at]!
      const padding = ' '.repeat(Math.max(0, width - measure.width(text)))
      return right ? `${padding}${paint(tone, text)}` : `${paint(tone, text)}${padding}`
    })
    const first = `${paint(code, short)}${' '.repeat(Math.max(0, nameWidth - measure.width(short)))}`
    return [first, ...rest].join(' '.repeat(gap)).trimEnd()
  }
  const title = row(
    'function',
    sgr.dim,
    table.map(({ title: text }) => [text, sgr.dim] as const),
  )
  const rows = shown.map((figures, at) =>
    row(
      names[at]!,
      `\u001b[${colorFor(figures.name)}m`,
      table.map(({ cells, tone }) => [cells[at]!, tone(figures)] as const),
    ),
  )
  const hidden = all.length - shown.length
  const more = hidden === 0 ? [] : [paint(sgr.dim, cutTo(`+${hidden} more`, columns ?? longestName, cut, measure))]
  return [title, ...rows, ...more]
}
