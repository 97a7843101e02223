import type { Session } from '../../aws/session.ts'
import type { KeySchema } from '../../domain/item/attribute.ts'
import { usage } from '../../domain/problem.ts'
import type { Resource, StackApp } from '../../domain/stack.ts'
import type { AnswerContext } from '../../output/json.ts'
import type { Style } from '../../output/style.ts'
import { describeTable } from '../../services/dynamodb/describe-table.ts'
import type { Discovery } from '../../usecases/discovery/discover-app.ts'
import { tableName, tablesOf } from '../../usecases/dynamodb/tables.ts'
import { resolveOne } from '../../usecases/names/resolve-names.ts'

/** What a dynamodb command hands to its verb. */
export interface Call {
  readonly words: readonly string[]
  /** The format on stdout. */
  readonly format: string
  readonly style: Style
  readonly signal: AbortSignal
  session(): Promise<Session>
  discovery(): Promise<Discovery>
  context(app: StackApp): Promise<AnswerContext>
  emit(texts: Readonly<Record<string, () => string | Promise<string>>>): Promise<void>
  note(line: string): void
}

export interface TablePlace {
  readonly session: Session
  readonly discovery: Discovery
  readonly resource: Resource
  /** The physical name. */
  readonly table: string
  readonly facts: Awaited<ReturnType<typeof describeTable>>
  /** The words behind the table. */
  readonly rest: readonly string[]
}

export const throttleNote = (call: Pick<Call, 'note'>) => (pauseMs: number) =>
  call.note(`DynamoDB is too busy for us: waiting ${(pauseMs / 1000).toFixed(1)} s`)

/** How many words a key has. */
export const keyWords = ({ sort }: KeySchema): number => (sort === null ? 1 : 2)

/**
 * The table that the first word names, described. It may be left out where the app has exactly one table and there are just as many words as
 * come behind it. Throws a usage Problem, or the call's.
 */
export const tablePlace = async (call: Call, behind: (key: KeySchema) => number): Promise<TablePlace> => {
  const [session, discovery] = [await call.session(), await call.discovery()]
  const tables = tablesOf(discovery.app)
  const naming = { noun: 'table', where: discovery.app.name }
  const [only] = tables
  const described = async (resource: Resource, rest: readonly string[]): Promise<TablePlace> => {
    const table = tableName(resource)
    const facts = await describeTable(session, table, call.signal)
    return { session, discovery, resource, table, facts, rest }
  }
  if (only !== undefined && tables.length === 1) {
    const place = await described(only, call.words)
    if (call.words.length === behind(place.facts.key)) return place
    resolveOne(tables, call.words[0], naming)
    return { ...place, rest: call.words.slice(1) }
  }
  return described(resolveOne(tables, call.words[0], naming), call.words.slice(1))
}

/** Exactly so many words, or a usage Problem that says what they are. */
export const expectWords = (rest: readonly string[], names: readonly string[]): void => {
  if (rest.length === names.length) return
  throw usage(
    rest.length < names.length
      ? `${names.slice(rest.length).join(' and ')} is missing`
      : `too many words: ${rest.slice(names.length).join(' ')}`,
    `TABLE${names.map((name) => ` ${name}`).join('')}`,
  )
}
