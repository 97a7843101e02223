import { randomUUID } from 'node:crypto'
import { type Call, type Operation, RawAnswer, ServiceError } from '../../service.ts'
import { startOf } from '../event-list.ts'
import { constraint, type Input, identifiedGroup, integer, invalid, list, oneOf, requiredText, text } from '../input.ts'
import { seal, unseal } from '../page-token.ts'
import type { LogGroup, LogStore } from '../store.ts'
import { type Plan, readQuery } from './language.ts'
import { type Query, type QueryTimes, startedQuery } from './queries.ts'
import type { ScannedEvent } from './row.ts'
import { NotInSubset, QuerySyntaxError } from './scanner.ts'

const maxGroups = 50
const maxRows = 100_000
const pageRows = 10_000
const tokenLife = 3_600_000
/** AWS keeps results for seven days; here the newest queries stay. */
const queriesKept = 1000

/** (CloudWatch Logs API: StartQuery, GetQueryResults, StopQuery.) */
export const insightsOperations = (
  store: LogStore,
  options: { account: string; times: QueryTimes },
): Readonly<Record<'StartQuery' | 'GetQueryResults' | 'StopQuery', Operation>> => {
  const { account, times } = options
  const queries = new Map<string, Query>()
  const known = (input: Input): Query => {
    const query = queries.get(requiredText(input, 'queryId', { max: 256 }))
    if (query === undefined) throw new ServiceError('ResourceNotFoundException', 'The specified query does not exist.')
    return query
  }
  return {
    StartQuery(input, call) {
      const plan = read(input, call)
      if (plan instanceof RawAnswer) return plan
      const groups = chosenGroups(store, input)
      const { from, to } = range(input)
      const now = call.now()
      const active = [...queries.values()].filter((query) => ['Scheduled', 'Running'].includes(query.status(now)))
      if (active.length >= times.queries)
        throw new ServiceError(
          'LimitExceededException',
          `Account maximum query concurrency limit of [${times.queries}] reached.`,
        )
      const events = groups.flatMap((group) => scanned(group, `${account}:${group.name}`, from, to))
      events.sort((a, b) => b.event.timestamp - a.event.timestamp || b.event.seq - a.event.seq)
      const limit = integer(input, 'limit', 1, maxRows) ?? pageRows
      const made = { id: randomUUID(), plan, events, groups: groups.length, limit, startedAt: now }
      queries.set(made.id, startedQuery(made, times))
      for (const oldest of [...queries.keys()].slice(0, Math.max(0, queries.size - queriesKept))) queries.delete(oldest)
      return { queryId: made.id }
    },
    GetQueryResults(input, call) {
      const query = known(input)
      const now = call.now()
      const most = integer(input, 'maxItems', 1, pageRows) ?? pageRows
      const from = offset(input, query.id, now)
      const { results, status, matched, scanned: records, bytes, groups } = query.report(now)
      const next = from + most
      return {
        queryLanguage: 'CWLI',
        results: results.slice(from, next),
        statistics: {
          recordsMatched: matched,
          recordsScanned: records,
          bytesScanned: bytes,
          logGroupsScanned: groups,
          estimatedRecordsSkipped: 0,
          estimatedBytesSkipped: 0,
        },
        status,
        ...(results.length > next && { nextToken: seal(`query ${query.id}`, { from: next, issued: now }) }),
      }
    },
    StopQuery(input, call) {
      const query = known(input)
      const status = query.status(call.now())
      if (status === 'Complete' || status === 'Cancelled')
        throw invalid(`The specified query has ended already, with the status ${status}.`)
      query.stop(call.now())
      return { success: true }
    },
  }
}

const offset = (input: Input, id: string, now: number): number => {
  const token = text(input, 'nextToken', { min: 1 })
  if (token === undefined) return 0
  const sent = unseal<{ from: number; issued: number }>(`query ${id}`, token)
  if (now - sent.issued > tokenLife) throw invalid('The specified nextToken has expired.')
  return sent.from
}

/** The query, or the answer to one that is none: MalformedQueryException says where, in fields of its own. */
const read = (input: Input, call: Call): Plan | RawAnswer => {
  const language = oneOf(input, 'queryLanguage', ['CWLI', 'SQL', 'PPL']) ?? 'CWLI'
  if (language !== 'CWLI') throw notHere(`Insights queries in ${language}`)
  try {
    return readQuery(requiredText(input, 'queryString', { max: 10_000 }))
  } catch (error) {
    if (error instanceof NotInSubset) throw notHere(error.message)
    if (!(error instanceof QuerySyntaxError)) throw error
    const { message, start, end } = error
    const body = {
      __type: 'MalformedQueryException',
      message,
      queryCompileError: { location: { startCharOffset: start, endCharOffset: end }, message },
    }
    const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-errortype': body.__type }
    return call.respond({ status: 400, headers, body: JSON.stringify(body) })
  }
}

const notHere = (what: string): ServiceError =>
  new ServiceError('NotImplemented', `The embedded cloud does not implement ${what}`, 501)

/** Exactly one of a name, names, and identifiers (names, or ARNs without `:*`); fifty groups at most. */
const chosenGroups = (store: LogStore, input: Input): LogGroup[] => {
  const name = text(input, 'logGroupName')
  const given = [
    name === undefined ? undefined : [name],
    list(input, 'logGroupNames', maxGroups),
    list(input, 'logGroupIdentifiers', maxGroups),
  ].filter((names) => names !== undefined)
  const [names = []] = given
  if (given.length !== 1 || names.length === 0)
    throw invalid('Exactly one of logGroupName, logGroupNames and logGroupIdentifiers is to be given.')
  return [...new Set(names.map((one) => identifiedGroup(store, String(one))))]
}

/** From seconds to milliseconds, both ends inclusive. */
const range = (input: Input): { from: number; to: number } => {
  const latest = Number.MAX_SAFE_INTEGER / 1000
  const from = integer(input, 'startTime', 0, latest)
  const to = integer(input, 'endTime', 0, latest)
  if (from === undefined || to === undefined)
    throw constraint(from === undefined ? 'startTime' : 'endTime', 'not be null')
  if (to < from) throw invalid('The end time of a query must not be before its start time.')
  return { from: from * 1000, to: to * 1000 }
}

const scanned = (group: LogGroup, log: string, from: number, to: number): ScannedEvent[] => {
  if (group.logGroupClass === 'DELIVERY') throw invalid('Log groups of the class DELIVERY can not be queried.')
  const found: ScannedEvent[] = []
  for (const event of group.events.after(startOf(from))) {
    if (event.timestamp > to) break
    found.push({ log, event })
  }
  return found
}
