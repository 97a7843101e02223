import type { Matcher } from './filter-pattern.ts'
import type { Scanner } from './filter-scanner.ts'
import { condition, logicOf } from './filter-value.ts'

type Test = (value: string) => boolean

const NAME = /[\p{L}\p{N}_$.-]+/uy
const WORD = /[^\s,\]&|"%=!<>()]+/y
/** A field of a message: what stands in brackets, in quotes, or between white space. */
const FIELD = /\[([^\]]*)\]|"((?:[^"\\]|\\.)*)"|\S+/g

/**
 * `[ip, user, ..., status=5* || status=404, size > 100]` over the fields of a message. Three dots stand for any number of fields;
 * without them the last field is the rest of the message, so that `[level=ERROR, rest]` fits messages of any length from two fields on.
 */
export const fieldsPattern = (scanner: Scanner): Matcher => {
  scanner.take('[')
  const before: Test[] = []
  let after: Test[] | null = null
  do {
    scanner.space()
    if (scanner.take('...')) {
      if (after) scanner.fail()
      after = []
    } else (after ?? before).push(field(scanner))
    scanner.space()
  } while (scanner.take(','))
  if (!scanner.take(']')) scanner.fail()
  if (after) return gapped(before, after)
  return whole(before)
}

const gapped =
  (before: readonly Test[], after: readonly Test[]): Matcher =>
  (message) => {
    const fields = [...message.matchAll(FIELD)].map(content)
    if (fields.length < before.length + after.length) return false
    const tail = fields.length - after.length
    return before.every((test, i) => test(fields[i]!)) && after.every((test, i) => test(fields[tail + i]!))
  }

const whole =
  (tests: readonly Test[]): Matcher =>
  (message) => {
    const fields = [...message.matchAll(FIELD)]
    if (fields.length < tests.length) return false
    const last = tests.length - 1
    const rest = fields.length > tests.length ? message.slice(fields[last]!.index).trimEnd() : content(fields[last]!)
    return tests.every((test, i) => test(i === last ? rest : content(fields[i]!)))
  }

const content = (field: RegExpExecArray): string => field[1] ?? field[2] ?? field[0]

/** What one field's conditions are read into. */
interface Reading {
  /** The field's name; conditions on another field's name are an error. */
  name: string | null
  conditions: number
  /** The name stood alone. */
  bare: boolean
}

/** A name, or conditions on it; nothing at all is a field without a name. */
const field = (scanner: Scanner): Test => {
  if (scanner.peek() === ',' || scanner.peek() === ']') return () => true
  const reading: Reading = { name: null, conditions: 0, bare: false }
  const test = either(scanner, reading)
  if (reading.bare && reading.conditions > 1) scanner.fail()
  return test
}

const either = (scanner: Scanner, reading: Reading): Test => logicOf(scanner, () => primary(scanner, reading))

const primary = (scanner: Scanner, reading: Reading): Test => {
  scanner.space()
  const inside = scanner.take('(')
  const test = inside ? either(scanner, reading) : comparison(scanner, reading)
  if (inside && !scanner.take(')')) scanner.fail()
  scanner.space()
  return test
}

const comparison = (scanner: Scanner, reading: Reading): Test => {
  const name = scanner.match(NAME) ?? scanner.fail()
  reading.name ??= name
  if (name !== reading.name) scanner.fail()
  scanner.space()
  const meets = condition(scanner, WORD)
  reading.conditions += 1
  reading.bare ||= meets === null
  scanner.space()
  return meets ?? (() => true)
}
