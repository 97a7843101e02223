import type { LocalService } from '../service.ts'
import { createLogGroup, createLogStream, deleteLogGroup } from './create-delete.ts'
import { describeLogGroups, describeLogStreams } from './describe.ts'
import { filterLogEvents, PAGE_LIMITS, type PageLimits } from './filter-events.ts'
import { getLogEvents } from './get-events.ts'
import { putLogEvents } from './put-events.ts'
import type { LogStore } from './store.ts'

export interface LogsOptions {
  /** The account in ARNs. */
  readonly account?: string
  /** Smaller pages than AWS's, for tests. */
  readonly limits?: Partial<PageLimits>
}

/** CloudWatch Logs over a store: AWS JSON 1.1, `X-Amz-Target: Logs_20140328.Operation`. */
export const logsService = (store: LogStore, options: LogsOptions = {}): LocalService => {
  const account = options.account ?? '123456789012'
  const limits = { ...PAGE_LIMITS, ...options.limits }
  return {
    name: 'logs',
    protocol: { kind: 'json', version: '1.1', target: 'Logs_20140328' },
    operations: {
      CreateLogGroup: createLogGroup(store),
      CreateLogStream: createLogStream(store),
      DeleteLogGroup: deleteLogGroup(store),
      PutLogEvents: putLogEvents(store),
      DescribeLogGroups: describeLogGroups(store, account),
      DescribeLogStreams: describeLogStreams(store, account),
      GetLogEvents: getLogEvents(store, limits.pageBytes),
      FilterLogEvents: filterLogEvents(store, limits),
    },
  }
}
