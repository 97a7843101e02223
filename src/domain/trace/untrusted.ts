export type Json = Readonly<Record<string, unknown>>

export const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** An own field: a document may name one `__proto__` or `constructor`. */
export const field = (value: unknown, key: string): unknown =>
  isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined

/** Shared: most of 10,000 spans have most of their fields empty. */
export const nothing: Readonly<Record<string, never>> = Object.freeze({})
export const none: readonly never[] = Object.freeze([])

/** The object in a field; an empty one where there is none. */
export const recordIn = (value: unknown, key: string): Json => {
  const inner = field(value, key)
  return isRecord(inner) ? inner : nothing
}

export const listIn = (value: unknown, key: string): readonly unknown[] => {
  const inner = field(value, key)
  return Array.isArray(inner) ? inner : none
}

/** Text that says something; a number or boolean as text; else null. */
export const textIn = (value: unknown, key: string): string | null => {
  const inner = field(value, key)
  if (typeof inner === 'string') return inner === '' ? null : inner
  return typeof inner === 'number' || typeof inner === 'boolean' ? String(inner) : null
}

/** A finite number, also one that was sent as text; else null. */
export const numberIn = (value: unknown, key: string): number | null => {
  const inner = field(value, key)
  const number = typeof inner === 'string' && inner.trim() !== '' ? Number(inner) : inner
  return typeof number === 'number' && Number.isFinite(number) ? number : null
}

export const trueIn = (value: unknown, key: string): boolean => {
  const inner = field(value, key)
  return inner === true || inner === 'true'
}

const deepest = 60

const isDeep = (value: object): boolean => {
  let level: object[] = [value]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepest) return true
    const next: object[] = []
    for (const one of level)
      for (const inner of Object.values(one)) if (typeof inner === 'object' && inner !== null) next.push(inner)
    level = next
  }
  return false
}

/** The value as it was; where it nests so deep that to print it would overflow a stack, a word that says so. */
export const shallow = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && isDeep(value) ? '(nested too deep to show)' : value

/** Sets an own field, also one of the name `__proto__`. */
export const put = (record: Record<string, unknown>, key: string, value: unknown): void => {
  if (key === '__proto__')
    Object.defineProperty(record, key, { value, enumerable: true, configurable: true, writable: true })
  else record[key] = value
}

/** The fields but some, each as it was; those that are null say nothing. */
export const fieldsBut = (value: Json, without?: ReadonlySet<string>): Readonly<Record<string, unknown>> => {
  const keys = Object.keys(value)
  if (keys.length === 0) return nothing
  const found: Record<string, unknown> = {}
  for (const key of keys) {
    const inner = value[key]
    if (inner !== null && without?.has(key) !== true) put(found, key, shallow(inner))
  }
  return found
}
