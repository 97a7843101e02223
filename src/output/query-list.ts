import { type AnswerContext, answer } from './json.ts'
import type { Style } from './style.ts'
import { table } from './table.ts'

export interface ListedQuery {
  readonly name: string
  readonly from: string
  readonly about: string
  readonly text: string
}

/** The queries that have a name, a line each. */
export const queriesTable = (queries: readonly ListedQuery[], style: Style): Promise<string> =>
  table(
    [{ title: 'query', keep: true }, { title: 'about' }, { title: 'from', keep: true }],
    queries.map(({ name, about, from }) => [name, about, { text: from, tone: 'dim' }]),
    style,
  )

/** `slsops.queries/1`. */
export const queriesAnswer = (queries: readonly ListedQuery[], context: AnswerContext): string =>
  answer(
    'slsops.queries/1',
    context,
    { queries: queries.map(({ name, from, about, text }) => ({ name, from, about, query: text })) },
    [],
  )
