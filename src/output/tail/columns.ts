import type { LogEvent, LogLevel } from '../../domain/log-event.ts'
import { type Style, sgr } from '../style.ts'
import type { Measure } from '../width.ts'
import type { Look } from './message-rows.ts'
import { sourceCells } from './source-cell.ts'
import { type Stamp, stamp, type Timestamps } from './stamp.ts'

/** The columns left of a message: time, source, level. */
export interface Columns {
  /** Columns of a header now: the source's column grows with the names seen. */
  width(): number
  header(event: LogEvent, level: LogLevel | null): string
  readonly stamp: Stamp
}

export interface ColumnsOptions {
  readonly style: Style
  readonly view: Look
  readonly names: Iterable<string>
  readonly zone: string | null
  readonly timestamps: Timestamps
  readonly measure: Measure | undefined
  /** See `stamp`. */
  readonly first: { at: number | null }
  /** Columns of the mark that stands left of a name, which then comes before the time: a line among blocks of requests. 0 = none. */
  readonly mark: number
}

const blank = '     '
const padded: Readonly<Record<LogLevel, string>> = {
  TRACE: 'TRACE',
  DEBUG: 'DEBUG',
  INFO: 'INFO ',
  WARN: 'WARN ',
  ERROR: 'ERROR',
  FATAL: 'FATAL',
}
const levelColor: Readonly<Record<LogLevel, string>> = {
  TRACE: sgr.dim,
  DEBUG: sgr.dim,
  INFO: '',
  WARN: sgr.yellow,
  ERROR: sgr.red,
  FATAL: sgr.bold + sgr.red,
}

/** The words of the levels, five columns each, in their colours. */
export const levelCells = (color: boolean): Readonly<Record<LogLevel, string>> =>
  Object.fromEntries(
    Object.entries(padded).map(([level, text]) => {
      const code = levelColor[level as LogLevel]
      return [level, color && code !== '' ? `${code}${text}${sgr.reset}` : text]
    }),
  ) as Record<LogLevel, string>

/** How much room a terminal leaves: below `narrow` the milliseconds go and names are shorter, below `tiny` there is no time. */
export type Room = 'wide' | 'narrow' | 'tiny'

/** Below this a terminal is taken for this wide. */
export const narrowest = 24
export const roomOf = (columns: number | null): Room =>
  columns === null || columns >= 72 ? 'wide' : columns >= 48 ? 'narrow' : 'tiny'

const mostOf: Readonly<Record<Room, number>> = { wide: 20, narrow: 14, tiny: 8 }

/** What `make` gives for a name and a level, made once as long as the column is as wide as it is. */
const remembered = (
  make: (name: string, level: LogLevel | null) => string,
  width: () => number,
): ((name: string, level: LogLevel | null) => string) => {
  const known = new Map<string, Partial<Record<LogLevel | 'none', string>>>()
  let madeFor = width()
  return (name, level) => {
    if (width() !== madeFor) known.clear()
    madeFor = width()
    let texts = known.get(name)
    if (texts === undefined) {
      if (known.size > 1000) known.clear()
      texts = {}
      known.set(name, texts)
    }
    const key = level ?? 'none'
    const text = texts[key] ?? make(name, level)
    texts[key] = text
    return text
  }
}

export const columns = (options: ColumnsOptions, room: Room): Columns => {
  const { style, view, names, zone, timestamps, measure, first, mark } = options
  const time = stamp(room === 'tiny' ? 'none' : timestamps, zone, { short: room !== 'wide', first })
  const cells = sourceCells(names, style, view.glyphs.cut, measure, mostOf[room])
  const levels = levelCells(style.color)
  const rest = (time.width === 0 ? 0 : time.width + 2) + 2 + 5 + 2
  const { dim, reset } = view
  const word = (level: LogLevel | null): string => (level === null ? blank : levels[level])
  if (mark > 0) {
    const [late, none] = ['~'.padEnd(mark), ' '.repeat(mark)]
    return {
      stamp: time,
      width: () => mark + 1 + cells.width() + rest,
      header: (event, level) =>
        `${event.late ? late : none} ${cells.cell(event.source.name)}  ${
          time.width === 0 ? '' : `${dim}${time.text(event.at)}${reset}  `
        }${word(level)}  `,
    }
  }
  if (time.width === 0) {
    return {
      stamp: time,
      width: () => cells.width() + rest,
      header: ({ source, late }, level) => `${cells.cell(source.name)}${late ? ' ~' : '  '}${word(level)}  `,
    }
  }
  const behindTime = remembered(
    (name, level) => [reset, '  ', cells.cell(name), '  ', word(level), '  '].join(''),
    cells.width,
  )
  return {
    stamp: time,
    width: () => cells.width() + rest,
    header: ({ at, source, late }, level) =>
      late
        ? `${dim}${time.text(at)}${reset} ~${cells.cell(source.name)}  ${word(level)}  `
        : dim + time.text(at) + behindTime(source.name, level),
  }
}
