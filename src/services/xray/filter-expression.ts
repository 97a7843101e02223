import { usage } from '../../domain/problem.ts'

/** X-Ray refuses an expression of 2,000 characters and more. (X-Ray API: FilterExpression) */
export const longestExpression = 1999

export interface TraceAnnotation {
  readonly key: string
  readonly value: string
}

/** What a trace has to be like, whichever part of the app it went through. */
export interface TraceCriteria {
  /** A filter expression of X-Ray's own. */
  readonly filter: string | null
  /** A 4xx, or throttling, anywhere in the trace. */
  readonly errors: boolean
  /** A 5xx or an unhandled exception anywhere in the trace. */
  readonly faults: boolean
  readonly slowMs: number | null
  readonly user: string | null
  readonly annotations: readonly TraceAnnotation[]
}

/**
 * A text as X-Ray's grammar writes strings. The grammar has no way to write a quote or a backslash inside of one, and what a newline means
 * to it nobody says: null for a text that can't be written.
 */
export const quoted = (text: string): string | null => (/["\\\u0000-\u001f\u007f]/.test(text) ? null : `"${text}"`)

/** A node of the service map, by its name and type; null for a name that can't be written. */
export const serviceClause = (name: string, type: string): string | null => {
  const word = quoted(name)
  return word && `service(id(name: ${word}, type: "${type}"))`
}

/** A resource whose ARN begins so; null for one that can't be written. */
export const arnClause = (start: string): string | null => {
  const word = quoted(start)
  return word && `resource.arn BEGINSWITH ${word}`
}

/** Keys of SDKs are words; OpenTelemetry's have dots, which take brackets. */
const keyOf = (key: string): string => {
  if (/^\w+$/.test(key)) return `annotation.${key}`
  if (/^[\w.:/-]+$/.test(key)) return `annotation[${key}]`
  throw usage(
    `"${key}" is no key of an annotation`,
    'letters, digits and _ . : / - make one: --annotation orderId=o-17',
  )
}

/** `29` and `true` may have been written as text or as what they look like. */
const annotationClause = ({ key, value }: TraceAnnotation): string | null => {
  const [name, text] = [keyOf(key), quoted(value)]
  if (text === null) return null
  const bare = /^(true|false|-?(0|[1-9]\d{0,14})(\.\d{1,15})?)$/.test(value)
  return bare ? `(${name} = ${text} OR ${name} = ${value})` : `${name} = ${text}`
}

/** A person's own expression as a part of ours: parentheses and quotes that do not close would reach into the rest. */
const wholeExpression = (filter: string): string => {
  const open: string[] = []
  const pairs: Readonly<Record<string, string>> = { ')': '(', '}': '{', ']': '[' }
  let inText = false
  for (const char of filter) {
    if (char === '"') inText = !inText
    else if (inText) continue
    else if ('({['.includes(char)) open.push(char)
    else if (pairs[char] !== undefined && open.pop() !== pairs[char]) return unclosed(filter, char)
  }
  return inText || open.length > 0 ? unclosed(filter, inText ? '"' : open.at(-1)!) : filter.trim()
}

const unclosed = (filter: string, char: string): never => {
  throw usage(`the expression of --filter has a ${char} too many: ${filter}`, `such as --filter 'http.status = 500'`)
}

/** What the criteria are in X-Ray's words, each a condition of its own. What has no words there is left to `leftOver`. */
export const conditions = (criteria: TraceCriteria): readonly string[] => {
  const { filter, errors, faults, slowMs, user, annotations } = criteria
  // At the top, `fault` and `error` speak of the root alone; a service without a name is any of them.
  const bad = [...(faults ? ['fault'] : []), ...(errors ? ['error', 'throttle'] : [])]
  const who = user === null ? null : quoted(user)
  return [
    ...(filter === null ? [] : [`(${wholeExpression(filter)})`]),
    ...(bad.length === 0 ? [] : [`service() { ${bad.join(' OR ')} }`]),
    ...(slowMs === null ? [] : [`duration >= ${slowMs / 1000}`]),
    ...(who === null ? [] : [`user = ${who}`]),
    ...annotations.flatMap((one) => annotationClause(one) ?? []),
  ]
}

/** The part of the criteria that no expression can hold, and that is to be looked for in the summaries. */
export const leftOver = ({ user, annotations }: TraceCriteria): Pick<TraceCriteria, 'user' | 'annotations'> => ({
  user: user !== null && quoted(user) === null ? user : null,
  annotations: annotations.filter(({ value }) => quoted(value) === null),
})

/**
 * The expressions to ask with: every condition holds, and one of the clauses. They are as few as the longest that X-Ray takes allows, so that
 * a trace may be the answer to several. Without clauses one expression, or null for none at all. A Problem (usage) where the conditions alone
 * are too long.
 */
export const expressions = (clauses: readonly string[] | null, all: readonly string[]): readonly (string | null)[] => {
  const rest = all.join(' AND ')
  if (clauses === null || clauses.length === 0) {
    if (rest.length > longestExpression) throw tooLong()
    return [rest === '' ? null : rest]
  }
  const around = rest === '' ? 2 : rest.length + '() AND '.length
  const room = longestExpression - around
  const chunks: string[][] = []
  let length = Number.POSITIVE_INFINITY
  for (const clause of clauses) {
    if (clause.length > room) throw tooLong()
    length += clause.length + ' OR '.length
    if (length > room) {
      chunks.push([])
      length = clause.length
    }
    chunks.at(-1)!.push(clause)
  }
  return chunks.map((chunk) => `(${chunk.join(' OR ')})${rest === '' ? '' : ` AND ${rest}`}`)
}

const tooLong = () =>
  usage(
    `X-Ray takes an expression of ${longestExpression} characters at most, and this one is longer`,
    'a shorter --filter, or fewer --annotation',
  )
