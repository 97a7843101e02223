import { setTimeout as pause } from 'node:timers/promises'
import type { Faults } from '../faults.ts'
import type { LocalService } from '../service.ts'
import { createLogGroup, createLogStream, deleteLogGroup } from './create-delete.ts'
import { describeLogGroups, describeLogStreams } from './describe.ts'
import { filterLogEvents, PAGE_LIMITS, type PageLimits } from './filter-events.ts'
import { getLogEvents } from './get-events.ts'
import { insightsOperations } from './insights/operations.ts'
import { QUERY_TIMES, type QueryTimes } from './insights/queries.ts'
import { LIVE_TAIL_LIMITS, type LiveTailLimits, type Sleep, startLiveTail } from './live-tail/start.ts'
import { putLogEvents } from './put-events.ts'
import type { LogStore } from './store.ts'

export interface LogsOptions {
  /** The account in ARNs. */
  readonly account?: string
  /** Smaller pages than AWS's, for tests. */
  readonly limits?: Partial<PageLimits>
  readonly liveTail?: Partial<LiveTailLimits>
  readonly insights?: Partial<QueryTimes>
  /** What Live Tail waits with for its next second. */
  readonly sleep?: Sleep
  /** Those that reach into what the operations do; what meets every call alike is the gateway's. */
  readonly faults?: Pick<Faults, 'before' | 'cut' | 'duplicated'>
}

const realSleep: Sleep = (ms, signal) => pause(ms, undefined, { signal }).catch(() => undefined)

/** CloudWatch Logs over a store: AWS JSON 1.1, `X-Amz-Target: Logs_20140328.Operation`. */
export const logsService = (store: LogStore, options: LogsOptions = {}): LocalService => {
  const account = options.account ?? '123456789012'
  const limits = { ...PAGE_LIMITS, ...options.limits }
  const { faults, sleep = realSleep } = options
  const liveTail = {
    account,
    sleep,
    limits: { ...LIVE_TAIL_LIMITS, ...options.liveTail },
    ...(faults && { faults }),
  }
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
      FilterLogEvents: filterLogEvents(store, limits, faults?.duplicated),
      StartLiveTail: startLiveTail(store, liveTail),
      ...insightsOperations(store, { account, times: { ...QUERY_TIMES, ...options.insights } }),
    },
  }
}
