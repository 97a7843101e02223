import { readLogic } from '../logic.ts'
import { patternRegex } from './filter-regex.ts'
import type { Scanner } from './filter-scanner.ts'

/** Whether a value of a log event (a JSON string or number, or a field's text) meets a condition such as `>= 500` or `= "4*"`. */
export type Condition = (value: string | number) => boolean

const OPERATOR = /!=|<=|>=|=|<|>/y
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/

const ordered: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
}

/** Reads an operator and its operand: a `"string"`, a `%regex%` or a bare word as `word` allows it; null where no operator comes next. */
export const condition = (scanner: Scanner, word: RegExp): Condition | null => {
  const operator = scanner.match(OPERATOR)
  if (operator === null) return null
  scanner.space()
  const compares = ordered[operator]
  if (compares) {
    const operand = scanner.match(word) ?? ''
    if (!NUMBER.test(operand)) scanner.fail()
    return (value) => {
      const number = numeric(value)
      return number !== null && compares(number, Number(operand))
    }
  }
  const equals = equality(scanner, word)
  return operator === '=' ? equals : (value) => !equals(value)
}

const equality = (scanner: Scanner, word: RegExp): Condition => {
  const regex = scanner.regex()
  if (regex !== null) {
    const form = patternRegex(regex, scanner)
    return (value) => form.test(String(value))
  }
  const phrase = scanner.quoted()
  if (phrase !== null) return wildcard(phrase)
  const operand = scanner.match(word) ?? scanner.fail()
  const like = wildcard(operand)
  if (!NUMBER.test(operand)) return like
  return (value) =>
    typeof value === 'number' ? value === Number(operand) : like(value) || numeric(value) === Number(operand)
}

/** An asterisk at an end stands for any text there; elsewhere it is itself. */
const wildcard = (text: string): Condition => {
  const open = text.startsWith('*')
  const core = text.slice(open ? 1 : 0)
  const end = core.endsWith('*')
  const part = end ? core.slice(0, -1) : core
  if (open && (end || part === '')) return (value) => String(value).includes(part)
  if (open) return (value) => String(value).endsWith(part)
  if (end) return (value) => String(value).startsWith(part)
  return (value) => String(value) === part
}

const numeric = (value: string | number): number | null => {
  if (typeof value === 'number') return value
  return NUMBER.test(value) ? Number(value) : null
}

/** Tests between `&&` and `||`. */
export const logicOf = <T>(scanner: Scanner, read: () => (value: T) => boolean): ((value: T) => boolean) =>
  readLogic(
    read,
    () => scanner.take('&&'),
    () => scanner.take('||'),
  )
