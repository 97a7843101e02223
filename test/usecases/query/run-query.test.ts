import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Problem } from '../../../src/domain/problem.ts'
import type { QueryRow } from '../../../src/domain/query-answer.ts'
import type { Insights, StartInsights } from '../../../src/services/logs/insights.ts'
import { compareValues } from '../../../src/usecases/query/join-rows.ts'
import { runQuery } from '../../../src/usecases/query/run-query.ts'
import { VirtualClock } from '../../support/virtual-clock.ts'
import { type ModelEvent, modelInsights, oneBigQuery } from './insights-model.ts'

const start = 1_790_000_000
const seconds = 24
const groups = ['/a', '/a/b', '/c', '/d', '/e']

const events = fc.array(
  fc.record({
    group: fc.constantFrom(...groups),
    // Many in the same millisecond, and many on the whole second, where windows meet.
    at: fc
      .tuple(fc.integer({ min: 0, max: seconds }), fc.constantFrom(0, 0, 1, 500, 999))
      .map(([s, ms]) => (start + s) * 1000 + ms),
    fields: fc.record(
      { size: fc.integer({ min: -5, max: 40 }), word: fc.constantFrom('x', 'y', 'z') },
      { requiredKeys: ['word'] },
    ),
  }),
  { maxLength: 70 },
)

const ask = (
  all: readonly ModelEvent[],
  text: string,
  limit: number,
  server: { rows: number; groups: number; wide?: boolean },
) => {
  const limits = { rows: server.rows, groups: server.groups, oldRows: server.rows }
  const insights = modelInsights(all, { ...server, page: 3 })
  const clock = new VirtualClock(0)
  const question = { text, groups, from: start, to: start + seconds, limit }
  const running = { insights, clock, limits, signal: new AbortController().signal }
  return { insights, outcome: clock.run(runQuery(question, running)) }
}

const whole = (all: readonly ModelEvent[], query: string, limit: number, wide = false) =>
  oneBigQuery(all, { groups, from: start, to: start + seconds, query, limit }, wide)

const told = (rows: readonly QueryRow[]) => rows.map((row) => JSON.stringify([...row].sort()))
const pointers = (rows: readonly QueryRow[]) => rows.map((row) => row.get('@ptr'))

/** Events of one second that the server gives no more than a part of. */
const crowded = (all: readonly ModelEvent[], rows: number): boolean => {
  for (let second = start; second <= start + seconds; second++) {
    const inside = all.filter(({ at }) => at >= second * 1000 && at < (second + 2) * 1000)
    if (inside.length >= rows) return true
  }
  return false
}

const plain = fc.constantFrom(
  'fields @timestamp, @message',
  'fields @message',
  'filter word = "x"',
  'filter word != "x" | fields word, size | sort @timestamp asc',
  'fields word | sort @timestamp desc | limit 17',
  'fields @timestamp, size * 2 as double | sort double desc, @timestamp asc',
  'sort size desc | display word',
  'fields word | sort size asc | limit 9',
  'parse @message /"word":"(?<letter>\\w)"/ | display letter | sort @timestamp asc',
)

describe('a query in parts is the query', () => {
  it('gives the rows of one big query, in its order, each once', async () => {
    await fc.assert(
      fc.asyncProperty(
        events,
        plain,
        fc.integer({ min: 1, max: 80 }),
        fc.record({
          rows: fc.integer({ min: 6, max: 12 }),
          groups: fc.integer({ min: 1, max: 5 }),
          wide: fc.boolean(),
        }),
        async (all, text, limit, server) => {
          fc.pre(!crowded(all, server.rows))
          const { outcome } = ask(all, text, limit, server)
          const { rows, cut } = await outcome
          const expected = whole(all, text, limit, server.wide).slice(0, limit)
          expect(cut).toBe(false)
          expect(rows).toHaveLength(expected.length)
          expect(new Set(pointers(rows)).size).toBe(rows.length)
          const [, key = '@timestamp'] = /sort (\S+?),? /.exec(`${text} `) ?? []
          const all10000 = new Map(
            whole(all, `fields @timestamp, size, size * 2 as double`, 10_000, true).map((row) => [
              row.get('@ptr'),
              row,
            ]),
          )
          const keys = (some: readonly QueryRow[]) => some.map((row) => all10000.get(row.get('@ptr'))?.get(key))
          expect(keys(rows)).toEqual(keys(expected))
          // Among equal ones the limit may choose; all others are the same.
          const byPointer = new Map(
            whole(all, text.replace(/ \| limit \d+/, ''), 10_000, true).map((row) => [row.get('@ptr'), row]),
          )
          expect(told(rows)).toEqual(told(pointers(rows).map((pointer) => byPointer.get(pointer)!)))
        },
      ),
      { numRuns: 400 },
    )
  })

  it('says so where one second holds more than a query gives, and repeats nothing then either', async () => {
    await fc.assert(
      fc.asyncProperty(events, fc.integer({ min: 3, max: 5 }), async (all, rows) => {
        const text = 'fields @timestamp'
        const outcome = await ask(all, text, 1000, { rows, groups: 5 }).outcome
        const known = new Set(pointers(whole(all, text, 1000)))
        const found = pointers(outcome.rows)
        expect(new Set(found).size).toBe(found.length)
        expect(found.every((pointer) => known.has(pointer))).toBe(true)
        expect(outcome.cut || found.length === known.size).toBe(true)
      }),
      { numRuns: 200 },
    )
  })

  it.each([
    'stats count(*) by word',
    'stats count(*) as lines, sum(size), min(size) as least, max(size) by word, bin(5s)',
    'stats count(size), max(@timestamp) by word | sort word desc',
    'stats sum(size) as total by bin(10s) | sort total desc, bin(10s) asc | limit 2',
    'filter size > 3 | fields size * 2 as double | stats max(double) as most, count(*) as n',
  ])('joins %s', async (text) => {
    await fc.assert(
      fc.asyncProperty(events, fc.integer({ min: 1, max: 4 }), async (all, taken) => {
        const { rows } = await ask(all, text, 1000, { rows: 500, groups: taken }).outcome
        const expected = whole(all, text, 1000)
        if (!text.includes('sort')) {
          expect(told(rows).sort()).toEqual(told(expected).sort())
          return
        }
        const key = text.includes('total') ? 'total' : 'word'
        expect(rows.map((row) => row.get(key))).toEqual(expected.map((row) => row.get(key)))
        if (!text.includes('limit')) expect(told(rows).sort()).toEqual(told(expected).sort())
      }),
      { numRuns: 100 },
    )
  })

  it.each([
    ['stats avg(size) by word', 'avg(size)'],
    ['stats pct(size, 95)', 'pct(size, 95)'],
    ['stats count_distinct(word) as words', 'count_distinct(word)'],
    ['stats max(size) - min(size) as spread', 'max(size) - min(size)'],
    ['stats count(*) as n by word | filter n > 2', 'filter after stats'],
    ['stats count(*) as n by word | stats max(n)', 'stats after stats'],
    ['limit 5 | stats count(*)', 'limit before stats'],
    ['stats count(*) as n by word | sort size', 'sorted by size'],
    ['dedup word', 'dedup'],
    ['pattern @message', 'pattern'],
    ['limit 5 | filter size > 2', 'filter after limit'],
    ['display word | sort strlen(word)', 'strlen(word)'],
  ])('refuses to join %s, and names the flag that helps', async (text, named) => {
    const { outcome, insights } = ask([], text, 100, { rows: 100, groups: 2 })
    await expect(outcome).rejects.toMatchObject({
      code: 'CannotJoin',
      exit: 2,
      message: expect.stringContaining(named),
      hint: expect.stringContaining('--function'),
    })
    expect(insights.started).toEqual([])
  })

  it('asks a query that fits as it was written', async () => {
    const { outcome, insights } = ask([], 'stats avg(size) by word', 100, { rows: 100, groups: 5 })
    await outcome
    expect(insights.started).toEqual([
      { groups, from: start, to: start + seconds, query: 'stats avg(size) by word', limit: 100 },
    ])
  })

  it('asks no more of the time than it has to', async () => {
    const all = Array.from({ length: 24 }, (_, n) => ({
      group: '/a',
      at: (start + n) * 1000 + 1,
      fields: { word: 'x' },
    }))
    const { outcome, insights } = ask(all, 'fields @timestamp', 9, { rows: 8, groups: 5 })
    expect((await outcome).rows).toHaveLength(9)
    // The whole, the later half, that half's halves as far as needed; never the first quarter.
    expect(insights.started.map(({ from, to }) => [from - start, to - start])).not.toContainEqual([0, 6])
  })
})

describe('what goes wrong with a part', () => {
  const row = new Map([['n', '1']])
  const statistics = { bytesScanned: 1, recordsMatched: 1, recordsScanned: 1 }
  /** `start` may refuse; every query gives one row, but for `long`, which never ends. */
  const server = (start: (asked: StartInsights) => Promise<string>, missing: readonly string[] = []) => {
    const asked: (readonly string[])[] = []
    const stopped: string[] = []
    const insights: Insights = {
      start: (question) => {
        asked.push(question.groups)
        return start(question)
      },
      read: async (id) => ({ status: id === 'long' ? 'Running' : 'Complete', rows: [row], statistics, next: null }),
      stop: async (id) => {
        stopped.push(id)
      },
      missing: async () => missing,
    }
    return { insights, asked, stopped }
  }
  const put = ({ insights }: { insights: Insights }, signal = new AbortController().signal) => {
    const clock = new VirtualClock(0)
    const limits = { groups: 2, rows: 100, oldRows: 100 }
    const question = { text: 'fields @timestamp', groups, from: 0, to: 10, limit: 50 }
    return clock.run(runQuery(question, { insights, clock, limits, signal }))
  }
  const absent = (message: string) => new Problem('LogGroupMissing', message, { exit: 2, cause: { message } })
  const refusing = (problem: Problem) => (asked: StartInsights) =>
    asked.groups.includes('/c') ? Promise.reject(problem) : Promise.resolve('q')

  it('asks again without a log group that AWS says is not there', async () => {
    const made = server(refusing(absent("Log group '/c' does not exist for account ID '123456789012'")))
    expect(await put(made)).toMatchObject({ missing: ['/c'], ended: [] })
    expect(made.asked).toContainEqual(['/d'])
  })

  it('finds out which one it is, where AWS does not say', async () => {
    const made = server(refusing(absent('The specified log group does not exist.')), ['/c'])
    expect(await put(made)).toMatchObject({ missing: ['/c'], ended: [] })
  })

  it('asks nothing of groups of which none is there', async () => {
    const made = server(async ({ groups: [first] }) => Promise.reject(absent(`Log group '${first}' does not exist`)))
    const { missing, rows } = await put(made)
    expect([...missing].sort(), JSON.stringify(rows)).toEqual([...groups].sort())
    expect(rows).toEqual([])
  })

  it('keeps what other parts gave, stops what still runs, and says why', async () => {
    const denied = new Problem('AccessDenied', 'not allowed')
    const made = server((asked) => (asked.groups.includes('/e') ? Promise.resolve('long') : refusing(denied)(asked)))
    const outcome = await put(made)
    expect(outcome.ended).toEqual([denied])
    expect(outcome.rows.length).toBeGreaterThan(0)
    expect(made.stopped).toContain('long')
  })

  it('rejects where nothing came at all, and for what the person has to mend', async () => {
    const denied = new Problem('AccessDenied', 'not allowed')
    await expect(put(server(() => Promise.reject(denied)))).rejects.toBe(denied)
    const malformed = new Problem('MalformedQuery', 'x', { exit: 2 })
    await expect(put(server(refusing(malformed)))).rejects.toMatchObject({ code: 'MalformedQuery', exit: 2 })
  })

  it('gives what came when it is stopped, even before all had begun', async () => {
    const stop = new AbortController()
    const made = server(async ({ groups: own }) => {
      if (own.includes('/e')) {
        stop.abort(new Error('Ctrl-C'))
        throw stop.signal.reason
      }
      return 'long'
    })
    const outcome = await put(made, stop.signal)
    expect(outcome.ended).toEqual(['stopped'])
    expect(made.stopped).toEqual(['long', 'long'])
  })
})

describe('the order of values', () => {
  it('puts what is missing first, then texts, then numbers by their size', () => {
    const values = ['10', 'b', undefined, '9.5', 'a', '-1']
    expect([...values].sort(compareValues).filter((value) => value !== undefined)).toEqual([
      'a',
      'b',
      '-1',
      '9.5',
      '10',
    ])
    expect(compareValues(undefined, 'a')).toBeLessThan(0)
  })
})
