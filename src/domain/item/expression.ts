import type { Attribute } from './attribute.ts'
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
