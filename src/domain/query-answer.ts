import { columnKey } from './query-terms.ts'

/** A row of an answer: column -> value, as AWS wrote it; a field that the row has not is no key of it. (Logs API: ResultField) */
export type QueryRow = ReadonlyMap<string, string>

export interface QueryStatistics {
  readonly bytesScanned: number
  readonly recordsMatched: number
  readonly recordsScanned: number
}

export const noStatistics: QueryStatistics = { bytesScanned: 0, recordsMatched: 0, recordsScanned: 0 }

export const addedStatistics = (a: QueryStatistics, b: QueryStatistics): QueryStatistics => ({
  bytesScanned: a.bytesScanned + b.bytesScanned,
  recordsMatched: a.recordsMatched + b.recordsMatched,
  recordsScanned: a.recordsScanned + b.recordsScanned,
})

/** What GetLogRecord would take for a row's event: in every row that is one, asked for or not. */
export const pointerColumn = '@ptr'

export type ColumnType = 'time' | 'number' | 'text'

export interface QueryColumn {
  readonly name: string
  /** `time`: `YYYY-MM-DD HH:mm:ss.SSS` in UTC. `number`: all are written as JSON writes numbers, so that none is changed by being one. */
  readonly type: ColumnType
}

const TIME = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}$/

/** Epoch milliseconds of a time as Insights writes it; null for what is none. */
export const timeOf = (value: string): number | null => {
  if (!TIME.test(value)) return null
  const at = Date.parse(`${value.replace(' ', 'T')}Z`)
  return Number.isNaN(at) ? null : at
}

export const isNumber = (value: string): boolean => String(Number(value)) === value && Number.isFinite(Number(value))

/** Puts a name behind the one it follows. */
const place = (names: string[], name: string, before: string | undefined): void => {
  if (!names.includes(name)) names.splice(before === undefined ? 0 : names.indexOf(before) + 1, 0, name)
}

/**
 * The columns of an answer with what all their values are: those that were `asked` for, in their order, whether a row has them or not, and the
 * others where the rows show them.
 */
export const columnsOf = (rows: readonly QueryRow[], asked: readonly string[] = []): readonly QueryColumn[] => {
  const names: string[] = []
  const types = new Map<string, ColumnType>()
  const spelt = new Map<string, string>()
  for (const row of rows) {
    let before: string | undefined
    for (const [name, value] of row) {
      const type: ColumnType = isNumber(value) ? 'number' : timeOf(value) !== null ? 'time' : 'text'
      const known = types.get(name)
      if (known === undefined) {
        spelt.set(columnKey(name), name)
        place(names, name, before)
      }
      types.set(name, known === undefined || known === type ? type : 'text')
      before = name
    }
  }
  let before: string | undefined
  for (const one of asked) {
    const name = spelt.get(columnKey(one)) ?? one
    const at = names.indexOf(name)
    if (at >= 0) names.splice(at, 1)
    place(names, name, before)
    before = name
  }
  return names.map((name) => ({ name, type: types.get(name) ?? 'text' }))
}
