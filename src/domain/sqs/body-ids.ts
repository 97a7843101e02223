import { decodeBody } from './decode.ts'

const ATMOST = 24
const DEEPEST = 12
const idName = /(?:^|[_-]|[a-z])(?:id|key|number|no|ref|reference|sku|email)$/i
const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i
/** One word as a log line holds it, with something that tells it from ordinary words. */
const word = /^(?=.*\d)[\w.:@-]{4,128}$/

/**
 * Values in a body that name what it is about (`orderId: "o-8841"`), the most telling first: by them a consumer's log lines are known to be about
 * this message, where neither a trace header nor a request id leads there.
 */
export const bodyIds = (body: string): readonly string[] => {
  const named = new Set<string>()
  const unique = new Set<string>()
  const walk = (value: unknown, name: string, depth: number): void => {
    if (depth > DEEPEST || named.size + unique.size >= ATMOST) return
    if (Array.isArray(value)) for (const one of value) walk(one, name, depth + 1)
    else if (typeof value === 'object' && value !== null) {
      for (const [key, one] of Object.entries(value)) walk(one, key, depth + 1)
    } else if (typeof value === 'string' && uuid.test(value)) unique.add(value)
    else if (typeof value === 'string' && idName.test(name) && word.test(value)) named.add(value)
  }
  walk(decodeBody(body).value, '', 0)
  return [...new Set([...unique, ...named])]
}

/** The words of a line that could be such a value. */
export const wordsIn = (text: string): readonly string[] =>
  (text.match(/[\w.:@-]{4,128}/g) ?? []).flatMap((one) => [one, one.replace(/^[.:-]+|[.:-]+$/g, '')])
