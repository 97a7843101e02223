import { systemClock } from '../../aws/clock.ts'
import type { Session } from '../../aws/session.ts'
import type { Incomplete } from '../../domain/incomplete.ts'
import { isProblem } from '../../domain/problem.ts'
import type { QueryRow, QueryStatistics } from '../../domain/query-answer.ts'
import { hasSource, joinOf } from '../../domain/query-join.ts'
import { queryText } from '../../domain/query-text.ts'
import { type Insights, insights } from '../../services/logs/insights.ts'
import type { AskedQuery } from './named.ts'
import { nameOf, type QueryPlace, scopeOf } from './query-place.ts'
import { type QueryOutcome, runQuery } from './run-query.ts'

/** How far the queries on AWS are, all together. */
export interface QueryProgress {
  readonly started: number
  readonly done: number
  readonly statistics: QueryStatistics
}

export interface AskQuery {
  readonly session: Session
  readonly place: QueryPlace
  readonly query: AskedQuery
  /** Rows at most. */
  readonly limit: number
  /** Log groups that were named, and are asked as a whole. */
  readonly whole?: readonly string[]
  /** Epoch milliseconds; AWS takes whole seconds, and so the window grows to them. */
  readonly window: { readonly from: number; readonly to: number }
  readonly signal: AbortSignal
  readonly progress?: ((progress: QueryProgress) => void) | undefined
  readonly waiting?: (() => void) | undefined
  /** Default: AWS's own. */
  readonly insights?: Insights
}

export interface QueryAnswer extends Omit<QueryOutcome, 'ended' | 'cut'> {
  /** Not all that there is in the window, up to the limit. */
  readonly partial: boolean
  /** What is missing of it, and why. */
  readonly incomplete: readonly Incomplete[]
  /** Epoch milliseconds, of whole seconds: what was asked. */
  readonly window: { readonly from: number; readonly to: number }
  /** Log groups that were asked; none where the query chooses its own. */
  readonly groups: readonly string[]
  /** Rows are events, and not figures made of them. */
  readonly isEvents: boolean
}

const whole = 1000

/** A row whose function is called as the template calls it. */
const renamed = (row: QueryRow, column: string, name: (value: string) => string | null): QueryRow =>
  new Map([...row].map(([key, value]) => [key, key === column ? (name(value) ?? value) : value]))

/** Counts each query on AWS once, with what it last said of itself. */
const progressOf = (tell: (progress: QueryProgress) => void) => {
  const known = new Map<string, { readonly over: boolean; readonly statistics: QueryStatistics }>()
  return (id: string, status: string, statistics: QueryStatistics): void => {
    known.set(id, { over: status !== 'Scheduled' && status !== 'Running', statistics })
    const all = [...known.values()]
    const sum = (of: keyof QueryStatistics) => all.reduce((total, one) => total + one.statistics[of], 0)
    tell({
      started: all.length,
      done: all.filter(({ over }) => over).length,
      statistics: {
        bytesScanned: sum('bytesScanned'),
        recordsMatched: sum('recordsMatched'),
        recordsScanned: sum('recordsScanned'),
      },
    })
  }
}

const reasonOf = (ended: QueryOutcome['ended'][number]): string => {
  if (isProblem(ended)) return ended.message
  return ended === 'stopped' ? 'it was stopped' : `AWS ended the query: ${ended}`
}

const incompleteOf = ({ ended, cut }: QueryOutcome): readonly Incomplete[] => [
  ...ended.map((one) => ({
    what: 'a part of the answer',
    operation: 'logs:GetQueryResults',
    reason: reasonOf(one),
    action: isProblem(one) ? one.action : null,
  })),
  ...(cut
    ? [
        {
          what: 'rows',
          operation: 'logs:StartQuery',
          reason: 'there are more of them than AWS gives for one query, and no part of the time would be smaller',
          action: null,
        },
      ]
    : []),
]

/** Asks AWS, and tells what came. Rejects with a Problem where nothing did. */
export const askQuery = async (asked: AskQuery): Promise<QueryAnswer> => {
  const { session, place, query, signal, progress, waiting } = asked
  const from = Math.floor(asked.window.from / whole)
  const to = Math.max(from, Math.ceil(asked.window.to / whole))
  const { groups, sources } = place
  const outcome = await runQuery(
    { text: query.text, groups, scope: scopeOf(sources, asked.whole), from, to, limit: asked.limit },
    {
      insights: asked.insights ?? insights(session),
      clock: session.wire?.clock ?? systemClock,
      signal,
      watch: progress && progressOf(progress),
      waiting,
    },
  )
  const name = nameOf(sources)
  const column = query.functionColumn
  const { ended, cut, ...told } = outcome
  const text = queryText(query.text)
  return {
    ...told,
    rows: column === null ? outcome.rows : outcome.rows.map((row) => renamed(row, column, name)),
    partial: ended.length > 0 || cut,
    incomplete: [...place.incomplete, ...incompleteOf(outcome)],
    window: { from: from * whole, to: to * whole },
    groups: hasSource(text) ? [] : groups,
    isEvents: joinOf(text).kind === 'rows',
  }
}
