import type { Incomplete } from '../domain/incomplete.ts'
import {
  columnsOf,
  pointerColumn,
  type QueryColumn,
  type QueryRow,
  type QueryStatistics,
  timeOf,
} from '../domain/query-answer.ts'
import { queryCost } from '../domain/query-cost.ts'
import { askedColumns } from '../domain/query-terms.ts'
import { queryText } from '../domain/query-text.ts'
import type { CiGuard } from './ci-commands.ts'
import { csv } from './csv.ts'
import { type AnswerContext, answer, isoTime } from './json.ts'
import { safeJson, safeText } from './safe-text.ts'

export interface ToldQuery {
  readonly name: string | null
  readonly query: string
  readonly window: { readonly from: number; readonly to: number }
  readonly groups: readonly string[]
  /** Those of them that do not exist. */
  readonly missing: readonly string[]
  readonly statistics: QueryStatistics
  readonly rows: readonly QueryRow[]
  readonly partial: boolean
  readonly incomplete: readonly Incomplete[]
}

type RowsOfQuery = Pick<ToldQuery, 'rows' | 'query'>

const asked = (query: string): readonly string[] => askedColumns(queryText(query))

type Value = string | number | null

const reader = ({ name, type }: QueryColumn): ((row: QueryRow) => Value) => {
  const read = {
    number: Number,
    time: (value: string) => isoTime(timeOf(value)),
    text: (value: string) => value,
  }[type]
  return (row) => {
    const value = row.get(name)
    return value === undefined ? null : read(value)
  }
}

/** Own keys, whatever a field is called: `__proto__` too. */
const recordsOf = (rows: readonly QueryRow[], columns: readonly QueryColumn[]) => {
  const readers = columns.map((column) => [column.name, reader(column)] as const)
  return rows.map((row) => Object.fromEntries(readers.map(([name, read]) => [name, read(row)])))
}

/** `slsops.query/1`. A column is numbers or times where all its values are; each row has every column. */
export const queryAnswer = (told: ToldQuery, context: AnswerContext, guard: CiGuard | null): string => {
  const { name, query, window, groups, missing, statistics, rows, partial, incomplete } = told
  const columns = columnsOf(rows, asked(query))
  const { bytesScanned, recordsMatched, recordsScanned } = statistics
  const body = {
    query,
    name,
    window: { from: isoTime(window.from), to: isoTime(window.to) },
    logGroups: groups,
    missingLogGroups: missing,
    statistics: {
      bytesScannedBytes: bytesScanned,
      recordsMatched,
      recordsScanned,
      costUsd: queryCost(bytesScanned),
    },
    columns,
    rows: recordsOf(rows, columns),
    partial,
  }
  return answer('slsops.query/1', context, body, incomplete, guard)
}

/** A row a line, each with every column. */
export const queryRecords = ({ rows, query }: RowsOfQuery, guard: CiGuard | null): string =>
  recordsOf(rows, columnsOf(rows, asked(query)))
    .map((record) => {
      const json = safeJson(JSON.stringify(record))
      return `${guard ? guard.json(json) : json}\n`
    })
    .join('')

/** RFC 4180, times in ISO 8601. `screen`: it goes to a terminal, which would act on what stands in a log line. */
export const queryCsv = (
  { rows, query }: RowsOfQuery,
  {
    pointers,
    screen,
    guard,
  }: { readonly pointers: readonly string[]; readonly screen: boolean; readonly guard: CiGuard | null },
): string => {
  const columns = columnsOf(rows, asked(query)).filter(({ name }) => name !== pointerColumn || pointers.includes(name))
  const readers = columns.map(reader)
  const text = csv(
    columns.map(({ name }) => name),
    // A number's own digits: they are the same as what JSON would write.
    rows.map((row) => readers.map((read) => read(row)?.toString() ?? null)),
  )
  const safe = screen ? safeText(text.replaceAll('\r\n', '\n'), { keepNewlines: true, tabs: 'keep' }) : text
  return columns.length === 0 ? '' : guard ? guard.text(safe) : safe
}
