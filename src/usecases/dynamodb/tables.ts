import { isDenied } from '../../aws/errors.ts'
import type { Session } from '../../aws/session.ts'
import type { Incomplete } from '../../domain/incomplete.ts'
import type { TableFacts, TableSafety } from '../../domain/item/table.ts'
import { isProblem } from '../../domain/problem.ts'
import type { Resource, StackApp } from '../../domain/stack.ts'
import { describeTable, recoveryDays, timeToLive } from '../../services/dynamodb/describe-table.ts'

/** A table of the app; `facts` is null where it could not be described. */
export interface AppTable {
  readonly resource: Resource
  readonly facts: TableFacts | null
  readonly safety: TableSafety
}

const types: ReadonlySet<string> = new Set(['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'])

/** The app's tables, those that have a physical name. */
export const tablesOf = ({ resources }: Pick<StackApp, 'resources'>): readonly Resource[] =>
  resources.filter(({ type, physicalId }) => types.has(type) && physicalId !== null)

export const tableName = ({ name, physicalId, logicalId }: Resource): string => name ?? physicalId ?? logicalId

/** Everything about the tables that the list tells; what could not be read is named. Rejects with the signal's reason. */
export const readTables = async (
  session: Session,
  resources: readonly Resource[],
  signal: AbortSignal,
): Promise<{ readonly tables: readonly AppTable[]; readonly incomplete: readonly Incomplete[] }> => {
  const incomplete: Incomplete[] = []
  const told = async <T>(what: string, operation: string, run: Promise<T>): Promise<T | undefined> => {
    try {
      return await run
    } catch (error) {
      if (signal.aborted || !isProblem(error)) throw error
      const action = isDenied(error) ? (error.action ?? `dynamodb:${operation}`) : null
      incomplete.push({ what, operation: `dynamodb:${operation}`, reason: error.message, action })
      return undefined
    }
  }
  const tables: AppTable[] = []
  for (const resource of resources) {
    const name = tableName(resource)
    const [facts, days, ttl] = await Promise.all([
      told(`table ${name}`, 'DescribeTable', describeTable(session, name, signal)),
      told(`backups of ${name}`, 'DescribeContinuousBackups', recoveryDays(session, name, signal)),
      told(`time to live of ${name}`, 'DescribeTimeToLive', timeToLive(session, name, signal)),
    ])
    tables.push({ resource, facts: facts ?? null, safety: { recoveryDays: days, ttl } })
  }
  return { tables, incomplete }
}
