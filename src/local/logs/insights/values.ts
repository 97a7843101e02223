/** What a field holds while a query runs. A boolean is 1 or 0, a time is a `Date`, null is a field that the event has not. */
export type Value = string | number | Date | null

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/

/** The number that a value is, also as text; null for what is none. */
export const numberOf = (value: Value): number | null => {
  if (typeof value === 'number') return value
  if (value instanceof Date) return value.getTime()
  return value !== null && NUMBER.test(value) ? Number(value) : null
}

/** As numbers where both are, else as text. Not for null: no comparison holds with a field that is not there. */
export const order = (a: Value, b: Value): number => {
  const [x, y] = [numberOf(a), numberOf(b)]
  if (x !== null && y !== null) return x - y
  const [s, t] = [textOf(a), textOf(b)]
  return s < t ? -1 : s > t ? 1 : 0
}

export const truthy = (value: Value): boolean => value !== null && value !== 0 && value !== ''

/** As GetQueryResults writes it: times as `YYYY-MM-DD HH:mm:ss.SSS` in UTC. */
export const textOf = (value: Value): string => {
  if (value instanceof Date) return value.toISOString().slice(0, 23).replace('T', ' ')
  return value === null ? '' : String(value)
}

/** Computed numbers are given with four decimals at most. */
export const rounded = (value: Value): Value =>
  typeof value === 'number' ? Math.round(value * 10_000) / 10_000 : value
