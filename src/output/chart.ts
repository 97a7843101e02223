import { ticksOf } from './chart-axis.ts'
import type { Chart, ChartSeries } from './chart-data.ts'
import { durationText } from './duration.ts'
import { paint } from './paint.ts'
import { figureText } from './query-figures.ts'
import { safeText } from './safe-text.ts'
import { glyphs, type Style } from './style.ts'
import { cutTo, type Measure, measureFor } from './width.ts'

/** Where nobody says how wide: a pipe. */
const usualWidth = 80
const widestColumn = 8
/** Rows of one series, by how many there are. */
const heights = [8, 6, 4, 4] as const

const eighths = ' ▁▂▃▄▅▆▇█'
const quarters = ' .:#'

/** Cells of a column of bars, the top one first: eighths of a cell; what is more than nothing shows. */
export const barOf = (value: number | null, most: number, height: number, unicode: boolean): readonly string[] => {
  const parts = unicode ? eighths : quarters
  const whole = parts.length - 1
  const filled =
    value === null || value <= 0 || most <= 0 ? 0 : Math.max(1, Math.round((value / most) * height * whole))
  return Array.from({ length: height }, (_, row) => {
    const rest = filled - (height - 1 - row) * whole
    return parts[Math.max(0, Math.min(whole, rest))]!
  })
}

/** `1 204`, `61.4`, `0.02`: the top of a scale. */
const scaleText = (value: number): string => {
  if (value >= 1000) return figureText(value)
  return String(Number(value.toPrecision(3)))
}

interface Columns {
  readonly bins: number
  readonly count: number
  /** Cells of each, the gap to the next one among them. */
  readonly cells: number
}

const columnsFor = (bins: number, room: number): Columns => {
  const perColumn = Math.ceil(bins / room)
  const count = Math.ceil(bins / perColumn)
  return { bins: perColumn, count, cells: Math.max(1, Math.min(widestColumn, Math.floor(room / count))) }
}

/** The values of a series, several bins in one column where there are more of them than columns. */
const folded = ({ values, fold }: ChartSeries, { bins, count }: Columns): readonly (number | null)[] =>
  Array.from({ length: count }, (_, column) => {
    const own = values.slice(column * bins, (column + 1) * bins).filter((value) => value !== null)
    if (own.length === 0) return null
    return fold === 'sum' ? own.reduce((sum, value) => sum + value, 0) : Math.max(...own)
  })

const most = (values: readonly (number | null)[]): number =>
  values.reduce<number>((top, value) => Math.max(top, value ?? 0), 0)

interface Drawing {
  readonly columns: Columns
  readonly gutter: number
  readonly unicode: boolean
}

const rowsOf = (
  values: readonly (number | null)[],
  top: number,
  height: number,
  { columns, gutter, unicode }: Drawing,
) => {
  const bars = values.map((value) => barOf(value, top, height, unicode))
  const { cells } = columns
  const side = unicode ? '│' : '|'
  return Array.from({ length: height }, (_, row) => {
    const label = row === 0 ? scaleText(top) : ''
    const line = bars.map((bar) => bar[row]!.repeat(cells > 2 ? cells - 1 : cells).padEnd(cells)).join('')
    return { axis: `${label.padStart(gutter)} ${side}`, bars: line.trimEnd() }
  })
}

const axisOf = (chart: Chart, { columns, gutter, unicode }: Drawing, zone: string | null): readonly string[] => {
  const { count, cells, bins } = columns
  const ticks = ticksOf({ from: chart.from, columnMs: chart.binMs * bins, columns: count, cells }, zone)
  const [line, corner, mark] = unicode ? ['─', '└', '┬'] : ['-', '+', '+']
  const marks = new Set(ticks.map(({ at }) => at))
  const rule = Array.from({ length: count * cells }, (_, at) => (marks.has(at) ? mark : line)).join('')
  let labels = ''
  for (const { at, label } of ticks) labels = labels.padEnd(at) + label
  return [`${' '.repeat(gutter)} ${corner}${rule}`, `${' '.repeat(gutter + 2)}${labels}`]
}

const titleOf = ({ label }: ChartSeries, width: number, mark: string, measure: Measure): string =>
  cutTo(safeText(label), width, mark, measure)

/**
 * Bars over time in eighth blocks, one band for each series, over one axis of time. Bands of the same figure have the same scale, so that their
 * heights can be compared.
 */
export const chartText = async (
  chart: Chart,
  { style, zone }: { readonly style: Style; readonly zone: string | null },
): Promise<string> => {
  const width = style.width ?? usualWidth
  const { unicode } = style
  const bins = chart.series[0]!.values.length
  const widest = (room: number) => chart.series.map((series) => most(folded(series, columnsFor(bins, room))))
  const gutter = Math.max(...widest(Math.max(8, width - 12)).map((top) => scaleText(top).length))
  const columns = columnsFor(bins, Math.max(8, width - gutter - 3))
  const drawing = { columns, gutter, unicode }
  const height = heights[chart.series.length - 1] ?? 4
  const bands = chart.series.map((series) => ({ series, values: folded(series, columns) }))
  const [look, measure] = await Promise.all([
    paint(style),
    measureFor(chart.series.map(({ label }) => safeText(label))),
  ])
  const lines: string[] = []
  for (const { series, values } of bands) {
    if (lines.length > 0) lines.push('')
    const top = most(bands.filter((band) => band.series.scale === series.scale).flatMap((band) => band.values))
    lines.push(
      `${' '.repeat(gutter + 2)}${look('bold', titleOf(series, width - gutter - 3, glyphs(style).cut, measure))}`,
    )
    for (const { axis, bars } of rowsOf(values, top, height, drawing)) lines.push(`${look('dim', axis)}${bars}`)
  }
  lines.push(...axisOf(chart, drawing, zone).map((line) => look('dim', line)))
  const scale = `each column ${durationText(chart.binMs * columns.bins)}`
  const more = chart.others === 0 ? [] : [`${chart.others} smaller series not shown`]
  const caption = `${' '.repeat(gutter + 2)}${[scale, ...more].join(` ${glyphs(style).dot} `)}`
  lines.push(look('dim', cutTo(caption, width, glyphs(style).cut, measure)))
  return `${lines.join('\n')}\n`
}
