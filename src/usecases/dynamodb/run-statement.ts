import type { Session } from '../../aws/session.ts'
import type { Attribute, Item } from '../../domain/item/attribute.ts'
import type { ReadTotals } from '../../domain/item/page.ts'
import type { Statement } from '../../domain/item/statement.ts'
import { executeStatement } from '../../services/dynamodb/read-items.ts'
import { added, noTotals } from './read-pages.ts'

/** IAM's name for what the statement does: the operation is the same for all. */
export const statementAction = ({ verb }: Pick<Statement, 'verb'>): string =>
  `PartiQL${verb[0]!.toUpperCase()}${verb.slice(1)}`

export interface StatementRun {
  readonly session: Session
  readonly statement: Statement
  readonly text: string
  readonly parameters: readonly Attribute[]
  /** Items to return, at most. */
  readonly want: number
  readonly consistent: boolean
  readonly signal: AbortSignal
  readonly onThrottle: (pauseMs: number) => void
}

export interface StatementResult {
  readonly items: readonly Item[]
  readonly totals: ReadTotals
  /** There are more items than were wanted. */
  readonly more: boolean
}

/** A statement to its end or to the limit; one that writes is sent once, and has no pages. Rejects with a Problem. */
export const runStatement = async (run: StatementRun): Promise<StatementResult> => {
  const { session, statement, text, parameters, want, consistent, signal, onThrottle } = run
  const reads = statement.verb === 'select'
  const items: Item[] = []
  let totals = noTotals
  let token: string | undefined
  do {
    const page = await executeStatement(session, {
      ...{ statement: text, parameters, token, signal, onThrottle },
      action: statementAction(statement),
      once: !reads,
      consistent: reads && consistent,
      limit: null,
    })
    items.push(...page.items)
    totals = added(totals, page)
    token = page.token === token ? undefined : page.token
  } while (reads && token !== undefined && items.length < want)
  const shown = items.slice(0, want)
  return {
    items: shown,
    totals: { ...totals, returned: shown.length },
    more: token !== undefined || shown.length < items.length,
  }
}
