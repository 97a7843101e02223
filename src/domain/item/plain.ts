import { usage } from '../problem.ts'
import type { Attribute, Item } from './attribute.ts'
import { exactNumber, isExactNumber, isJsonNumber, type Plain } from './exact-json.ts'

/**
 * What JSON has no form for is an object of one name: `{"$set": [...]}` a set (its members tell which), `{"$binary": "base64"}` bytes,
 * `{"$number": "+1"}` digits that JSON can't write. A map that looks like one of them stands in `{"$map": {...}}`.
 */
const marks: ReadonlySet<string> = new Set(['$set', '$binary', '$number', '$map'])

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
const digits = (text: string): Plain => (isJsonNumber(text) ? exactNumber(text) : { $number: text })
const bytesOut = (bytes: Uint8Array): Plain => ({ $binary: base64(bytes) })

const mapOut = (item: Item): Plain => {
  const names = Object.keys(item)
  const plain = itemToPlain(item)
  return names.length === 1 && marks.has(names[0]!) ? { $map: plain } : plain
}

export const toPlain = (value: Attribute): Plain => {
  if ('S' in value) return value.S
  if ('N' in value) return digits(value.N)
  if ('BOOL' in value) return value.BOOL
  if ('NULL' in value) return null
  if ('M' in value) return mapOut(value.M)
  if ('L' in value) return value.L.map(toPlain)
  if ('B' in value) return bytesOut(value.B)
  if ('SS' in value) return { $set: value.SS }
  if ('NS' in value) return { $set: value.NS.map(digits) }
  if ('BS' in value) return { $set: value.BS.map(bytesOut) }
  throw new TypeError(`an attribute of a type that is not known: ${Object.keys(value).join(', ')}`)
}

/** An item as plain JSON; `itemFromPlain` gives the same item back. Its names are never taken for marks. */
export const itemToPlain = (item: Item): { readonly [name: string]: Plain } =>
  Object.fromEntries(Object.entries(item).map(([name, value]) => [name, toPlain(value)]))

/** Base64 as it is written, nothing lenient: what is stored has to be what was typed. */
export const bytesOf = (text: string): Uint8Array => {
  const bytes = Buffer.from(text, 'base64')
  if (bytes.toString('base64').replace(/=+$/, '') !== text.replace(/=+$/, '')) {
    throw usage(`"${text}" is not base64`, 'bytes are written as {"$binary": "aGVsbG8="}')
  }
  return new Uint8Array(bytes)
}

const setOf = (members: Plain): Attribute => {
  if (!Array.isArray(members) || members.length === 0)
    throw usage('a set has at least one member', '{"$set": ["a", "b"]}')
  const values = members.map(fromPlain)
  if (values.every((one) => 'S' in one)) return { SS: values.map(({ S }) => S) }
  if (values.every((one) => 'N' in one)) return { NS: values.map(({ N }) => N) }
  if (values.every((one) => 'B' in one)) return { BS: values.map(({ B }) => B) }
  throw usage('the members of a set are all texts, all numbers or all bytes', '{"$set": [1, 2]}')
}

type Fields = { readonly [name: string]: Plain }
const isFields = (value: Plain): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value)

const read: Readonly<Record<string, (inner: Plain) => Attribute>> = {
  $set: setOf,
  $binary: (inner) => {
    if (typeof inner !== 'string') throw usage('bytes are written as base64', '{"$binary": "aGVsbG8="}')
    return { B: bytesOf(inner) }
  },
  $number: (inner) => {
    if (typeof inner !== 'string') throw usage('digits are written as a text', '{"$number": "1"}')
    return { N: inner }
  },
  $map: (inner) => {
    if (!isFields(inner) || isExactNumber(inner)) throw usage('$map holds an object', '{"$map": {"$set": 1}}')
    return { M: fieldsFrom(inner) }
  },
}

const fieldsFrom = (fields: Fields): Item =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, fromPlain(value)]))

/** Throws a usage Problem for a mark that holds what it can't. */
export const fromPlain = (value: Plain): Attribute => {
  if (value === null) return { NULL: true }
  if (typeof value === 'string') return { S: value }
  if (typeof value === 'boolean') return { BOOL: value }
  if (isExactNumber(value)) return { N: value.rawJSON }
  if (Array.isArray(value)) return { L: value.map(fromPlain) }
  const fields = value as Fields
  const names = Object.keys(fields)
  const mark = names.length === 1 && marks.has(names[0]!) ? names[0]! : null
  return mark === null ? { M: fieldsFrom(fields) } : read[mark]!(fields[mark]!)
}

/** Throws a usage Problem for what is no object. */
export const itemFromPlain = (value: Plain): Item => {
  if (!isFields(value) || isExactNumber(value))
    throw usage('an item is a JSON object', `'{"id": "o-1", "total": 12.50}'`)
  return fieldsFrom(value)
}
