import type { QueryRow } from '../../domain/query-answer.ts'
import { bare, columnKey, type SortKey } from '../../domain/query-terms.ts'

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/

/** What is not there, then texts, then numbers. (Logs Insights: sort) */
const rankOf = (value: string | undefined): number => (value === undefined ? 0 : NUMBER.test(value) ? 2 : 1)

export const compareValues = (a: string | undefined, b: string | undefined): number => {
  const [rankA, rankB] = [rankOf(a), rankOf(b)]
  if (rankA !== rankB) return rankA - rankB
  if (rankA === 2) return Number(a) - Number(b)
  return a === b ? 0 : a! < b! ? -1 : 1
}

/** A row's value for a column, however AWS spells the column. */
const cellOf = (row: QueryRow, column: string): string | undefined => {
  const exact = row.get(bare(column))
  if (exact !== undefined) return exact
  const key = columnKey(column)
  for (const [name, value] of row) if (columnKey(name) === key) return value
  return undefined
}

/** Rows in the order that was asked for; equal ones stay as they came. */
export const inOrder = (rows: readonly QueryRow[], order: readonly SortKey[]): readonly QueryRow[] => {
  if (order.length === 0) return rows
  const keyed = rows.map((row) => ({ row, values: order.map(({ expression }) => cellOf(row, expression)) }))
  keyed.sort((a, b) => {
    for (const [index, { descending }] of order.entries()) {
      const compared = compareValues(a.values[index], b.values[index])
      if (compared !== 0) return descending ? -compared : compared
    }
    return 0
  })
  return keyed.map(({ row }) => row)
}

/** Rows without columns that nobody asked for. */
export const withoutColumns = (rows: readonly QueryRow[], hidden: readonly string[]): readonly QueryRow[] => {
  if (hidden.length === 0) return rows
  const keys = new Set(hidden.map(columnKey))
  return rows.map((row) => new Map([...row].filter(([name]) => !keys.has(columnKey(name)))))
}
