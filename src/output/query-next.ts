import { type QueryRow, timeOf } from '../domain/query-answer.ts'
import { functionColumn } from '../domain/query-named.ts'
import { nextRows, tailCommand } from './next-command.ts'
import type { Style } from './style.ts'

/** Columns that hold the id of a request, ours first. */
const requestColumns = ['request', '@requestId', 'requestId'] as const

/** `next: slsops tail CreateOrder --request-id ...`: the lines of the first row's request. Nothing where rows are no requests. */
export const queryNext = (
  rows: readonly QueryRow[],
  about: {
    readonly flags: Readonly<Record<string, unknown>>
    readonly logGroups: readonly string[]
    readonly now: number
    readonly nameOf: (value: string) => string | null
  },
  { width }: Style,
): readonly string[] => {
  const { flags, logGroups, now, nameOf } = about
  const row = rows.find(
    (one) => requestColumns.some((name) => one.has(name)) && timeOf(one.get('@timestamp') ?? '') !== null,
  )
  if (row === undefined) return []
  const requestId = requestColumns.map((name) => row.get(name)).find((id) => id !== undefined) ?? null
  const log = row.get('@log')
  const source = row.get(functionColumn) ?? (log === undefined ? null : nameOf(log))
  const at = timeOf(row.get('@timestamp')!)!
  const words = tailCommand({ source, requestId, at, errors: false, logGroups }, flags, now)
  return nextRows(words, width ?? Number.POSITIVE_INFINITY)
}
