import {
  columnKey,
  isField,
  limitOf,
  type QueryTerm,
  type SortKey,
  sortKeysOf,
  statsOf,
  termsOf,
} from './query-terms.ts'
import { type QueryText, queryText } from './query-text.ts'

/** Rows of log events: what several queries found is put in order and cut to the limit. */
export interface JoinRows {
  readonly kind: 'rows'
  /** Goes behind the query, so that the rows hold what they are ordered by. */
  readonly after: string
  readonly order: readonly SortKey[]
  /** Columns that are there for the order alone. */
  readonly hidden: readonly string[]
  /** Ordered by the event's time first. */
  readonly byTime: 'ascending' | 'descending' | null
}

export type Fold = 'sum' | 'min' | 'max'

/** Figures by the same keys: folded. What comes after `stats` is done here, over all of them. */
export interface JoinStats {
  readonly kind: 'stats'
  /** Where the query that is sent ends. */
  readonly end: number
  readonly keys: readonly string[]
  readonly folds: readonly { readonly name: string; readonly fold: Fold }[]
  readonly order: readonly SortKey[]
}

/** What the answers of several queries can't be made one from. */
export interface NoJoin {
  readonly kind: 'none'
  /** Follows "can't be joined: ". */
  readonly reason: string
}

export type Join = JoinRows | JoinStats | NoJoin

const none = (reason: string): NoJoin => ({ kind: 'none', reason })

const rowCommands = new Set(['fields', 'filter', 'filterindex', 'parse', 'display', 'sort', 'limit', 'unmask'])

/** What may stand behind a `limit` without looking at the rows that it left. */
const showing = new Set(['fields', 'display'])

const folds: Readonly<Record<string, Fold>> = { count: 'sum', sum: 'sum', min: 'min', max: 'max' }

const joinStats = (query: QueryText): JoinStats | NoJoin => {
  const at = query.commands.findIndex(({ name }) => name === 'stats')
  const [before, command, after] = [query.commands.slice(0, at), query.commands[at]!, query.commands.slice(at + 1)]
  const cutting = before.find(({ name }) => !rowCommands.has(name) || name === 'limit')
  if (cutting) return none(`${cutting.name} before stats sees all log groups at once`)
  const foreign = after.find(({ name }) => name !== 'sort' && name !== 'limit')
  if (foreign) return none(`${foreign.name || 'what comes'} after stats works on the figures of all log groups`)
  const { values, by } = statsOf(query, command)
  const folded: { name: string; fold: Fold }[] = []
  for (const { expression, name } of values) {
    const [, called = ''] = /^([a-z_]+)\s*\(/i.exec(expression) ?? []
    const fold = folds[called.toLowerCase()]
    if (fold === undefined || !isOneCall(expression)) return none(`${expression} of a part says nothing of the whole`)
    folded.push({ name, fold })
  }
  const sort = after.findLast(({ name }) => name === 'sort')
  const order = sort ? sortKeysOf(query, sort) : []
  const known = new Set([...folded, ...by].map(({ name }) => columnKey(name)))
  const unknown = order.find(({ expression }) => !known.has(columnKey(expression)))
  if (unknown) return none(`it is sorted by ${unknown.expression}, which is no column of its stats`)
  return { kind: 'stats', end: command.end, keys: by.map(({ name }) => name), folds: folded, order }
}

/** `count(a)`, and not `count(a) / count(b)`. */
const isOneCall = (expression: string): boolean => {
  const { plain } = queryText(`stats ${expression}`)
  let depth = 0
  for (const [at, sign] of [...plain].entries()) {
    if (sign === '(') depth++
    if (sign === ')' && --depth === 0) return at === plain.length - 1
  }
  return false
}

const joinRows = (query: QueryText): JoinRows | NoJoin => {
  const foreign = query.commands.find(({ name }) => !rowCommands.has(name))
  if (foreign) return none(`${foreign.name || 'this'} needs all log groups at once`)
  const limit = query.commands.findIndex(({ name }) => name === 'limit')
  const late = limit < 0 ? undefined : query.commands.slice(limit + 1).find(({ name }) => !showing.has(name))
  if (late) return none(`${late.name} after limit works on the rows of all log groups`)
  const of = (wanted: string) => query.commands.filter(({ name }) => name === wanted)
  const sort = of('sort').at(-1)
  const order = sort ? sortKeysOf(query, sort) : [{ expression: '@timestamp', descending: true }]
  const display = of('display').at(-1)
  const fields = of('fields').flatMap((command) => termsOf(query, command))
  const displayed = display ? termsOf(query, display) : null
  const asked = displayed ?? fields
  const named = asked.length > 0 ? asked.map(({ name }) => name) : ['@timestamp', '@message']
  const shown = new Set(named.map(columnKey))
  const hidden = [...new Set(order.map(({ expression }) => expression))].filter((key) => !shown.has(columnKey(key)))
  const computed = hidden.find((key) => !isField(key))
  if (computed) return none(`it is sorted by ${computed}, which its rows do not hold`)
  const byTime = order[0]?.expression === '@timestamp' ? (order[0].descending ? 'descending' : 'ascending') : null
  return { kind: 'rows', after: shownToo(hidden, displayed ?? [], fields.length > 0), order, hidden, byTime }
}

/** The last `display` counts; `fields` add up, but to the default ones. */
const shownToo = (hidden: readonly string[], displayed: readonly QueryTerm[], hasFields: boolean): string => {
  if (hidden.length === 0) return ''
  if (displayed.length > 0)
    return `\n| display ${[...displayed.map(({ expression }) => expression), ...hidden].join(', ')}`
  return `\n| fields ${[...(hasFields ? [] : ['@timestamp', '@message']), ...hidden].join(', ')}`
}

/** How the answers of a query to parts of the log groups, or of the time, become the answer to all of them. */
export const joinOf = (query: QueryText): Join =>
  query.commands.some(({ name }) => name === 'stats') ? joinStats(query) : joinRows(query)

/** The number of the query's last `limit`; null where it has none. */
export const limitIn = (query: QueryText): number | null => {
  const last = query.commands.findLast(({ name }) => name === 'limit')
  return last ? limitOf(query, last) : null
}

/** Chooses its log groups itself. */
export const hasSource = (query: QueryText): boolean => query.commands[0]?.name === 'source'
