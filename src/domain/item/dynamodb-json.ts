import { usage } from '../problem.ts'
import type { Attribute, Item } from './attribute.ts'
import { isExactNumber, type Plain } from './exact-json.ts'
import { bytesOf } from './plain.ts'

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')

const attributeOut = (value: Attribute): Plain => {
  if ('B' in value) return { B: base64(value.B) }
  if ('BS' in value) return { BS: value.BS.map(base64) }
  if ('M' in value) return { M: toDynamoDbJson(value.M) }
  if ('L' in value) return { L: value.L.map(attributeOut) }
  return value
}

/** An item as DynamoDB's own JSON: `{"total": {"N": "12.5"}}`, bytes in base64. */
export const toDynamoDbJson = (item: Item): { readonly [name: string]: Plain } =>
  Object.fromEntries(Object.entries(item).map(([name, value]) => [name, attributeOut(value)]))

const wrong = (type: string): Error =>
  usage(`DynamoDB JSON: this is no ${type}`, '\'{"id": {"S": "o-1"}, "total": {"N": "12.50"}}\'')

const text =
  (type: string) =>
  (value: Plain): string => {
    if (typeof value !== 'string') throw wrong(type)
    return value
  }
const list = (type: string, value: Plain): readonly Plain[] => {
  if (!Array.isArray(value)) throw wrong(type)
  return value
}
const flag = (type: string, value: Plain): boolean => {
  if (typeof value !== 'boolean') throw wrong(type)
  return value
}

const readers: Readonly<Record<string, (value: Plain) => Attribute>> = {
  S: (value) => ({ S: text('S')(value) }),
  N: (value) => ({ N: text('N')(value) }),
  B: (value) => ({ B: bytesOf(text('B')(value)) }),
  SS: (value) => ({ SS: list('SS', value).map(text('SS')) }),
  NS: (value) => ({ NS: list('NS', value).map(text('NS')) }),
  BS: (value) => ({ BS: list('BS', value).map(text('BS')).map(bytesOf) }),
  M: (value) => ({ M: fromDynamoDbJson(value) }),
  L: (value) => ({ L: list('L', value).map(attributeFromDynamoDbJson) }),
  BOOL: (value) => ({ BOOL: flag('BOOL', value) }),
  NULL: (value) => ({ NULL: flag('NULL', value) }),
}

export const attributeFromDynamoDbJson = (value: Plain): Attribute => {
  if (typeof value !== 'object' || value === null || isExactNumber(value)) throw wrong('attribute')
  const [entry, ...others] = Object.entries(value)
  if (entry === undefined || others.length > 0 || !Object.hasOwn(readers, entry[0])) throw wrong('attribute')
  return readers[entry[0]]!(entry[1])
}

/** Throws a usage Problem for what is no item in DynamoDB's own JSON. */
export const fromDynamoDbJson = (value: Plain): Item => {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || isExactNumber(value)) throw wrong('item')
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, attributeFromDynamoDbJson(one)]))
}
