import type { Session } from '../../aws/session.ts'
import type { AppStatus } from '../../domain/functions/app-status.ts'
import type { Incomplete } from '../../domain/incomplete.ts'
import { describeTable } from '../../services/dynamodb/describe-table.ts'
import { atMost } from '../discovery/at-most.ts'
import { deployTime } from '../discovery/deploy-time.ts'
import type { Discovery } from '../discovery/discover-app.ts'
import { functionsOf } from '../discovery/function-log-sources.ts'
import { tableName, tablesOf } from '../dynamodb/tables.ts'
import { listFunctions } from '../functions/list-functions.ts'
import { readQueues } from '../sqs/queues.ts'
import { telling } from '../telling.ts'

export interface StatusRead {
  readonly status: AppStatus
  /** How many functions, queues and tables could not be read at all. */
  readonly lost: number
}

const calls = 5

/** The app as it is now: each part is read by itself, and what could not be read is told. Rejects only with what is nobody's answer. */
export const readStatus = async (options: {
  readonly session: Session
  readonly discovery: Discovery
  /** Epoch milliseconds; null reads no log lines. */
  readonly window: { readonly from: number; readonly to: number } | null
  readonly signal: AbortSignal
}): Promise<StatusRead> => {
  const { session, discovery, window, signal } = options
  const { app } = discovery
  const incomplete: Incomplete[] = []
  const told = telling(incomplete, signal)
  const limit = atMost(calls)
  const tables = tablesOf(app)
  const [functions, queues, described] = await Promise.all([
    listFunctions({ session, discovery, functions: functionsOf(app.resources), window, signal }),
    readQueues(session, app, signal),
    Promise.all(
      tables.map((resource) =>
        limit(async () => ({
          path: resource.path,
          facts: await told(`table ${resource.path}`, 'dynamodb:DescribeTable', () =>
            describeTable(session, tableName(resource), signal),
          ),
        })),
      ),
    ),
  ])
  const deploy = await told('the time of the last deploy', 'cloudformation:DescribeStackEvents', () =>
    deployTime(
      session,
      app,
      functions.rows.map(({ detail }) => detail),
      signal,
    ),
  )
  const found = described.flatMap(({ path, facts }) => (facts === null ? [] : [{ path, facts }]))
  const wanted = app.resources.filter(({ type, physicalId }) => type === 'AWS::SQS::Queue' && physicalId !== null)
  return {
    status: {
      app,
      deploy,
      functions: functions.rows,
      queues: queues.queues,
      tables: found,
      window,
      incomplete: [...app.incomplete, ...functions.incomplete, ...queues.incomplete, ...incomplete],
    },
    lost: functions.lost.size + (wanted.length - queues.queues.length) + (tables.length - found.length),
  }
}
