import { pointerColumn, type QueryRow, timeOf } from '../domain/query-answer.ts'
import { timeSeriesOf } from '../domain/query-bin.ts'
import { askedColumns } from '../domain/query-terms.ts'
import { queryText } from '../domain/query-text.ts'
import { chartText } from './chart.ts'
import { chartOf } from './chart-data.ts'
import type { CiGuard } from './ci-commands.ts'
import { queryTable, type TableLook } from './query-table.ts'

export interface HumanQuery {
  readonly text: string
  /** Columns that the terminal had no room for. */
  readonly left: readonly string[]
}

/** What is for programs alone (`@ptr`) is shown where the query asks for it by name. */
export const askedPointers = (query: string): readonly string[] => {
  const { commands, plain } = queryText(query)
  const lists = commands.filter(({ name }) => name === 'fields' || name === 'display')
  return lists.some(({ bodyStart, end }) => /@ptr\b/.test(plain.slice(bodyStart, end))) ? [pointerColumn] : []
}

/** Rows whose functions and log groups are called as a person calls them. */
const withNames = (row: QueryRow, nameOf: (value: string) => string | null): QueryRow => {
  const log = row.get('@log')
  return log === undefined ? row : new Map([...row, ['@log', nameOf(log) ?? log]])
}

const inTime = (rows: readonly QueryRow[], time: string): readonly QueryRow[] =>
  [...rows].sort((a, b) => (timeOf(a.get(time) ?? '') ?? 0) - (timeOf(b.get(time) ?? '') ?? 0))

/** What the human format is told besides rows. */
export interface HumanLook extends TableLook {
  /** What a person calls the function behind a value of `@log`. */
  readonly nameOf: (value: string) => string | null
}

/** The table, and under it, where a query counts over time, the chart: it stands where the eye is when the answer has come. */
export const queryHuman = async (
  told: {
    readonly query: string
    readonly rows: readonly QueryRow[]
    readonly window: { readonly from: number; readonly to: number }
  },
  look: HumanLook,
  guard: CiGuard | null,
): Promise<HumanQuery> => {
  const { query, window } = told
  const read = queryText(query)
  const series = timeSeriesOf(read)
  const named = told.rows.map((row) => withNames(row, look.nameOf))
  const isSorted = read.commands.some(({ name }) => name === 'sort')
  // In the order of the chart, where the query asks for none.
  const rows = series === null || isSorted ? named : inTime(named, series.time)
  const { text, left } = await queryTable(rows, look, { columns: askedColumns(read), pointers: askedPointers(query) })
  const chart = series === null ? null : chartOf(rows, series, window)
  const drawn = chart === null ? '' : `\n${await chartText(chart, look)}`
  return { text: guard ? guard.text(text + drawn) : text + drawn, left }
}
