import { nestsTooDeep } from './nesting.ts'

export type Json = Readonly<Record<string, unknown>>

const isRecord = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

/** How much may stand before the JSON: a runtime's time, request id and level, a few words. */
const longestPrefix = 200

const parsed = (text: string): Json | null => {
  if (nestsTooDeep(text)) return null
  try {
    const value: unknown = JSON.parse(text)
    return isRecord(value) ? value : null
  } catch {
    return null
  }
}

/**
 * The JSON object that a line carries: the line itself, what stands behind a runtime's prefix, or the function's own record in the
 * Telemetry API's envelope. Null for a line of text.
 */
export const jsonRecord = (message: string): Json | null => {
  const at = message.indexOf('{')
  if (at < 0 || at > longestPrefix) return null
  const record = parsed(at === 0 ? message : message.slice(at))
  if (record === null) return null
  const { type, record: inner } = record
  if (type !== 'function' && type !== 'extension') return record
  return isRecord(inner)
    ? inner
    : typeof inner === 'string' && inner.startsWith('{')
      ? (parsed(inner) ?? record)
      : record
}
