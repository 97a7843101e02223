import type { Matcher } from './filter-pattern.ts'
import type { Scanner } from './filter-scanner.ts'
import { condition, logicOf } from './filter-value.ts'

type Test = (root: unknown) => boolean
type Key = string | typeof ANY

const ANY = Symbol('any element')
const NAME = /[\p{L}\p{N}_-]+/uy
const INDEX = /\d+/y
const QUOTED_NAME = /'[^']+'/y
/** What a string may be without quotes: letters, digits, underscores, and what numbers and wildcards are written with. */
const WORD = /[\p{L}\p{N}_.*+-]+/uy
const MAX_WILDCARDS = 3

const constants: Readonly<Record<string, unknown>> = { NULL: null, TRUE: true, FALSE: false }

/** `{ $.a.b = "x" && ($.n > 5 || $.list[0] IS NULL || $.gone NOT EXISTS) }`. A message that is not JSON does not match. */
export const jsonPattern = (scanner: Scanner): Matcher => {
  scanner.take('{')
  const wildcards = { count: 0 }
  const test = either(scanner, wildcards)
  if (!scanner.take('}')) scanner.fail()
  return (message) => {
    const root = json(message)
    return root !== undefined && test(root)
  }
}

interface Wildcards {
  count: number
}

const either = (scanner: Scanner, wildcards: Wildcards): Test => logicOf(scanner, () => primary(scanner, wildcards))

const primary = (scanner: Scanner, wildcards: Wildcards): Test => {
  scanner.space()
  if (scanner.take('(')) {
    const test = either(scanner, wildcards)
    if (!scanner.take(')')) scanner.fail()
    scanner.space()
    return test
  }
  const test = comparison(scanner, selector(scanner, wildcards))
  scanner.space()
  return test
}

/** `.name`, `.*`, `[0]`, `[*]`, `['a.name']` behind the `$`; one wildcard at most, three in the whole pattern. */
const selector = (scanner: Scanner, wildcards: Wildcards): Key[] => {
  if (!scanner.take('$')) scanner.fail()
  const keys: Key[] = []
  while (scanner.peek() === '.' || scanner.peek() === '[') {
    const dot = scanner.take('.')
    if (scanner.take('[')) {
      const key = scanner.take('*') ? ANY : (scanner.match(INDEX) ?? scanner.match(QUOTED_NAME)?.slice(1, -1))
      if (key === undefined || !scanner.take(']')) scanner.fail()
      else keys.push(key)
    } else if (dot) {
      keys.push(scanner.take('*') ? ANY : (scanner.match(NAME) ?? scanner.fail()))
    }
  }
  const own = keys.filter((key) => key === ANY).length
  wildcards.count += own
  if (keys.length === 0 || own > 1 || wildcards.count > MAX_WILDCARDS) scanner.fail()
  return keys
}

/** An array, an object or a missing property meets no comparison, `!=` neither: the selector must point to a string or a number. */
const comparison = (scanner: Scanner, keys: readonly Key[]): Test => {
  const spaced = scanner.space()
  const meets = condition(scanner, WORD)
  if (meets)
    return (root) =>
      select(root, keys).some((value) => (typeof value === 'string' || typeof value === 'number') && meets(value))
  if (!spaced) scanner.fail()
  const keyword = scanner.match(WORD)
  if (!scanner.space()) scanner.fail()
  const operand = scanner.match(WORD) ?? ''
  if (keyword === 'NOT' && operand === 'EXISTS') return (root) => select(root, keys).length === 0
  if (keyword !== 'IS' || !Object.hasOwn(constants, operand)) scanner.fail()
  return (root) => select(root, keys).includes(constants[operand])
}

const select = (root: unknown, keys: readonly Key[]): unknown[] => {
  let values = [root]
  for (const key of keys) values = values.flatMap((value) => children(value, key))
  return values
}

const children = (value: unknown, key: Key): unknown[] => {
  if (typeof value !== 'object' || value === null) return []
  if (key === ANY) return Object.values(value)
  return Object.hasOwn(value, key) ? [(value as Record<string, unknown>)[key]] : []
}

const json = (message: string): unknown => {
  if (!/^\s*[{[]/.test(message)) return undefined
  try {
    return JSON.parse(message)
  } catch {
    return undefined
  }
}
