import { ExitCode, isProblem, Problem } from '../../domain/problem.ts'
import { addedStatistics, noStatistics, type QueryRow, type QueryStatistics } from '../../domain/query-answer.ts'
import { hasSource, type Join, joinOf, limitIn } from '../../domain/query-join.ts'
import { type QueryText, queryText } from '../../domain/query-text.ts'
import { groupsNamed } from '../../services/logs/insights-problems.ts'
import { atMost } from '../discovery/at-most.ts'
import { inOrder, withoutColumns } from './join-rows.ts'
import { joinedStats } from './join-stats.ts'
import { malformed } from './malformed.ts'
import { type Part, readWindow, type WindowOutcome } from './read-window.ts'
import { awsLimits, type QueryLimits, type Running, runSlice, type SliceOutcome } from './run-slice.ts'

/** The account may run a hundred; the others are its own. */
const QUERIES_AT_ONCE = 4

export interface QueryQuestion {
  readonly text: string
  /** Each once. Not used where the query names its own SOURCE. */
  readonly groups: readonly string[]
  /** A `filter` that holds the lines of some of these groups to the ones that are meant; null for no such thing. */
  readonly scope?: ((groups: readonly string[]) => string | null) | undefined
  /** Epoch seconds, both inclusive. */
  readonly from: number
  readonly to: number
  /** Rows at most; a smaller `limit` of the query counts. */
  readonly limit: number
}

export interface QueryOutcome {
  readonly rows: readonly QueryRow[]
  readonly statistics: QueryStatistics
  /** Why it is not the whole answer, each reason once; empty for a whole one. */
  readonly ended: readonly NonNullable<SliceOutcome['ended']>[]
  /** More events matched in one second, or by one query that can't be split, than AWS hands out. */
  readonly cut: boolean
  /** As many rows as the query's own limit, or the question's, lets through; null for less. */
  readonly atLimit: 'query' | 'asked' | null
  /** Log groups that do not exist. */
  readonly missing: readonly string[]
}

const chunksOf = <T>(all: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, index) => all.slice(index * size, (index + 1) * size))

/** The query as it is sent. */
interface Sent {
  readonly text: string
  readonly wanted: number
  readonly order: Part['order']
}

const withoutLastLimit = (query: QueryText): string => {
  const last = query.commands.at(-1)
  return last?.name === 'limit' ? query.text.slice(0, query.plain.lastIndexOf('|', last.start)) : query.text
}

const sentOf = (query: QueryText, join: Join, parts: number, wanted: number, limits: QueryLimits): Sent => {
  if (join.kind === 'stats' && parts > 1)
    return { text: query.text.slice(0, join.end), wanted: limits.rows + 1, order: null }
  if (join.kind !== 'rows') return { text: query.text, wanted, order: null }
  const isLong = wanted > limits.oldRows
  const text = isLong ? withoutLastLimit(query) : query.text
  return { text: parts > 1 || isLong ? text + join.after : text, wanted, order: join.byTime ?? 'other' }
}

const joined = (
  parts: readonly WindowOutcome[],
  join: Join,
  wanted: number,
  limits: QueryLimits,
): readonly QueryRow[] => {
  const rows = parts.flatMap((part) => part.rows)
  if (join.kind === 'none') return rows
  if (join.kind === 'stats') return parts.length > 1 ? joinedStats(rows, join).slice(0, wanted) : rows.slice(0, wanted)
  // Halves of a window that is ordered by time are in order as they come.
  const ordered =
    parts.length > 1 || (join.byTime === null && wanted > limits.oldRows) ? inOrder(rows, join.order) : rows
  return withoutColumns(ordered.slice(0, wanted), join.hidden)
}

/** Asks again without the groups that are not there. */
const starter =
  (question: QueryQuestion, sent: Sent, chunk: readonly string[], missing: Set<string>): Part['start'] =>
  async ({ from, to, limit }, running) => {
    for (;;) {
      const groups = chunk.filter((group) => !missing.has(group))
      if (groups.length === 0 && chunk.length > 0) return { rows: [], statistics: noStatistics, ended: null }
      const scope = question.scope?.(groups) ?? null
      const before = scope === null ? '' : `${scope}\n| `
      try {
        return await runSlice({ groups, from, to, query: before + sent.text, limit }, running)
      } catch (error) {
        if (!isProblem(error)) throw error
        if (error.code === 'MalformedQuery') throw malformed(error, question.text, before.length)
        if (error.code !== 'LogGroupMissing' || groups.length === 0) throw error
        const named = groupsNamed(error, groups)
        const absent = named.length > 0 ? named : groups.length === 1 ? groups : await looked(groups, running)
        if (absent.length === 0) throw error
        for (const group of absent) missing.add(group)
      }
    }
  }

const looked = (groups: readonly string[], { insights, signal }: Running): Promise<readonly string[]> =>
  insights.missing(groups, signal)

/**
 * The answer to a query over any number of log groups: AWS is asked for 50 at a time, and what it says is joined as if it had been one query;
 * events beyond what a query gives are asked for by parts of the time. Rejects with a Problem (exit 2) where the parts of such a query can't be
 * joined, and with what AWS said where nothing came at all; a query that ended early gives what came. (Logs API: StartQuery, GetQueryResults)
 */
export const runQuery = async (question: QueryQuestion, running: Running): Promise<QueryOutcome> => {
  const query = queryText(question.text)
  const join = joinOf(query)
  const limits = running.limits ?? awsLimits
  const chunks = hasSource(query) ? [[]] : chunksOf(question.groups, limits.groups)
  if (chunks.length > 1 && join.kind === 'none') throw cannotJoin(question.groups.length, limits.groups, join.reason)
  const own = limitIn(query) ?? Number.POSITIVE_INFINITY
  const wanted = Math.min(question.limit, own)
  const sent = sentOf(query, join, chunks.length, wanted, limits)
  const missing = new Set<string>()
  // One that fails must not leave the others running, and billing.
  const failed = new AbortController()
  const shared = { ...running, signal: AbortSignal.any([running.signal, failed.signal]) }
  const slot = atMost(QUERIES_AT_ONCE)
  const parts = await Promise.allSettled(
    chunks.map((chunk) =>
      slot(async () => {
        const part = { start: starter(question, sent, chunk, missing), wanted: sent.wanted, order: sent.order }
        try {
          return await readWindow(part, question.from, question.to, shared)
        } catch (error) {
          failed.abort(error)
          throw error
        }
      }),
    ),
  )
  const heard = parts.flatMap((part) => (part.status === 'fulfilled' ? [part.value] : []))
  const refused: unknown = parts.find((part) => part.status === 'rejected')?.reason
  const stopped = running.signal.aborted
  const ended = new Set(heard.flatMap((part) => part.ended))
  if (refused !== undefined && !stopped) {
    // The others were stopped by us, because of it.
    ended.delete('stopped')
    if (!isProblem(refused) || refused.exit === ExitCode.usage) throw refused
    ended.add(refused)
  }
  if (stopped && heard.length < parts.length) ended.add('stopped')
  const nothing = heard.every(({ rows }) => rows.length === 0)
  const problem = [...ended].find(isProblem)
  if (nothing && problem !== undefined && !stopped) throw problem
  const rows = joined(heard, join, wanted, limits)
  return {
    rows,
    statistics: heard.reduce((sum, part) => addedStatistics(sum, part.statistics), noStatistics),
    ended: [...ended],
    cut: heard.some((part) => part.cut),
    atLimit: rows.length < wanted ? null : own <= question.limit ? 'query' : 'asked',
    missing: [...missing],
  }
}

const cannotJoin = (groups: number, most: number, reason: string): Problem =>
  new Problem(
    'CannotJoin',
    `the app has ${groups} log groups, a query takes ${most}, and this one can't be joined: ${reason}`,
    {
      hint: 'narrow it with --function NAME (a glob names several), or count, sum, min or max in its stats',
      exit: ExitCode.usage,
    },
  )
