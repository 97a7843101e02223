import { field, isRecord, listIn, shallow, textIn } from './untrusted.ts'

/** One of OTLP's typed values as a plain one. 64-bit integers come as text; those beyond 2^53 stay text. */
const plain = (value: unknown, depth: number): unknown => {
  if (!isRecord(value)) return shallow(value)
  const integer = field(value, 'intValue')
  if (integer !== undefined) {
    const number = Number(integer)
    return Number.isSafeInteger(number) ? number : String(integer)
  }
  for (const key of ['stringValue', 'boolValue', 'doubleValue', 'bytesValue']) {
    const scalar = field(value, key)
    if (scalar !== undefined) return shallow(scalar)
  }
  if (depth > 20) return '(nested too deep to show)'
  const list = field(value, 'arrayValue')
  if (list !== undefined) return listIn(list, 'values').map((one) => plain(one, depth + 1))
  const map = field(value, 'kvlistValue')
  if (map !== undefined) return Object.fromEntries(pairs(listIn(map, 'values'), depth + 1))
  return Object.keys(value).length === 0 ? null : shallow(value)
}

const pairs = (list: readonly unknown[], depth: number): [string, unknown][] =>
  list.flatMap((one) => {
    const key = textIn(one, 'key')
    return key === null ? [] : [[key, plain(field(one, 'value'), depth)] as [string, unknown]]
  })

const nested = (key: string, value: unknown, found: Map<string, unknown>): void => {
  if (value === null || value === undefined) return
  // `shallow` and the depth of `plain` bound this.
  if (isRecord(value)) for (const inner of Object.keys(value)) nested(`${key}.${inner}`, value[inner], found)
  else found.set(key, value)
}

/**
 * The attributes of a span, its resource or an event by their dotted names: OTLP's list of typed values, or the plain object in which
 * `aws/spans` has them. Objects in them get dotted names too, as OpenTelemetry writes them: `{db: {system: "x"}}` is `db.system`.
 */
export const attributesOf = (attributes: unknown): ReadonlyMap<string, unknown> => {
  const found = new Map<string, unknown>()
  if (Array.isArray(attributes)) for (const [key, value] of pairs(attributes, 0)) nested(key, value, found)
  else if (isRecord(attributes)) for (const key of Object.keys(attributes)) nested(key, shallow(attributes[key]), found)
  return found
}
