import { statsOf } from './query-terms.ts'
import type { QueryText } from './query-text.ts'

/** What `bin()` takes, in milliseconds, and the most of a unit that counts: `bin(300s)` is cut to a minute. (Logs Insights: bin) */
const units: readonly (readonly [names: readonly string[], ms: number, most: number])[] = [
  [['ms', 'msec', 'millisecond'], 1, 1000],
  [['s', 'sec', 'second'], 1000, 60],
  [['m', 'min', 'minute'], 60_000, 60],
  [['h', 'hr', 'hour'], 3_600_000, 24],
  [['d', 'day'], 86_400_000, Number.POSITIVE_INFINITY],
  [['w', 'week'], 604_800_000, Number.POSITIVE_INFINITY],
]

/** The length of a `bin(5m)`; null where it has no fixed one (months) or is none. */
export const binMs = (expression: string): number | null => {
  const [, count, unit = ''] = /^bin\s*\(\s*(\d+)\s*([a-z]+)\s*\)$/i.exec(expression.trim()) ?? []
  const lower = unit.toLowerCase()
  const known = units.find(([names]) => names.includes(lower) || names.includes(lower.replace(/s$/, '')))
  return known && count !== undefined && Number(count) > 0 ? Math.min(Number(count), known[2]) * known[1] : null
}

/** How a query counts over time. */
export interface TimeSeries {
  /** The column that holds the beginning of each bin. */
  readonly time: string
  readonly binMs: number
  /** The other columns that rows are told apart by. */
  readonly by: readonly string[]
  /** `sum`: values of neighbouring bins may be added up. */
  readonly values: readonly { readonly name: string; readonly fold: 'sum' | 'max' }[]
}

/** The series of `stats ... by bin()`; null for every other query. */
export const timeSeriesOf = (query: QueryText): TimeSeries | null => {
  const command = query.commands.findLast(({ name }) => name === 'stats')
  if (!command) return null
  const { values, by } = statsOf(query, command)
  const time = by.find(({ expression }) => binMs(expression) !== null)
  if (!time) return null
  return {
    time: time.name,
    binMs: binMs(time.expression)!,
    by: by.filter((term) => term !== time).map(({ name }) => name),
    values: values.map(({ name, expression }) => ({
      name,
      fold: /^(count|sum)\s*\([^()]*\)$/i.test(expression) ? 'sum' : 'max',
    })),
  }
}
