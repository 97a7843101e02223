import { readAggregate } from './aggregates.ts'
import { type MoreFunctions, readExpression } from './expression.ts'
import { readFields } from './fields-command.ts'
import { readParse } from './parse-command.ts'
import type { Row } from './row.ts'
import { NotInSubset, type QueryScanner, scanQuery } from './scanner.ts'
import { readStats } from './stats-command.ts'
import { order, textOf, truthy, type Value } from './values.ts'

/** One command of a query, over all rows that the commands before it left. */
export interface Command {
  run(rows: Row[]): Row[]
  /** What it does to the columns that are told; left out where it does nothing. */
  columns?(before: readonly string[] | null): readonly string[]
  /** Its rows are one for one those of log events that match. */
  readonly matches: boolean
  /** It sets how many rows there are at most. */
  readonly limits?: true
}

/** A query, read. */
export interface Plan {
  readonly commands: readonly Command[]
  /** Of the rows that are told. */
  readonly columns: readonly string[]
  readonly limited: boolean
}

const kept = (keep: (row: Row) => boolean, matches: boolean): Command => ({
  matches,
  run: (rows) => rows.filter(keep),
})

const sortOrder = (a: Value, b: Value): number => {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1
  return order(a, b)
}

/** `columns`: those that the commands before it made. `sort count(*)` means the column of that name. */
const readSort = (scanner: QueryScanner, columns: readonly string[]): Command => {
  const made: MoreFunctions = (name, from) => {
    if (readAggregate(name, scanner) === null) return null
    const column = scanner.since(from)
    return columns.includes(column) ? (row) => row.get(column) : scanner.fail(`there is no column ${column}`)
  }
  const keys: { readonly value: (row: Row) => Value; readonly sign: number }[] = []
  do {
    const { text, get } = readExpression(scanner, made)
    const sign = scanner.keyword('desc') ? -1 : 1
    if (sign === 1) scanner.keyword('asc')
    // What is a column already, such as `bin(5m)` behind `stats`, is nothing to be computed again.
    keys.push({ sign, value: (row) => row.get(text) ?? get(row) })
  } while (scanner.take(','))
  return {
    matches: true,
    run: (rows) =>
      rows
        .map((row) => ({ row, values: keys.map(({ value }) => value(row)) }))
        .sort((a, b) => keys.reduce((so, { sign }, i) => so || sign * sortOrder(a.values[i]!, b.values[i]!), 0))
        .map(({ row }) => row),
  }
}

const readLimit = (scanner: QueryScanner): Command => {
  const most = scanner.number() ?? scanner.fail()
  if (!Number.isInteger(most) || most < 1 || most > 100_000) scanner.fail('limit takes a number from 1 to 100000')
  return { matches: false, limits: true, run: (rows) => rows.slice(0, most) }
}

/** The first of each; events without one of the fields stay, all of them. */
const readDedup = (scanner: QueryScanner): Command => {
  const { columns } = readFields(scanner)
  const seen = (rows: Row[]): Row[] => {
    const known = new Set<string>()
    const isNew = kept((row) => {
      const values = columns.map((column) => row.get(column))
      if (values.includes(null)) return true
      const key = JSON.stringify(values.map(textOf))
      return !known.has(key) && known.add(key).size > 0
    }, false)
    return isNew.run(rows)
  }
  return { matches: false, run: seen }
}

type Reader = (scanner: QueryScanner, columns: readonly string[]) => Command

const commands: ReadonlyMap<string, Reader> = new Map(
  Object.entries({
    fields(scanner) {
      const { columns, set } = readFields(scanner)
      return { matches: true, run: set, columns: (before) => [...new Set([...(before ?? []), ...columns])] }
    },
    display(scanner) {
      const { columns, set } = readFields(scanner)
      return { matches: true, run: set, columns: () => columns }
    },
    filter(scanner) {
      const { get } = readExpression(scanner)
      return kept((row) => truthy(get(row)), true)
    },
    parse: readParse,
    stats: readStats,
    sort: readSort,
    limit: readLimit,
    dedup: readDedup,
  } satisfies Record<string, Reader>),
)

const missing: ReadonlySet<string> = new Set(
  (
    'source pattern diff anomaly unnest unmask filterindex join lookup filldown append addtotals eventstats streamstats head tail ' +
    'rename replace top rare expand relevantfields'
  ).split(' '),
)

/**
 * Reads a query of CloudWatch Logs Insights. The subset of the language that is here:
 *
 * - `fields A, B as b, strlen(C)`, `display ...`, `sort A desc, B`, `limit N`, `dedup A, B`, commands after `|`, `# comments`
 * - `filter` with `= != < <= > >=`, `like "part"`, `like /expression/`, `=~ /expression/`, `in [1, "a"]`, `not like`, `not in`, `and`,
 *   `or`, `not`, brackets. A comparison with a field that the event has not never holds, `!=` neither.
 * - `parse FIELD "glob * and *" as a, b` and `parse FIELD /(?<name>expression)/`; FIELD is `@message` where it is left out
 * - `stats` with count(*), count, count_distinct, sum, avg, min, max, pct(F, 99), earliest, latest, arithmetic over them and over the
 *   names before, and `by A, bin(5m) as t`
 * - `+ - * / % ^`, abs, ceil, floor, strlen, tolower, toupper, concat, coalesce, ispresent, bin
 * - the fields `@timestamp @ingestionTime @message @log @logStream @ptr`; of Lambda's text lines `@type @requestId @duration
 *   @billedDuration @initDuration @memorySize @maxMemoryUsed @xrayTraceId @xraySegmentId`; of JSON `a.b.0`, true and false as 1 and 0
 *
 * Throws `NotInSubset`, with the name, for what AWS has beyond that (`SOURCE` too), and `QuerySyntaxError` for what is no query at all.
 * (AWS: CloudWatch Logs Insights language query syntax.)
 */
export const readQuery = (query: string): Plan => {
  const scanner = scanQuery(query)
  const read: Command[] = []
  let columns: readonly string[] | null = null
  do {
    const name = scanner.name()?.text ?? scanner.fail()
    const reader = commands.get(name.toLowerCase())
    if (reader === undefined) {
      if (missing.has(name.toLowerCase())) throw new NotInSubset(`the Insights command ${name}`)
      return scanner.fail(`unknown command ${name}`)
    }
    const command = reader(scanner, columns ?? [])
    columns = command.columns?.(columns) ?? columns
    read.push(command)
  } while (scanner.take('|'))
  if (!scanner.ended()) scanner.fail()
  return {
    commands: read,
    columns: columns ?? ['@timestamp', '@message'],
    limited: read.some(({ limits }) => limits),
  }
}
