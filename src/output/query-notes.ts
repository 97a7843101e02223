import type { Incomplete } from '../domain/incomplete.ts'
import type { QueryStatistics } from '../domain/query-answer.ts'
import { queryCost } from '../domain/query-cost.ts'
import { parted } from './parted.ts'
import { bytesText, costText, figureText } from './query-figures.ts'
import { timesText } from './query-times.ts'
import { safeText } from './safe-text.ts'
import { glyphs, type Style, sgr } from './style.ts'
import { asciiMeasure } from './width.ts'
import { wrapRow } from './wrap.ts'

/** What a person hears on stderr around the answer. */
export interface Heard {
  readonly style: Style
  readonly zone: string | null
}

/** `orders · eu-west-1 · 5 functions · slow · 12:30–13:30` */
export const openingLine = (
  about: {
    readonly title: readonly string[]
    readonly name: string | null
    readonly from: string | null
    readonly window: { readonly from: number; readonly to: number }
  },
  { style, zone }: Heard,
): string => {
  const { title, name, from: origin, window } = about
  const [from, to] = [window.from, window.to].map((at) => Math.floor(at / 1000) * 1000) as [number, number]
  const text = timesText([from, to], zone)
  const whose = origin === null || origin === 'slsops' ? '' : ` (${origin})`
  const when = `${text(from)}${style.unicode ? '–' : ' to '}${text(to)}`
  return [...title, ...(name === null ? [] : [`${name}${whose}`]), when]
    .map((part) => safeText(part))
    .join(` ${glyphs(style).dot} `)
}

/** What is missing, and what it took. */
export const closingLines = (
  about: {
    readonly rows: number
    readonly statistics: QueryStatistics
    /** Whose limit the number of rows is; null for neither. */
    readonly atLimit: 'query' | 'asked' | null
    /** Rows are events, of which so many matched. */
    readonly isEvents: boolean
    readonly partial: boolean
    readonly missing: readonly string[]
    readonly left: readonly string[]
    readonly incomplete: readonly Incomplete[]
  },
  { style }: Heard,
): readonly string[] => {
  const { rows, statistics, atLimit, isEvents, partial, missing, left, incomplete } = about
  const { recordsMatched, recordsScanned, bytesScanned } = statistics
  const count = rows === 1 ? '1 row' : `${rows === 0 ? 'no' : figureText(rows)} rows`
  const more = isEvents && recordsMatched > rows
  const partsOf = (records: string, that = ' that match'): readonly string[] =>
    [
      more && rows > 0 ? `${count} of ${figureText(recordsMatched)}${that}` : count,
      partial ? 'not complete' : '',
      atLimit === 'asked' && (more || !isEvents) && !partial ? '--limit N shows more' : '',
      `${records}${bytesText(bytesScanned)} scanned`,
      costText(queryCost(bytesScanned)),
    ].filter(Boolean)
  const dot = ` ${glyphs(style).dot} `
  // The least important words go first.
  const choices = [partsOf(`${figureText(recordsScanned)} records, `), partsOf(''), partsOf('', '')]
  const fits = (all: readonly string[]): boolean => style.width === null || all.join(dot).length <= style.width
  const parts = choices.find(fits) ?? choices.at(-1)!
  const figures = parted(parts, dot, style.width, asciiMeasure)
  const room = style.width === null ? null : { first: style.width, rest: style.width }
  const told = (line: string): readonly string[] => (room === null ? [line] : wrapRow(line, room, asciiMeasure))
  const columns = left.length === 1 ? 'column' : 'columns'
  return [
    ...incomplete.flatMap(({ what, reason }) => told(`not read: ${safeText(what)}: ${safeText(reason)}`)),
    ...(missing.length === 0
      ? []
      : told(`no such log group yet: ${missing.map((group) => safeText(group)).join(', ')}`)),
    ...(left.length === 0
      ? []
      : told(
          `no room for the ${columns} ${left.map((name) => safeText(name)).join(', ')}: a wider terminal, or -o csv`,
        )),
    ...figures.map((row) => (style.color ? `${sgr.dim}${row}${sgr.reset}` : row)),
  ]
}
