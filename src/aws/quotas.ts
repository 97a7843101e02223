import type { Clock } from '../domain/clock.ts'
import { createBucket, freeBucket, type TokenBucket } from './token-bucket.ts'

/** A quota that several operations of a service share. */
interface Quota {
  /** Operations that draw on it; null = every operation that no row above names. */
  readonly operations: readonly string[] | null
  /** AWS's own figure, requests a second; by region where it differs. */
  readonly perSecond: number | { readonly others: number; readonly regions: Readonly<Record<string, number>> }
}

const filterLogEvents = {
  others: 10,
  regions: {
    'us-east-1': 25,
    'ap-northeast-3': 5,
    'ap-southeast-3': 5,
    'ca-west-1': 5,
    'eu-central-1': 5,
    'il-central-1': 5,
  },
}

/**
 * AWS's quotas per account and region (Service Quotas; API reference of each service). Where AWS names no figure, a
 * careful one stands: being slower than allowed costs seconds, being throttled costs the account's own deploys.
 */
const quotas: Readonly<Record<string, readonly Quota[]>> = {
  logs: [
    { operations: ['FilterLogEvents'], perSecond: filterLogEvents },
    { operations: ['GetLogEvents'], perSecond: 10 },
    { operations: ['DescribeLogGroups', 'ListLogGroups'], perSecond: 10 },
    { operations: ['DescribeLogStreams'], perSecond: 25 },
    { operations: ['StartLiveTail', 'StartQuery', 'GetQueryResults'], perSecond: 5 },
    { operations: null, perSecond: 10 },
  ],
  lambda: [
    { operations: ['Invoke', 'InvokeWithResponseStream', 'InvokeAsync'], perSecond: 1000 },
    { operations: ['GetFunction'], perSecond: 100 },
    { operations: ['GetPolicy'], perSecond: 15 },
    { operations: null, perSecond: 15 },
  ],
  apigateway: [{ operations: null, perSecond: 10 }],
  apigatewayv2: [{ operations: null, perSecond: 10 }],
  cloudformation: [{ operations: null, perSecond: 10 }],
  // X-Ray publishes no figures. Fetching is done in fives, so that a page of summaries takes twenty calls.
  xray: [
    { operations: ['GetTraceSummaries'], perSecond: 10 },
    { operations: ['BatchGetTraces'], perSecond: 40 },
    { operations: ['GetServiceGraph', 'GetTraceGraph'], perSecond: 10 },
    { operations: ['StartTraceRetrieval', 'ListRetrievedTraces', 'CancelTraceRetrieval'], perSecond: 10 },
    { operations: null, perSecond: 10 },
  ],
  sts: [{ operations: null, perSecond: 50 }],
  states: [{ operations: null, perSecond: 10 }],
  sfn: [{ operations: null, perSecond: 10 }],
}

/** Services that are not in the table: their data planes take thousands a second, their control planes about this. */
const unnamed: readonly Quota[] = [{ operations: null, perSecond: 40 }]

/** What AWS allows for an operation in a region, and the name of the bucket it shares with others. */
export const quotaOf = (service: string, operation: string, region: string): { bucket: string; perSecond: number } => {
  const rows = quotas[service] ?? unnamed
  const index = rows.findIndex(({ operations }) => operations === null || operations.includes(operation))
  const { perSecond } = rows[index]!
  const figure = typeof perSecond === 'number' ? perSecond : (perSecond.regions[region] ?? perSecond.others)
  return { bucket: `${service} ${region} ${index}`, perSecond: figure }
}

/** The share of AWS's quota that we take: the other half is the account's own. */
export const OUR_SHARE = 0.5

export interface Buckets {
  /** The bucket that a call has to draw from; `held` false (not AWS's own endpoint) gives one that never waits. */
  bucket(call: { service: string; operation: string; region: string; held: boolean }): TokenBucket
}

/**
 * SLSOPS_LOGS_RATE: FilterLogEvents requests a second that a person grants us, whatever the endpoint: for an account whose quota is
 * shared by many, or an endpoint that has one of its own. Null = AWS's quota and our share of it.
 */
export const grantedLogsRate = (env: Readonly<Record<string, string | undefined>>): number | null => {
  const rate = Number(env['SLSOPS_LOGS_RATE'] || Number.NaN)
  return rate > 0 && Number.isFinite(rate) ? rate : null
}

/** Requests a second that we take of an operation's quota; null where none is enforced. */
export const ourRate = (
  call: { readonly service: string; readonly operation: string; readonly region: string; readonly held: boolean },
  env: Readonly<Record<string, string | undefined>>,
): number | null => {
  const granted = call.service === 'logs' && call.operation === 'FilterLogEvents' ? grantedLogsRate(env) : null
  if (granted !== null) return granted
  return call.held ? quotaOf(call.service, call.operation, call.region).perSecond * OUR_SHARE : null
}

export const createBuckets = (clock: Clock, env: Readonly<Record<string, string | undefined>> = {}): Buckets => {
  const known = new Map<string, TokenBucket>()
  return {
    bucket: (call) => {
      const perSecond = ourRate(call, env)
      if (perSecond === null) return freeBucket
      const { bucket: name } = quotaOf(call.service, call.operation, call.region)
      const existing = known.get(name)
      if (existing) return existing
      const fresh = createBucket({ perSecond, clock })
      known.set(name, fresh)
      return fresh
    },
  }
}
