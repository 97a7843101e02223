import { Problem } from '../../domain/problem.ts'
import type { QueryRow } from '../../domain/query-answer.ts'
import type { Fold, JoinStats } from '../../domain/query-join.ts'
import { columnKey } from '../../domain/query-terms.ts'
import { compareValues, inOrder } from './join-rows.ts'

/** As AWS writes computed numbers: four decimals at most. */
const figure = (value: number): string => String(Math.round(value * 10_000) / 10_000)

const folding: Readonly<Record<Fold, (a: string, b: string) => string>> = {
  sum: (a, b) => figure(Number(a) + Number(b)),
  min: (a, b) => (compareValues(a, b) <= 0 ? a : b),
  max: (a, b) => (compareValues(a, b) >= 0 ? a : b),
}

/** Rows of the same keys become one, in the order of their first; then the order that the query asks for. */
export const joinedStats = (rows: readonly QueryRow[], join: JoinStats): readonly QueryRow[] => {
  const folds = new Map(join.folds.map(({ name, fold }) => [columnKey(name), fold]))
  const keys = new Set(join.keys.map(columnKey))
  const joined = new Map<string, Map<string, string>>()
  for (const row of rows) {
    const own: [string, string][] = []
    for (const [name, value] of row) {
      const column = columnKey(name)
      if (keys.has(column)) own.push([column, value])
      else if (!folds.has(column)) throw unknownColumn(name)
    }
    const id = JSON.stringify(own.sort(([a], [b]) => (a < b ? -1 : 1)))
    const known = joined.get(id)
    if (known === undefined) {
      joined.set(id, new Map(row))
      continue
    }
    for (const [name, value] of row) {
      const fold = folds.get(columnKey(name))
      const before = known.get(name)
      if (fold) known.set(name, before === undefined ? value : folding[fold](before, value))
    }
  }
  return inOrder([...joined.values()], join.order)
}

/** A figure taken for a key would leave rows apart that belong together: better no answer. */
const unknownColumn = (name: string): Problem =>
  new Problem('CannotJoin', `the answers to the parts of the query can't be joined: nothing says what "${name}" is`, {
    hint: 'name the figures: stats count(*) as lines by ...',
    exit: 2,
  })
