/** OTLP's typed value. (opentelemetry-proto: common.v1.AnyValue in its JSON form; 64-bit integers are text.) */
export type AnyValue =
  | { readonly stringValue: string }
  | { readonly boolValue: boolean }
  | { readonly intValue: string }
  | { readonly doubleValue: number }
  | { readonly arrayValue: { readonly values: readonly AnyValue[] } }
  | { readonly kvlistValue: { readonly values: readonly KeyValue[] } }
  | Record<string, never>

export interface KeyValue {
  readonly key: string
  readonly value: AnyValue
}

/** What lies deeper is written as JSON. */
const deepest = 12

export const anyValue = (value: unknown, depth = 0): AnyValue => {
  if (typeof value === 'string') return { stringValue: value }
  if (typeof value === 'boolean') return { boolValue: value }
  if (typeof value === 'number')
    return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value }
  if (value === null || value === undefined) return {}
  if (depth > deepest) return { stringValue: JSON.stringify(value) }
  if (Array.isArray(value)) return { arrayValue: { values: value.map((one) => anyValue(one, depth + 1)) } }
  return { kvlistValue: { values: keyValues(Object.entries(value as object), depth + 1) } }
}

export const keyValues = (entries: Iterable<readonly [string, unknown]>, depth = 0): readonly KeyValue[] =>
  [...entries].flatMap(([key, value]) =>
    value === null || value === undefined ? [] : [{ key, value: anyValue(value, depth) }],
  )

/** Epoch milliseconds as nanoseconds in text: beyond 2^53 a number would not be exact. */
export const nanos = (ms: number): string => {
  const whole = Math.floor(ms)
  // Milliseconds carry microseconds; finer digits are what a double makes of them.
  const micros = Math.round((ms - whole) * 1000)
  return String(BigInt(whole) * 1_000_000n + BigInt(micros) * 1000n)
}
