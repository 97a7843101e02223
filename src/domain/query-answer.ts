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

/** The columns of all rows, each where the rows that have it show it, with what all their values are. */
export const columnsOf = (rows: readonly QueryRow[]): readonly QueryColumn[] => {
  const names: string[] = []
  const types = new Map<string, ColumnType>()
  for (const row of rows) {
    let before = -1
    for (const [name, value] of row) {
      const type: ColumnType = isNumber(value) ? 'number' : timeOf(value) !== null ? 'time' : 'text'
      const known = types.get(name)
      if (known === undefined) names.splice(before + 1, 0, name)
      types.set(name, known === undefined || known === type ? type : 'text')
      before = names.indexOf(name)
    }
  }
  return names.map((name) => ({ name, type: types.get(name)! }))
}
