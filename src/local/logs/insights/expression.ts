import { binOf, functions, missingFunctions } from './functions.ts'
import { NotInSubset, type QueryScanner } from './scanner.ts'
import { numberOf, order, truthy, type Value } from './values.ts'

/** Where an expression takes its fields from. */
export interface Fields {
  get(name: string): Value
}

export interface Expression {
  /** As it was written: the name of its column where it has no other. */
  readonly text: string
  /** Nothing but a field: its value is told as it is. */
  readonly bare: boolean
  get(fields: Fields): Value
}

/**
 * Reads functions that only this place knows (aggregates); null where the name is none of them. `from` is
 * where it begins; its bracket is taken already.
 */
export type MoreFunctions = (name: string, from: number) => ((fields: Fields) => Value) | null

type Get = (fields: Fields) => Value

const comparisons: readonly (readonly [symbol: string, holds: (order: number) => boolean])[] = [
  ['!=', (n) => n !== 0],
  ['<=', (n) => n <= 0],
  ['>=', (n) => n >= 0],
  ['=', (n) => n === 0],
  ['<', (n) => n < 0],
  ['>', (n) => n > 0],
]

const arithmetic: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '^': (a, b) => a ** b,
}

const bit = (holds: boolean): Value => (holds ? 1 : 0)

/** Reads one expression, as far as it goes. */
export const readExpression = (scanner: QueryScanner, more: MoreFunctions = () => null): Expression => {
  const start = scanner.place()

  const either = (): Get => {
    const tests = [every()]
    while (scanner.keyword('or')) tests.push(every())
    return tests.length === 1 ? tests[0]! : (fields) => bit(tests.some((test) => truthy(test(fields))))
  }
  const every = (): Get => {
    const tests = [negated()]
    while (scanner.keyword('and')) tests.push(negated())
    return tests.length === 1 ? tests[0]! : (fields) => bit(tests.every((test) => truthy(test(fields))))
  }
  const negated = (): Get => {
    if (!scanner.keyword('not')) return comparison()
    const test = negated()
    return (fields) => bit(!truthy(test(fields)))
  }
  const comparison = (): Get => {
    const left = sum()
    if (scanner.take('=~')) return matching(left, scanner.regex() ?? scanner.fail())
    for (const [symbol, holds] of comparisons) {
      if (!scanner.take(symbol)) continue
      const right = sum()
      return (fields) => {
        const [a, b] = [left(fields), right(fields)]
        return bit(a !== null && b !== null && holds(order(a, b)))
      }
    }
    const opposite = scanner.keyword('not')
    const test = scanner.keyword('like') ? like(left) : scanner.keyword('in') ? among(left) : null
    if (test === null) return opposite ? scanner.fail() : left
    return opposite ? (fields) => bit(left(fields) !== null && !truthy(test(fields))) : test
  }
  const matching =
    (left: Get, form: RegExp): Get =>
    (fields) => {
      const value = left(fields)
      return bit(value !== null && form.test(String(value)))
    }
  const like = (left: Get): Get => {
    const form = scanner.regex()
    if (form !== null) return matching(left, form)
    const part = scanner.quoted() ?? scanner.fail()
    return (fields) => {
      const value = left(fields)
      return bit(value !== null && String(value).includes(part))
    }
  }
  const among = (left: Get): Get => {
    if (!scanner.take('[')) scanner.fail()
    const values: Get[] = []
    do values.push(sum())
    while (scanner.take(','))
    if (!scanner.take(']')) scanner.fail()
    return (fields) => {
      const value = left(fields)
      return bit(
        value !== null &&
          values.some((one) => {
            const other = one(fields)
            return other !== null && order(value, other) === 0
          }),
      )
    }
  }
  const chain = (symbols: readonly string[], next: () => Get): Get => {
    let left = next()
    for (;;) {
      const symbol = symbols.find((one) => scanner.take(one))
      if (symbol === undefined) return left
      left = calculated(symbol, left, next())
    }
  }
  const calculated =
    (symbol: string, left: Get, right: Get): Get =>
    (fields) => {
      const [a, b] = [numberOf(left(fields)), numberOf(right(fields))]
      const result = a === null || b === null ? Number.NaN : (arithmetic[symbol]?.(a, b) ?? Number.NaN)
      return Number.isFinite(result) ? result : null
    }
  const sum = (): Get => chain(['+', '-'], product)
  const product = (): Get => chain(['*', '/', '%'], power)
  const power = (): Get => chain(['^'], signed)
  const signed = (): Get => (scanner.take('-') ? calculated('-', () => 0, signed()) : primary())

  const primary = (): Get => {
    if (scanner.take('(')) {
      const inner = either()
      if (!scanner.take(')')) scanner.fail()
      return inner
    }
    const literal = scanner.number() ?? scanner.quoted()
    if (literal !== null) return () => literal
    const from = scanner.place()
    const name = scanner.name() ?? scanner.fail()
    if (!name.quoted && scanner.take('(')) return call(name.text, from)
    const constant = name.quoted ? undefined : constants.get(name.text.toLowerCase())
    if (constant !== undefined) return () => constant
    return (fields) => fields.get(name.text)
  }
  const call = (written: string, from: number): Get => {
    const name = written.toLowerCase()
    const own = more(name, from)
    if (own !== null) return own
    if (name === 'bin') return binOf(scanner)
    const apply = functions.get(name)
    if (apply === undefined) {
      if (missingFunctions.has(name)) throw new NotInSubset(`the Insights function ${written}`)
      return scanner.fail(`unknown function ${written}`)
    }
    const values: Get[] = []
    if (!scanner.take(')')) {
      do values.push(either())
      while (scanner.take(','))
      if (!scanner.take(')')) scanner.fail()
    }
    if (values.length < apply.least || values.length > apply.most)
      scanner.fail(`wrong number of arguments for ${written}`)
    return (fields) => apply.of(values.map((value) => value(fields)))
  }

  const get = either()
  const written = scanner.since(start)
  const field = FIELD.exec(written)
  return { text: field?.[1] ?? written, bare: field !== null, get }
}

/** A field and nothing else, in backticks or not. */
const FIELD = /^(?:`([^`]+)`|@?[A-Za-z_][\w.@]*)$/

const constants = new Map<string, Value>([
  ['true', 1],
  ['false', 0],
])
