import type { Fields } from './expression.ts'
import { NotInSubset, type QueryScanner } from './scanner.ts'
import { numberOf, textOf, type Value } from './values.ts'

interface Function {
  readonly least: number
  readonly most: number
  of(values: readonly Value[]): Value
}

/** A function of one value, null for a field that is not there. */
const unary = (of: (value: string | number | Date) => Value): Function => ({
  least: 1,
  most: 1,
  of: ([value = null]) => (value === null ? null : of(value)),
})

const numeric = (of: (value: number) => number): Function =>
  unary((value) => {
    const number = numberOf(value)
    return number === null ? null : of(number)
  })

export const functions: ReadonlyMap<string, Function> = new Map(
  Object.entries({
    abs: numeric(Math.abs),
    ceil: numeric(Math.ceil),
    floor: numeric(Math.floor),
    strlen: unary((value) => [...textOf(value)].length),
    tolower: unary((value) => textOf(value).toLowerCase()),
    toupper: unary((value) => textOf(value).toUpperCase()),
    concat: { least: 1, most: Infinity, of: (values) => values.map(textOf).join('') },
    coalesce: { least: 1, most: Infinity, of: (values) => values.find((value) => value !== null) ?? null },
    ispresent: { least: 1, most: 1, of: ([value = null]) => (value === null ? 0 : 1) },
  } satisfies Record<string, Function>),
)

/** Functions of AWS's that are not here: a query that uses one is refused by its name, not as a mistake. */
export const missingFunctions: ReadonlySet<string> = new Set(
  (
    'greatest least log sqrt round datefloor dateceil frommillis tomillis now isvalidip isvalidipv4 isvalidipv6 isipinsubnet ' +
    'isipv4insubnet isipv6insubnet isempty isblank ltrim rtrim trim substr replace strcontains jsonparse jsonstringify get ' +
    'values stddev median sortsfirst sortslast'
  ).split(' '),
)

/** Milliseconds of a unit, and the most of it that `bin` takes: AWS cuts `bin(300s)` down to a minute. */
const units = new Map<string, readonly [ms: number, most: number]>([
  ['ms', [1, 1000]],
  ['s', [1000, 60]],
  ['m', [60_000, 60]],
  ['h', [3_600_000, 24]],
  ['d', [86_400_000, Infinity]],
  ['w', [604_800_000, Infinity]],
])

/** `bin(5m)`, its bracket taken: the event's time, rounded down. */
export const binOf = (scanner: QueryScanner): ((fields: Fields) => Value) => {
  const { count, unit } = scanner.duration() ?? scanner.fail()
  const known = units.get(unit.toLowerCase())
  if (known === undefined) throw new NotInSubset(`the unit ${unit} of the Insights function bin`)
  if (count === 0 || !scanner.take(')')) scanner.fail()
  const width = Math.min(count, known[1]) * known[0]
  return (fields) => {
    const at = numberOf(fields.get('@timestamp'))
    return at === null ? null : new Date(Math.floor(at / width) * width)
  }
}
