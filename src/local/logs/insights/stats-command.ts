import { type Aggregate, readAggregate } from './aggregates.ts'
import { type Expression, type MoreFunctions, readExpression } from './expression.ts'
import type { Command } from './language.ts'
import { madeRow, type Row } from './row.ts'
import type { QueryScanner } from './scanner.ts'
import { rounded, textOf, type Value } from './values.ts'

interface Column {
  readonly name: string
  readonly expression: Expression
}

const readColumns = (scanner: QueryScanner, more?: MoreFunctions): Column[] => {
  const columns: Column[] = []
  do {
    const expression = readExpression(scanner, more)
    const alias = scanner.keyword('as') ? (scanner.name()?.text ?? scanner.fail()) : null
    columns.push({ name: alias ?? expression.text, expression })
  } while (scanner.take(','))
  return columns
}

/** A name that no query can write. */
const slotOf = (index: number): string => `\0${index}`

const gathered = ({ of }: Aggregate, rows: readonly Row[]) =>
  rows.flatMap((row) => {
    const value = of === null ? 1 : of.get(row)
    return value === null ? [] : [{ value, at: row.at }]
  })

/** `stats count(*) as n, max(a) - min(a) by b, bin(5m)`: a row for each combination of what stands behind `by`, in the order they come. */
export const readStats = (scanner: QueryScanner): Command => {
  const aggregates: Aggregate[] = []
  const more: MoreFunctions = (name) => {
    const aggregate = readAggregate(name, scanner)
    if (aggregate === null) return null
    const slot = slotOf(aggregates.push(aggregate) - 1)
    return (fields) => fields.get(slot)
  }
  const columns = readColumns(scanner, more)
  if (aggregates.length === 0) scanner.fail('stats takes at least one aggregate, such as count(*)')
  const by = scanner.keyword('by') ? readColumns(scanner) : []
  return {
    matches: false,
    columns: () => [...by, ...columns].map(({ name }) => name),
    run(rows) {
      const groups = new Map<string, { readonly keys: readonly Value[]; readonly rows: Row[] }>()
      for (const row of rows) {
        const keys = by.map(({ expression }) => expression.get(row))
        const id = JSON.stringify(keys.map((key) => (key === null ? null : textOf(key))))
        const group = groups.get(id)
        if (group === undefined) groups.set(id, { keys, rows: [row] })
        else group.rows.push(row)
      }
      return [...groups.values()].map((group) => {
        const made = madeRow()
        for (const [i, { name }] of by.entries()) made.set(name, rounded(group.keys[i]!))
        for (const [i, aggregate] of aggregates.entries())
          made.set(slotOf(i), aggregate.over(gathered(aggregate, group.rows)))
        for (const { name, expression } of columns) made.set(name, rounded(expression.get(made)))
        return made
      })
    },
  }
}
