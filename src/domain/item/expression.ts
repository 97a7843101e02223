import type { Attribute, Item } from './attribute.ts'
import type { Condition } from './condition.ts'

/** Names and values of one request's expressions: none of a person's text ever stands in an expression itself. */
export interface Expressions {
  name(name: string): string
  value(value: Attribute): string
  readonly names: Record<string, string>
  readonly values: Record<string, Attribute>
}

export const expressions = (): Expressions => {
  const known = new Map<string, string>()
  const names: Record<string, string> = {}
  const values: Record<string, Attribute> = {}
  let count = 0
  return {
    names,
    values,
    name: (name) => {
      const made = known.get(name) ?? `#n${known.size}`
      known.set(name, made)
      names[made] = name
      return made
    },
    value: (value) => {
      const made = `:v${count++}`
      values[made] = value
      return made
    },
  }
}

/** A value in its parts: texts, numbers and sets compared one by one, maps and lists by their size and what they hold. */
const parts = (path: string, value: Attribute, to: Expressions): readonly string[] => {
  const inner =
    'M' in value
      ? Object.entries(value.M).map(([name, one]) => [`${path}.${to.name(name)}`, one] as const)
      : 'L' in value
        ? value.L.map((one, at) => [`${path}[${at}]`, one] as const)
        : null
  if (inner === null) return [`${path} = ${to.value(value)}`]
  const size = `size(${path}) = ${to.value({ N: String(inner.length) })}`
  if (inner.length === 0) return [`attribute_type(${path}, ${to.value({ S: Object.keys(value)[0]! })})`, size]
  return [size, ...inner.flatMap(([at, one]) => parts(at, one, to))]
}

/** DynamoDB's own limits: 4 KB of expression, 300 operators. (DynamoDB: expression limits) */
const LONGEST = 4000
const MOST = 250

/**
 * That an item is what it was shown as. Maps and lists are compared part by part, which emulators can do that don't compare them whole; where
 * that would be more than an expression may hold, they are compared whole.
 */
export const unchanged = (shown: Item, to: Expressions): string => {
  const mark = { names: { ...to.names }, values: { ...to.values } }
  const all = Object.entries(shown).flatMap(([name, value]) => parts(to.name(name), value, to))
  const text = all.join(' AND ')
  if (text.length <= LONGEST && all.length <= MOST) return text
  // Names and values of the first try must not stand in the request: DynamoDB refuses what no expression uses.
  for (const name of Object.keys(to.names)) if (!Object.hasOwn(mark.names, name)) delete to.names[name]
  for (const name of Object.keys(to.values)) if (!Object.hasOwn(mark.values, name)) delete to.values[name]
  return Object.entries(shown)
    .map(([name, value]) => `${to.name(name)} = ${to.value(value)}`)
    .join(' AND ')
}

/** A condition in the language of KeyConditionExpression, FilterExpression and ConditionExpression. */
export const written = ({ name, op, values }: Condition, to: Expressions): string => {
  const path = to.name(name)
  const said = values.map(to.value)
  if (op === 'exists') return `attribute_exists(${path})`
  if (op === 'missing') return `attribute_not_exists(${path})`
  if (op === 'between') return `${path} BETWEEN ${said[0]} AND ${said[1]}`
  if (op === 'begins_with' || op === 'contains') return `${op}(${path}, ${said[0]})`
  return `${path} ${op} ${said[0]}`
}
