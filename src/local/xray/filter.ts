import { readLogic } from '../logic.ts'
import { ServiceError } from '../service.ts'
import type { Facts, ServiceFacts } from './facts.ts'
import type { AnnotationValue } from './segments.ts'

export const invalid = (message: string): ServiceError => new ServiceError('InvalidRequestException', message)

type Test = (facts: Facts) => boolean
type Compare = (is: AnnotationValue, asked: AnnotationValue) => boolean

const same: Readonly<Record<string, Compare>> = { '=': (is, asked) => is === asked, '!=': (is, asked) => is !== asked }
const ofNumbers: Readonly<Record<string, Compare>> = {
  ...same,
  '<': (is, asked) => is < asked,
  '<=': (is, asked) => is <= asked,
  '>': (is, asked) => is > asked,
  '>=': (is, asked) => is >= asked,
}
const ofTexts: Readonly<Record<string, Compare>> = {
  ...same,
  CONTAINS: (is, asked) => String(is).includes(String(asked)),
  BEGINSWITH: (is, asked) => String(is).startsWith(String(asked)),
  ENDSWITH: (is, asked) => String(is).endsWith(String(asked)),
}
const operators = { number: ofNumbers, string: ofTexts, boolean: same }

const flags = new Set(['ok', 'error', 'throttle', 'fault', 'partial'])
const numbers = new Set(['responsetime', 'duration', 'http.status'])
const strings = new Set(['http.url', 'http.method', 'user', 'name', 'resource.arn'])

const longest = 2000
const token = /\s*(?:("(?:[^"\\]|\\.)*")|(-?\d+(?:\.\d+)?)|([A-Za-z_][\w.]*(?:\[[^\]]*\])?)|(!=|<=|>=|[=<>!(){},:]))/y

const tokensOf = (expression: string): string[] => {
  const found: string[] = []
  token.lastIndex = 0
  const end = expression.trimEnd().length
  for (let at = 0; at < end; at = token.lastIndex) {
    token.lastIndex = at
    const match = token.exec(expression)
    if (match === null)
      throw invalid(`Invalid filter expression: it can't be read at "${expression.slice(at, at + 20)}"`)
    found.push(match[0].trim())
  }
  return found
}

/**
 * A filter expression of X-Ray as a test. Here: the booleans, numbers and texts above, annotations, `service(...)` with a body,
 * `!`, `AND`, `OR` and parentheses; anything else is refused by name, as it could not be answered truly.
 */
export const traceFilter = (expression: string): Test => {
  if (expression.length > longest) throw invalid(`Invalid filter expression: it is longer than ${longest} characters`)
  const tokens = tokensOf(expression)
  let at = 0
  const refuse = (why: string): ServiceError => invalid(`Invalid filter expression: ${why}`)
  const take = (): string => {
    const next = tokens[at++]
    if (next === undefined) throw refuse('it ends too early')
    return next
  }
  const accept = (wanted: string): boolean => {
    const is = tokens[at]?.toUpperCase() === wanted
    if (is) at += 1
    return is
  }
  const expect = (wanted: string): void => {
    if (!accept(wanted)) throw refuse(`"${wanted}" is missing before "${tokens[at] ?? 'its end'}"`)
  }
  const literal = (text: string): AnnotationValue => {
    if (text.startsWith('"')) return text.slice(1, -1).replace(/\\(.)/g, '$1')
    if (text === 'true' || text === 'false') return text === 'true'
    if (!Number.isFinite(Number(text))) throw refuse(`"${text}" is no value; text stands in double quotes`)
    return Number(text)
  }
  const comparison = (what: string, values: (facts: Facts) => readonly AnnotationValue[], type?: string): Test => {
    const operator = take().toUpperCase()
    const asked = literal(take())
    const kind = typeof asked as keyof typeof operators
    const compare = operators[kind][operator]
    if ((type !== undefined && type !== kind) || compare === undefined)
      throw refuse(`${what} can't be compared by ${operator} with ${JSON.stringify(asked)}`)
    return (facts) => values(facts).some((is) => typeof is === kind && compare(is, asked))
  }
  const text = (): string => {
    const value = literal(take())
    if (typeof value !== 'string') throw refuse('a name stands in double quotes')
    return value
  }

  const service = (): Test => {
    const wanted: Record<string, string> = {}
    expect('(')
    if (accept('ID')) {
      expect('(')
      do {
        const field = take().toLowerCase()
        if (field !== 'name' && field !== 'type') throw refuse(`id(${field}: ...) is not supported here`)
        expect(':')
        wanted[field] = text()
      } while (accept(','))
      expect(')')
    } else if (tokens[at] !== ')') wanted['name'] = text()
    expect(')')
    let body: Test = () => true
    if (accept('{')) {
      body = either(true)
      expect('}')
    }
    const { name, type } = wanted
    const isIt = ({ id }: ServiceFacts) => (name ?? id.Name) === id.Name && (type ?? id.Type) === id.Type
    return ({ services }) => services.some((one) => isIt(one) && body(one))
  }

  const term = (inside: boolean): Test => {
    if (accept('!')) {
      const test = term(inside)
      return (facts) => !test(facts)
    }
    if (accept('(')) {
      const test = either(inside)
      expect(')')
      return test
    }
    const word = take()
    const keyword = word.toLowerCase()
    if (keyword === 'service' && !inside) return service()
    if (flags.has(keyword)) return (facts) => facts.flags[keyword as 'ok']
    if (numbers.has(keyword))
      return comparison(word, ({ numbers: all }) => [all[keyword as 'duration'] ?? []].flat(), 'number')
    if (strings.has(keyword)) return comparison(word, (facts) => facts.texts[keyword as 'user'], 'string')
    const found = /^annotation(?:\.(.+)|\[(.+)\])$/i.exec(word)
    const key = (found?.[1] ?? found?.[2])?.replace(/^"(.*)"$/, '$1')
    if (key === undefined) throw refuse(`"${word}" is not supported here`)
    return comparison(word, ({ annotations }) => annotations.filter(([name]) => name === key).map(([, value]) => value))
  }
  const either = (inside: boolean): Test =>
    readLogic(
      () => term(inside),
      () => accept('AND'),
      () => accept('OR'),
    )

  const whole = either(false)
  if (at < tokens.length) throw refuse(`"${tokens[at]}" stands where AND or OR would`)
  return whole
}
