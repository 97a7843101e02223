import { readExpression } from './expression.ts'
import type { Row } from './row.ts'
import type { QueryScanner } from './scanner.ts'
import { rounded } from './values.ts'

/** `A, strlen(B) as b, ...`: the columns that they make, and what gives rows the values that are computed. */
export const readFields = (scanner: QueryScanner): { columns: string[]; set(rows: Row[]): Row[] } => {
  const computed: ((row: Row) => void)[] = []
  const columns: string[] = []
  do {
    const { text, bare, get } = readExpression(scanner)
    const alias = scanner.keyword('as') ? (scanner.name()?.text ?? scanner.fail()) : null
    const column = alias ?? text
    columns.push(column)
    if (alias !== null || !bare) computed.push((row) => row.set(column, bare ? get(row) : rounded(get(row))))
  } while (scanner.take(','))
  return {
    columns,
    set(rows) {
      for (const row of rows) for (const compute of computed) compute(row)
      return rows
    },
  }
}
