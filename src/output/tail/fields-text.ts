import { safeText } from '../safe-text.ts'

type Json = Readonly<Record<string, unknown>>

/** What the line's header tells already, or what is the same on every line of a function. */
export const dull: ReadonlySet<string> = new Set([
  'function_name',
  'function_arn',
  'function_memory_size',
  'function_version',
  'sampling_rate',
  'pid',
  'hostname',
])

/** Values are cut to this, unless told otherwise. */
export const longestValue = 120

const valueText = (value: unknown, cut: string, longest: number): string => {
  const text = typeof value === 'string' && /^[^\s"=]+$/.test(value) ? value : (JSON.stringify(value) ?? 'null')
  return text.length <= longest ? text : text.slice(0, longest - cut.length) + cut
}

/**
 * `orderId=o-8841 items=3 gift=true`; nested values as compact JSON, those over `longest` characters cut. Safe for a terminal. `all`
 * shows what is left out as dull, too: somebody asked for it by name.
 */
export const fieldsText = (fields: Json, cut: string, { longest = longestValue, all = false } = {}): string => {
  let out = ''
  for (const key of Object.keys(fields)) {
    if (!all && dull.has(key)) continue
    out += `${out === '' ? '' : ' '}${key}=${valueText(fields[key], cut, longest)}`
  }
  return safeText(out)
}
