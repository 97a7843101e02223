import { describe, expect, it } from 'vitest'
import { Problem } from '../../../src/domain/problem.ts'
import type { QueryRow } from '../../../src/domain/query-answer.ts'
import type { Insights, InsightsPage, InsightsStatus } from '../../../src/services/logs/insights.ts'
import { runSlice } from '../../../src/usecases/query/run-slice.ts'
import { VirtualClock } from '../../support/virtual-clock.ts'

const asked = { groups: ['/a'], from: 100, to: 200, query: 'fields @message', limit: 10_000 }

const rowsOf = (count: number): QueryRow[] => Array.from({ length: count }, (_, n) => new Map([['n', String(n)]]))

const page = (status: InsightsStatus, rows = 0, next: string | null = null): InsightsPage => ({
  status,
  rows: rowsOf(rows),
  statistics: { bytesScanned: rows * 10, recordsMatched: rows, recordsScanned: rows * 2 },
  next,
})

/** Answers in turn; the last answer stays. What it was asked is in `calls`. */
const scripted = (pages: readonly (InsightsPage | Problem)[], refusals: readonly Problem[] = []) => {
  const calls: string[] = []
  let [read, started] = [0, 0]
  const insights: Insights = {
    start: async () => {
      calls.push('start')
      const refusal = refusals[started++]
      if (refusal) throw refusal
      return 'q'
    },
    read: async (_id, { next = null, most }) => {
      calls.push(next === null ? (most ? `read ${most}` : 'read') : `read ${next}`)
      const answer = pages[Math.min(read++, pages.length - 1)]!
      if (answer instanceof Error) throw answer
      return answer
    },
    stop: async () => {
      calls.push('stop')
    },
    missing: async () => [],
  }
  return { insights, calls }
}

const run = async (insights: Insights, signal = new AbortController().signal, more = {}) => {
  const clock = new VirtualClock(0)
  const outcome = await clock.run(runSlice(asked, { insights, clock, signal, ...more }))
  return { ...outcome, took: clock.now() }
}

describe('a query on AWS', () => {
  it('is looked at, ever more rarely, until it is complete', async () => {
    const { insights, calls } = scripted([
      page('Scheduled'),
      page('Running', 1),
      page('Running', 2),
      page('Complete', 3),
    ])
    const seen: unknown[] = []
    const watch = (id: string, status: string, statistics: { bytesScanned: number }) =>
      seen.push([id, status, statistics.bytesScanned])
    const outcome = await run(insights, undefined, { watch })
    expect(outcome).toMatchObject({ ended: null, took: 200 + 300 + 500 + 700 })
    expect(outcome.rows).toHaveLength(3)
    expect(seen).toEqual([
      ['q', 'Scheduled', 0],
      ['q', 'Running', 10],
      ['q', 'Running', 20],
      ['q', 'Complete', 30],
    ])
    expect(calls).toEqual(['start', 'read', 'read', 'read', 'read'])
  })

  it('is read page after page, and no further than a token that comes again', async () => {
    const { insights, calls } = scripted([page('Complete', 2, 'b'), page('Complete', 2, 'c'), page('Complete', 1, 'c')])
    expect((await run(insights)).rows).toHaveLength(5)
    expect(calls).toEqual(['start', 'read', 'read b', 'read c'])
  })

  it('is not fetched again whole while it runs and has found much', async () => {
    const { insights, calls } = scripted([
      page('Running', 1500),
      page('Running', 1),
      page('Complete', 1),
      page('Complete', 2000),
    ])
    expect((await run(insights)).rows).toHaveLength(2000)
    expect(calls).toEqual(['start', 'read', 'read 1', 'read 1', 'read'])
  })

  it.each(['Failed', 'Cancelled', 'Timeout', 'Unknown'] as const)(
    'keeps what a query found that ended with %s',
    async (status) => {
      const { insights } = scripted([page('Running', 1), page(status, 4)])
      const outcome = await run(insights)
      expect(outcome.ended).toBe(status)
      expect(outcome.rows).toHaveLength(4)
    },
  )

  it('is stopped on AWS when it is given up, and asked for what it had found', async () => {
    const stop = new AbortController()
    const { insights, calls } = scripted([page('Running', 2), page('Cancelled', 5)])
    const watch = () => stop.abort(new Error('Ctrl-C'))
    const outcome = await run(insights, stop.signal, { watch })
    expect(outcome).toMatchObject({ ended: 'stopped', statistics: { bytesScanned: 50 } })
    expect(outcome.rows).toHaveLength(5)
    expect(calls).toEqual(['start', 'read', 'stop', 'read'])
  })

  it('does not wait for last words that do not come', async () => {
    const stop = new AbortController()
    const { insights } = scripted([page('Running', 2)])
    const deaf = { ...insights, stop: () => new Promise<void>(() => {}) }
    const outcome = await run(deaf, stop.signal, { watch: () => stop.abort(new Error('Ctrl-C')) })
    expect(outcome.ended).toBe('stopped')
    expect(outcome.rows).toHaveLength(2)
    expect(outcome.took).toBeLessThan(5000)
  })

  it('gives what it has when AWS can not be asked any more, and stops the query', async () => {
    const denied = new Problem('AccessDenied', 'Not allowed', { action: 'logs:GetQueryResults' })
    const { insights, calls } = scripted([page('Running', 2), denied])
    const outcome = await run(insights)
    expect(outcome.ended).toBe(denied)
    expect(outcome.rows).toHaveLength(2)
    expect(calls).toContain('stop')
  })

  it('waits for a free query of the account, and says so once', async () => {
    const full = new Problem('QueryLimit', 'full')
    const { insights, calls } = scripted([page('Complete', 1)], [full, full])
    let waited = 0
    const outcome = await run(insights, undefined, { waiting: () => waited++ })
    expect(outcome).toMatchObject({ ended: null, took: 2000 + 4000 + 200 })
    expect([waited, calls]).toEqual([1, ['start', 'start', 'start', 'read']])
  })

  it('gives up waiting after a minute', async () => {
    const full = new Problem('QueryLimit', 'full')
    const { insights } = scripted(
      [],
      Array.from({ length: 10 }, () => full),
    )
    await expect(run(insights)).rejects.toBe(full)
  })

  it('rejects when it is given up before it began', async () => {
    const { insights } = scripted([], [new Problem('AccessDenied', 'no')])
    await expect(run(insights)).rejects.toMatchObject({ code: 'AccessDenied' })
  })
})
