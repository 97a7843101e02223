import { usage } from '../problem.ts'
import type { Attribute, KeyPart } from './attribute.ts'
import { parseExact } from './exact-json.ts'
import { bytesOf, fromPlain } from './plain.ts'

/** One comparison, in the words of a DynamoDB expression: `op` is what stands between or before the operands. */
export interface Condition {
  readonly name: string
  readonly op: '=' | '<>' | '<' | '<=' | '>' | '>=' | 'between' | 'begins_with' | 'contains' | 'exists' | 'missing'
  readonly values: readonly Attribute[]
}

const number = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/

/** A word of the command line as the value of a key: the schema says what it is. Throws a usage Problem. */
export const keyValue = (word: string, { name, type }: KeyPart): Attribute => {
  if (type === 'S') return { S: word }
  if (type === 'B') return { B: bytesOf(word) }
  if (!number.test(word.trim())) throw usage(`${name} is a number, and "${word}" is none`)
  return { N: word.trim() }
}

/** `>= 3`, `between a and b`, `begins_with 2026-`, or a value alone, which is equality. Throws a usage Problem. */
export const sortCondition = (text: string, key: KeyPart): Condition => {
  const { name } = key
  const between = /^\s*between\s+(.+?)\s+and\s+(.+)$/is.exec(text)
  if (between) return { name, op: 'between', values: [keyValue(between[1]!, key), keyValue(between[2]!, key)] }
  const prefix = /^\s*begins_with\s+(.+)$/is.exec(text)
  if (prefix) {
    if (key.type === 'N')
      throw usage(`${name} is a number: it begins with nothing`, "--sk '>= 3', --sk 'between 1 and 5'")
    return { name, op: 'begins_with', values: [keyValue(prefix[1]!, key)] }
  }
  const compared = /^\s*(<=|>=|<|>|=)\s*(.+)$/s.exec(text)
  if (!compared) return { name, op: '=', values: [keyValue(text, key)] }
  return { name, op: compared[1] as Condition['op'], values: [keyValue(compared[2]!, key)] }
}

/** JSON where it is some, else the text itself: `true` and `3` are what they look like, `"3"` is a text. */
const looseValue = (text: string): Attribute => {
  let value: ReturnType<typeof parseExact>
  try {
    value = parseExact(text)
  } catch {
    return { S: text }
  }
  return fromPlain(value)
}

/** `status = SHIPPED`, `total >= 10`, `note exists`, `tags contains gift`. Throws a usage Problem. */
export const filterCondition = (text: string): Condition => {
  const bare = /^\s*(\S+)\s+(exists|missing)\s*$/i.exec(text)
  if (bare) return { name: bare[1]!, op: bare[2]!.toLowerCase() as 'exists' | 'missing', values: [] }
  const between = /^\s*(\S+)\s+between\s+(.+?)\s+and\s+(.+)$/is.exec(text)
  if (between) return { name: between[1]!, op: 'between', values: [looseValue(between[2]!), looseValue(between[3]!)] }
  const compared = /^\s*(\S+?)\s*(<=|>=|<>|!=|<|>|=|\s(?:begins_with|contains)\s)\s*(.+?)\s*$/is.exec(text)
  if (!compared) {
    throw usage(
      `--filter "${text}" is not understood`,
      "--filter 'status = SHIPPED', 'total >= 10', 'note exists', 'tags contains gift'",
    )
  }
  const op = compared[2]!.trim().toLowerCase()
  return { name: compared[1]!, op: (op === '!=' ? '<>' : op) as Condition['op'], values: [looseValue(compared[3]!)] }
}
