import { partsOf, type QueryCommand, type QueryText, trimmed } from './query-text.ts'

/** `EXPRESSION as NAME` in a list: of `fields`, `display`, `stats`, or behind `by`. */
export interface QueryTerm {
  readonly expression: string
  readonly alias: string | null
  /** What its column is called in the answer. */
  readonly name: string
}

export interface QueryStats {
  readonly values: readonly QueryTerm[]
  readonly by: readonly QueryTerm[]
}

export interface SortKey {
  readonly expression: string
  readonly descending: boolean
}

/** Without the backticks around it. */
export const bare = (name: string): string => name.replace(/^`([^`]*)`$/, '$1')

/** How two spellings of a column are compared: AWS may write `count( * )` without its blanks. */
export const columnKey = (name: string): string =>
  bare(name.trim())
    .replace(/[\s`]+/g, '')
    .toLowerCase()

/** A field and nothing else. */
export const isField = (expression: string): boolean => /^(`[^`]+`|@?[A-Za-z_][\w.@-]*)$/.test(expression)

/** What stands in [from, to), comments left out. */
const wordsIn = ({ text, plain }: QueryText, from: number, to: number): string =>
  text
    .slice(from, to)
    .split('')
    .map((sign, at) => (plain[from + at] === ' ' ? ' ' : sign))
    .join('')
    .trim()

const termOf = (query: QueryText, [from, to]: readonly [number, number]): QueryTerm => {
  const alias = /\s+as\s+(\S+)$/i.exec(query.plain.slice(from, to))
  const end = alias ? from + alias.index : to
  const expression = wordsIn(query, from, end)
  const name = alias ? bare(query.text.slice(to - alias[1]!.length, to)) : null
  return { expression, alias: name, name: name ?? bare(expression) }
}

const termsIn = (query: QueryText, from: number, to: number): readonly QueryTerm[] =>
  partsOf(query.plain, ',', from, to)
    .filter(([start, end]) => end > start)
    .map((part) => termOf(query, part))

/** The list of a `fields` or `display` command. */
export const termsOf = (query: QueryText, { bodyStart, end }: QueryCommand): readonly QueryTerm[] =>
  termsIn(query, bodyStart, end)

/** What a `stats` command computes, and by what. */
export const statsOf = (query: QueryText, { bodyStart, end }: QueryCommand): QueryStats => {
  // Blanks outside of brackets: ` by ` inside of one is no keyword.
  let depth = 0
  let at = end
  for (let place = bodyStart; place < end; place++) {
    const sign = query.plain[place]!
    if ('([{'.includes(sign)) depth++
    else if (')]}'.includes(sign)) depth--
    else if (
      depth === 0 &&
      /^\bby\b/i.test(query.plain.slice(place, place + 3)) &&
      !/\w/.test(query.plain[place - 1] ?? '')
    ) {
      at = place
      break
    }
  }
  return { values: termsIn(query, bodyStart, at), by: at === end ? [] : termsIn(query, at + 2, end) }
}

/** The keys of a `sort` command, the first one first. */
export const sortKeysOf = (query: QueryText, { bodyStart, end }: QueryCommand): readonly SortKey[] =>
  partsOf(query.plain, ',', bodyStart, end)
    .filter(([start, stop]) => stop > start)
    .map(([start, stop]) => {
      const order = /(^|\s)(asc|desc)$/i.exec(query.plain.slice(start, stop))
      const [from, to] = trimmed(query.plain, start, order ? start + order.index : stop)
      return { expression: wordsIn(query, from, to), descending: order?.[2]?.toLowerCase() === 'desc' }
    })

/** The columns that an answer has by what its query says; none where only the answer tells. */
export const askedColumns = (query: QueryText): readonly string[] => {
  const { commands } = query
  const stats = commands.findLastIndex(({ name }) => name === 'stats')
  const after = commands.slice(stats + 1)
  const display = after.findLast(({ name }) => name === 'display')
  if (display) return namesOf(termsOf(query, display))
  const first = stats < 0 ? [] : [...statsOf(query, commands[stats]!).by, ...statsOf(query, commands[stats]!).values]
  const lists = after.filter(({ name }) => name === 'fields').map((command) => termsOf(query, command))
  return namesOf([...first, ...lists.flat()])
}

const namesOf = (terms: readonly QueryTerm[]): readonly string[] => [...new Set(terms.map(({ name }) => name))]

/** The number of a `limit` command; null for what is none. */
export const limitOf = (query: QueryText, { bodyStart, end }: QueryCommand): number | null => {
  const written = query.plain.slice(bodyStart, end).trim()
  return /^\d{1,9}$/.test(written) ? Number(written) : null
}
