import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import { createClient } from '../../aws/client.ts'
import type { Session } from '../../aws/session.ts'
import { noStatistics, type QueryRow, type QueryStatistics } from '../../domain/query-answer.ts'
import { answerOf } from '../answer-of.ts'
import { insightsProblem } from './insights-problems.ts'

/** CloudWatch Logs API: StartQuery. Times are epoch SECONDS, inclusive on both ends. */
export interface StartInsights {
  /** Names or ARNs, 50 at most; none where the query names its SOURCE. */
  readonly groups: readonly string[]
  readonly from: number
  readonly to: number
  readonly query: string
  /** Rows at most, where the query has no `limit` of its own: 10,000 unless told, 100,000 at most. */
  readonly limit: number
}

export type InsightsStatus = 'Scheduled' | 'Running' | 'Complete' | 'Failed' | 'Cancelled' | 'Timeout' | 'Unknown'

export interface InsightsPage {
  readonly status: InsightsStatus
  /** While it runs: what it has found so far. */
  readonly rows: readonly QueryRow[]
  readonly statistics: QueryStatistics
  readonly next: string | null
}

/** Logs Insights as a query needs it. All reject with a Problem, or with the signal's reason. */
export interface Insights {
  /** Gives the query's id. Problems with the codes of `insightsProblem` are to be expected here. */
  start(asked: StartInsights, signal?: AbortSignal): Promise<string>
  /** `most` rows of a page, 10,000 unless told. */
  read(id: string, options: { next?: string | null; most?: number }, signal?: AbortSignal): Promise<InsightsPage>
  /** What has ended already is stopped, too. */
  stop(id: string, signal?: AbortSignal): Promise<void>
  /** The ones of these log groups that are not there. An ARN is not looked up, and taken to be there. */
  missing(groups: readonly string[], signal?: AbortSignal): Promise<readonly string[]>
}

type Sdk = typeof import('@aws-sdk/client-cloudwatch-logs')
type Send<T> = (client: CloudWatchLogsClient, sdk: Sdk, options: { readonly abortSignal?: AbortSignal }) => Promise<T>

const asker =
  (session: Session) =>
  async <T>(operation: string, signal: AbortSignal | undefined, run: Send<T>): Promise<T> => {
    const sdk = await import('@aws-sdk/client-cloudwatch-logs')
    const client = createClient(session, 'logs', sdk.CloudWatchLogsClient)
    const asked = { service: 'logs', operation: `logs:${operation}`, resource: null, signal }
    return answerOf(session, asked, async (options) => {
      try {
        return await run(client, sdk, options)
      } catch (error) {
        throw (operation === 'StartQuery' ? insightsProblem(error) : null) ?? error
      }
    })
  }

const rowOf = (fields: readonly { field?: string | undefined; value?: string | undefined }[]): QueryRow =>
  new Map(fields.flatMap(({ field, value }) => (field === undefined || value === undefined ? [] : [[field, value]])))

/** An ARN without the `:*` that other APIs put after it. */
const identifier = (group: string): string => group.replace(/^(arn:.*):\*$/, '$1')

const chosen = (groups: readonly string[]) => {
  if (groups.length === 0) return {}
  const names = groups.map(identifier)
  return names.some((name) => name.startsWith('arn:')) ? { logGroupIdentifiers: names } : { logGroupNames: names }
}

/** Logs Insights by the SDK's client. (CloudWatch Logs API: StartQuery, GetQueryResults, StopQuery, DescribeLogGroups) */
export const insights = (session: Session): Insights => {
  const ask = asker(session)
  return {
    start: async ({ groups, from, to, query, limit }, signal) => {
      const input = { ...chosen(groups), startTime: from, endTime: to, queryString: query, limit }
      const { queryId } = await ask('StartQuery', signal, (client, sdk, options) =>
        client.send(new sdk.StartQueryCommand(input), options),
      )
      return queryId ?? ''
    },
    read: async (queryId, { next = null, most }, signal) => {
      const input = { queryId, ...(next === null ? {} : { nextToken: next }), ...(most ? { maxItems: most } : {}) }
      const answer = await ask('GetQueryResults', signal, (client, sdk, options) =>
        client.send(new sdk.GetQueryResultsCommand(input), options),
      )
      const { results = [], statistics = {}, status, nextToken } = answer
      return {
        status: status ?? 'Unknown',
        rows: results.map(rowOf),
        statistics: {
          bytesScanned: statistics.bytesScanned ?? noStatistics.bytesScanned,
          recordsMatched: statistics.recordsMatched ?? noStatistics.recordsMatched,
          recordsScanned: statistics.recordsScanned ?? noStatistics.recordsScanned,
        },
        next: nextToken ?? null,
      }
    },
    stop: async (queryId, signal) => {
      await ask('StopQuery', signal, (client, sdk, options) =>
        client.send(new sdk.StopQueryCommand({ queryId }), options),
      ).catch((error: unknown) => {
        // "is not in Running or Scheduled status": it was faster than we.
        if ((error as { cause?: { name?: string } }).cause?.name !== 'InvalidParameterException') throw error
      })
    },
    missing: async (groups, signal) => {
      const absent: string[] = []
      for (const group of groups) {
        if (group.startsWith('arn:')) continue
        // The group itself comes before all that have its name as their beginning.
        const { logGroups = [] } = await ask('DescribeLogGroups', signal, (client, sdk, options) =>
          client.send(new sdk.DescribeLogGroupsCommand({ logGroupNamePrefix: group, limit: 1 }), options),
        )
        if (logGroups[0]?.logGroupName !== group) absent.push(group)
      }
      return absent
    },
  }
}
