import type { Clock } from '../../domain/clock.ts'
import { isProblem, type Problem } from '../../domain/problem.ts'
import { noStatistics, type QueryRow, type QueryStatistics } from '../../domain/query-answer.ts'
import type { Insights, InsightsPage, InsightsStatus, StartInsights } from '../../services/logs/insights.ts'

/** What AWS takes and gives for one query. */
export interface QueryLimits {
  readonly groups: number
  readonly rows: number
  /** What endpoints give that do not know of more. */
  readonly oldRows: number
}

/** CloudWatch Logs API: StartQuery (logGroupNames, limit). */
export const awsLimits: QueryLimits = { groups: 50, rows: 100_000, oldRows: 10_000 }

/** What all queries of one question share. */
export interface Running {
  readonly insights: Insights
  readonly clock: Clock
  /** Default: AWS's. */
  readonly limits?: QueryLimits | undefined
  /** When it is aborted, what came so far is the answer. */
  readonly signal: AbortSignal
  /** Told at each look at a query, by its id. */
  readonly watch?: ((id: string, status: InsightsStatus, statistics: QueryStatistics) => void) | undefined
  /** Told once when the account has no query free. */
  readonly waiting?: (() => void) | undefined
}

export interface SliceOutcome {
  readonly rows: readonly QueryRow[]
  readonly statistics: QueryStatistics
  /** Null: it was heard to its end. Else why not. */
  readonly ended: 'stopped' | 'Failed' | 'Cancelled' | 'Timeout' | 'Unknown' | Problem | null
}

/** Pauses between two looks: quick at first, since most queries take a second. */
const pauses = [200, 300, 500, 700, 1000, 1500, 2000]
/** Waiting for a query to become free in the account. */
const freePauses = [2000, 4000, 8000, 15_000, 30_000]
/** Beyond this the rows of a query that still runs are not fetched again at every look. */
const manyRows = 1000
/** How long a stopped query is asked for what it had found. */
const lastWordsMs = 2500

/** A query that the account has no room for is tried again for a minute. */
const startPatiently = async (asked: StartInsights, { insights, clock, signal, waiting }: Running): Promise<string> => {
  for (let attempt = 0; ; attempt++) {
    try {
      return await insights.start(asked, signal)
    } catch (error) {
      const pause = freePauses[attempt]
      if (!isProblem(error) || error.code !== 'QueryLimit' || pause === undefined) throw error
      if (attempt === 0) waiting?.()
      await clock.sleep(pause, signal)
    }
  }
}

/** The other pages of a finished query, up to the limit. */
const restOf = async (id: string, first: InsightsPage, limit: number, { insights, signal }: Running) => {
  const rows = [...first.rows]
  for (let { next } = first; next !== null && rows.length < limit; ) {
    const page = await insights.read(id, { next }, signal)
    for (const row of page.rows) rows.push(row)
    // A server that hands out the token it was given would be asked for ever.
    next = page.next === next ? null : page.next
  }
  return rows
}

/** Stops it, and asks once more for what it had found and what that cost. */
const farewell = async (id: string, { insights, clock }: Running): Promise<InsightsPage | null> => {
  const patience = new AbortController()
  const over = clock.sleep(lastWordsMs, patience.signal).then(
    () => null,
    () => null,
  )
  const words = (async () => {
    await insights.stop(id, patience.signal)
    return insights.read(id, {}, patience.signal)
  })().catch(() => null)
  const page = await Promise.race([words, over])
  patience.abort()
  return page
}

/**
 * One query on AWS, from its start to its end. Rejects with a Problem where it could not be started (or the signal's reason, while nothing
 * had started); after that it resolves with what came. A query that is given up, for whatever reason, is stopped on AWS.
 */
export const runSlice = async (asked: StartInsights, running: Running): Promise<SliceOutcome> => {
  const { insights, clock, signal, watch } = running
  const id = await startPatiently(asked, running)
  let rows: readonly QueryRow[] = []
  let statistics = noStatistics
  const take = (page: InsightsPage): void => {
    if (page.rows.length >= rows.length) rows = page.rows
    statistics = page.statistics
    watch?.(id, page.status, statistics)
  }
  try {
    for (let look = 0; ; look++) {
      await clock.sleep(pauses[Math.min(look, pauses.length - 1)]!, signal)
      const most = rows.length > manyRows ? { most: 1 } : {}
      const page = await insights.read(id, most, signal)
      if (page.status === 'Scheduled' || page.status === 'Running') {
        take(page)
        continue
      }
      const whole = 'most' in most ? await insights.read(id, {}, signal) : page
      rows = []
      take(whole)
      if (page.status !== 'Complete') return { rows, statistics, ended: page.status }
      return { rows: await restOf(id, whole, asked.limit, running), statistics, ended: null }
    }
  } catch (error) {
    const page = await farewell(id, running)
    if (page) take(page)
    if (signal.aborted) return { rows, statistics, ended: 'stopped' }
    if (isProblem(error)) return { rows, statistics, ended: error }
    throw error
  }
}
