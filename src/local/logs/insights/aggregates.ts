import { type Expression, readExpression } from './expression.ts'
import type { QueryScanner } from './scanner.ts'
import { numberOf, order, textOf, type Value } from './values.ts'

/** One value for a field of many events, and the times of those events. Values that are not there are left out before. */
type Of = (values: readonly { readonly value: Exclude<Value, null>; readonly at: number }[], given: number) => Value

export interface Aggregate {
  /** Null: every event counts, as in `count(*)`. */
  readonly of: Expression | null
  over(values: Parameters<Of>[0]): Value
}

const numbers = (values: Parameters<Of>[0]): number[] =>
  values.map(({ value }) => numberOf(value)).filter((number) => number !== null)

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0)

const best =
  (sign: number): Of =>
  (values) =>
    values.reduce<Value>((kept, { value }) => (kept === null || sign * order(value, kept) > 0 ? value : kept), null)

const kinds: ReadonlyMap<string, Of> = new Map(
  Object.entries({
    count: (values) => values.length,
    count_distinct: (values) => new Set(values.map(({ value }) => textOf(value))).size,
    sum: (values) => total(numbers(values)),
    avg(values) {
      const all = numbers(values)
      return all.length === 0 ? null : total(all) / all.length
    },
    min: best(-1),
    max: best(1),
    /** The smallest value that so many of a hundred do not exceed. */
    pct(values, percent) {
      const all = numbers(values).sort((a, b) => a - b)
      return all[Math.max(0, Math.ceil((percent / 100) * all.length) - 1)] ?? null
    },
    earliest: (values) =>
      values.reduce<(typeof values)[number] | null>((kept, one) => (kept && kept.at <= one.at ? kept : one), null)
        ?.value ?? null,
    latest: (values) =>
      values.reduce<(typeof values)[number] | null>((kept, one) => (kept && kept.at >= one.at ? kept : one), null)
        ?.value ?? null,
  } satisfies Record<string, Of>),
)

/** The aggregate of that name, its bracket taken; null where there is none. */
export const readAggregate = (name: string, scanner: QueryScanner): Aggregate | null => {
  const kind = kinds.get(name)
  if (kind === undefined) return null
  if (name === 'count') {
    const all = scanner.take('*')
    if (scanner.take(')')) return { of: null, over: (values) => kind(values, 0) }
    if (all) scanner.fail()
  }
  const of = readExpression(scanner)
  let given = 0
  if (name === 'pct') {
    if (!scanner.take(',')) scanner.fail()
    given = scanner.number() ?? scanner.fail()
  }
  if (!scanner.take(')')) scanner.fail()
  return { of, over: (values) => kind(values, given) }
}
