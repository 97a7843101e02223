import type { Value } from './values.ts'

/** AWS discovers that many fields of an event at most. */
const mostFields = 1000

/** The fields of a message that is JSON, or of the first JSON object in it: `a.b.0` for what is nested. */
export const jsonFields = (message: string): ReadonlyMap<string, Value> => {
  const fields = new Map<string, Value>()
  const walk = (value: unknown, path: string): void => {
    if (fields.size >= mostFields) return
    if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value)) walk(inner, path === '' ? key : `${path}.${key}`)
    else if (path !== '' && value !== null && value !== undefined) fields.set(path, scalar(value))
  }
  walk(firstObject(message), '')
  return fields
}

const scalar = (value: unknown): Value => {
  if (typeof value === 'boolean') return value ? 1 : 0
  return typeof value === 'number' ? value : String(value)
}

const firstObject = (message: string): unknown => {
  const start = message.indexOf('{')
  if (start < 0) return undefined
  return parsed(message.slice(start)) ?? parsed(message.slice(start, endOf(message, start)))
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Behind the bracket that closes the one at `start`. */
const endOf = (text: string, start: number): number => {
  let depth = 0
  let quoted = false
  for (let at = start; at < text.length; at += 1) {
    const character = text[at]
    if (quoted && character === '\\') at += 1
    else if (character === '"') quoted = !quoted
    else if (!quoted && character === '{') depth += 1
    else if (!quoted && character === '}') {
      depth -= 1
      if (depth === 0) return at + 1
    }
  }
  return text.length
}
