import { isNumber, type QueryRow, timeOf } from '../domain/query-answer.ts'
import type { TimeSeries } from '../domain/query-bin.ts'
import { columnKey } from '../domain/query-terms.ts'

export interface ChartSeries {
  readonly label: string
  /** Series with the same word share a scale. */
  readonly scale: string
  /** What a column stands for that holds several bins. */
  readonly fold: 'sum' | 'max'
  /** One for each bin; null where there is none. */
  readonly values: readonly (number | null)[]
}

export interface Chart {
  /** Beginning of the first bin, epoch milliseconds. */
  readonly from: number
  readonly binMs: number
  readonly series: readonly ChartSeries[]
  /** Series that are not shown: the smaller ones. */
  readonly others: number
}

const mostSeries = 4
/** A chart of more bins than this would take its time, and nobody could tell them apart. */
const mostBins = 20_000

const cellsOf = (row: QueryRow): ReadonlyMap<string, string> =>
  new Map([...row].map(([name, value]) => [columnKey(name), value]))

const total = (values: readonly (number | null)[]): number =>
  values.reduce<number>((sum, value) => sum + (value ?? 0), 0)

/**
 * What `stats ... by bin()` found, over the time that was asked (epoch milliseconds): a series for each figure and each combination of the other
 * keys, the four biggest of them. Null where there is nothing to draw: no bins, a single one, or figures below zero.
 */
export const chartOf = (
  rows: readonly QueryRow[],
  { time, binMs, by, values: figures }: TimeSeries,
  window: { readonly from: number; readonly to: number },
): Chart | null => {
  const known = rows.map(cellsOf).flatMap((cells) => {
    const at = timeOf(cells.get(columnKey(time)) ?? '')
    return at === null ? [] : [{ at, cells }]
  })
  if (known.length === 0) return null
  const times = known.map(({ at }) => at)
  const first = times.reduce((least, at) => Math.min(least, at), Number.POSITIVE_INFINITY)
  // Bins lie as AWS laid them, which need not be from the epoch on.
  const from = first - Math.max(0, Math.floor((first - window.from) / binMs)) * binMs
  const last = Math.max(
    times.reduce((most, at) => Math.max(most, at), 0),
    window.to - 1,
  )
  const bins = Math.floor((last - from) / binMs) + 1
  if (bins < 2 || bins > mostBins) return null
  const found = new Map<string, ChartSeries & { readonly values: (number | null)[] }>()
  for (const { at, cells } of known) {
    const keys = by.map((name) => cells.get(columnKey(name)) ?? '')
    for (const { name, fold } of figures) {
      const value = cells.get(columnKey(name))
      if (value === undefined || !isNumber(value)) continue
      if (Number(value) < 0) return null
      const label = by.length === 0 ? name : [keys.join(' '), ...(figures.length > 1 ? [name] : [])].join(' · ')
      const id = JSON.stringify([keys, name])
      const series = found.get(id) ?? { label, scale: name, fold, values: new Array<number | null>(bins).fill(null) }
      series.values[Math.floor((at - from) / binMs)] = Number(value)
      found.set(id, series)
    }
  }
  const all = [...found.values()]
  if (all.length === 0) return null
  const biggest = new Set([...all].sort((a, b) => total(b.values) - total(a.values)).slice(0, mostSeries))
  const series = by.length === 0 ? all.slice(0, mostSeries) : all.filter((one) => biggest.has(one))
  return { from, binMs, series, others: all.length - series.length }
}
