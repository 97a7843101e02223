import { byLikeness, listed } from '../../domain/names.ts'
import { nearest } from '../../domain/nearest.ts'
import { ExitCode, Problem } from '../../domain/problem.ts'
import { functionColumn, type NamedQuery, namedQueries } from '../../domain/query-named.ts'
import type { ProjectFile } from '../stacks/project-file.ts'

/** Rows of a query where neither it nor the person says how many: AWS's own number. (CloudWatch Logs API: StartQuery, limit) */
export const DEFAULT_LIMIT = 10_000

export interface KnownQuery extends NamedQuery {
  /** `slsops`, or the path of the project's file. */
  readonly from: string
}

/** What the person asked for: a query of their own has no name. */
export interface AskedQuery {
  readonly name: string | null
  readonly from: string | null
  readonly text: string
  readonly limit: number
  /** Holds functions, to be told by the template's names; null for none. */
  readonly functionColumn: string | null
}

/** Ours and the project's; where both have a name, the project's counts. */
export const knownQueries = (file: ProjectFile | null): readonly KnownQuery[] => {
  const own = [...(file?.queries ?? [])].map(([name, text]): KnownQuery => {
    const about = text.replace(/\s+/g, ' ')
    return { name, about, text, limit: DEFAULT_LIMIT, from: file!.path }
  })
  const taken = new Set(own.map(({ name }) => name))
  return [...namedQueries.filter(({ name }) => !taken.has(name)).map((one) => ({ ...one, from: 'slsops' })), ...own]
}

/** One word is a name: no Insights query is that short. */
export const isName = (words: string): boolean => /^[\w.@-]+$/.test(words)

/** The query behind a name, or the words themselves. A Problem (exit 2) for a name that nobody knows, with the nearest. */
export const askedQuery = (words: string, known: readonly KnownQuery[]): AskedQuery => {
  const text = words.trim()
  if (!isName(text)) return { name: null, from: null, text, limit: DEFAULT_LIMIT, functionColumn: null }
  const found = known.find(({ name }) => name === text) ?? known.find(({ name }) => name === text.toLowerCase())
  if (found) {
    const { name, from, text: query, limit } = found
    return { name, from, text: query, limit, functionColumn: from === 'slsops' ? functionColumn : null }
  }
  const names = known.map(({ name }) => name)
  const [close] = nearest(text, names, 1)
  throw new Problem('UnknownName', `no query is called "${text}"`, {
    hint: close
      ? `did you mean: slsops query ${close}`
      : `there are: ${listed(byLikeness(text, names))}; a query of your own is more than one word, such as "filter @message like /${text}/"`,
    exit: ExitCode.usage,
  })
}
