import type { Call, Operation } from '../service.ts'
import {
  chosenGroup,
  flag,
  groupPrefix,
  type Input,
  integer,
  invalid,
  list,
  oneOf,
  streamPrefix,
  text,
} from './input.ts'
import { seal, unseal } from './page-token.ts'
import type { LogGroup, LogStore, LogStream } from './store.ts'

const MAX_ITEMS = 50

/** (CloudWatch Logs API: DescribeLogGroups.) By name; with `logGroupNamePattern` only ARN, creation time and name are told. */
export const describeLogGroups =
  (store: LogStore, account: string): Operation =>
  (input, call) => {
    const prefix = groupPrefix(input)
    const part = text(input, 'logGroupNamePattern', { max: 512 })
    if (prefix !== undefined && part !== undefined)
      throw invalid('logGroupNamePrefix and logGroupNamePattern are mutually exclusive.')
    const named = list(input, 'logGroupIdentifiers', MAX_ITEMS)
    const ofClass = oneOf(input, 'logGroupClass', ['STANDARD', 'INFREQUENT_ACCESS', 'DELIVERY'])
    const groups = store
      .groups()
      .filter(
        ({ name, logGroupClass }) =>
          name.startsWith(prefix ?? '') &&
          name.includes(part ?? '') &&
          (named === undefined || named.includes(name)) &&
          (ofClass === undefined || ofClass === logGroupClass),
      )
    const { page, nextToken } = pageOf(groups, input, 'groups', ({ name }) => [name])
    const arn = arnOf(call, account)
    return { logGroups: page.map((group) => groupAnswer(group, arn(group.name), part !== undefined)), ...nextToken }
  }

/** (CloudWatch Logs API: DescribeLogStreams.) By name, or by the time of the last event; ascending unless told otherwise. */
export const describeLogStreams =
  (store: LogStore, account: string): Operation =>
  (input, call) => {
    const group = chosenGroup(store, input)
    const prefix = streamPrefix(input)
    const byTime = oneOf(input, 'orderBy', ['LogStreamName', 'LastEventTime']) === 'LastEventTime'
    if (byTime && prefix !== undefined) throw invalid('Cannot order by LastEventTime with a logStreamNamePrefix.')
    const key = (stream: LogStream): Key => (byTime ? [stream.events.last?.timestamp ?? 0, stream.name] : [stream.name])
    const streams = store.streams(group.name).filter(({ name }) => name.startsWith(prefix ?? ''))
    const { page, nextToken } = pageOf(streams, input, `streams ${group.name}`, key, flag(input, 'descending') ?? false)
    const arn = `${arnOf(call, account)(group.name)}:log-stream:`
    return { logStreams: page.map((stream) => streamAnswer(stream, arn + stream.name)), ...nextToken }
  }

type Key = readonly (string | number)[]

/** One page of a listing. The token names the last item shown, so that items that come or go meanwhile shift nothing. */
const pageOf = <T>(
  items: readonly T[],
  input: Input,
  scope: string,
  key: (item: T) => Key,
  descending = false,
): { page: T[]; nextToken: { nextToken?: string } } => {
  const limit = integer(input, 'limit', 1, MAX_ITEMS) ?? MAX_ITEMS
  const token = text(input, 'nextToken', { min: 1 })
  const order = (a: Key, b: Key): number => (descending ? compareKeys(b, a) : compareKeys(a, b))
  const shown = token === undefined ? null : unseal<Key>(scope, token)
  const rest = items.filter((item) => shown === null || order(key(item), shown) > 0)
  rest.sort((a, b) => order(key(a), key(b)))
  const page = rest.slice(0, limit)
  return { page, nextToken: rest.length > limit ? { nextToken: seal(scope, key(page.at(-1)!)) } : {} }
}

const compareKeys = (a: Key, b: Key): number => {
  for (const [i, value] of a.entries()) {
    const other = b[i]!
    if (value !== other) return value < other ? -1 : 1
  }
  return 0
}

const arnOf =
  (call: Call, account: string) =>
  (group: string): string =>
    `arn:aws:logs:${call.region}:${account}:log-group:${group}`

const groupAnswer = (group: LogGroup, arn: string, brief: boolean): unknown => {
  const told = { logGroupName: group.name, creationTime: group.createdAt, arn: `${arn}:*` }
  if (brief) return told
  return {
    ...told,
    ...(group.retentionInDays !== null && { retentionInDays: group.retentionInDays }),
    metricFilterCount: 0,
    storedBytes: group.storedBytes,
    logGroupClass: group.logGroupClass,
    logGroupArn: arn,
  }
}

const streamAnswer = (stream: LogStream, arn: string): unknown => ({
  logStreamName: stream.name,
  creationTime: stream.createdAt,
  ...(stream.events.last && {
    firstEventTimestamp: stream.events.first?.timestamp,
    lastEventTimestamp: stream.events.last.timestamp,
    lastIngestionTime: stream.lastIngestionAt,
  }),
  arn,
  storedBytes: 0,
})
