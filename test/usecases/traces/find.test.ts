import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Problem } from '../../../src/domain/problem.ts'
import type { TraceCriteria } from '../../../src/services/xray/filter-expression.ts'
import type { FoundTrace } from '../../../src/services/xray/summary-facts.ts'
import type { SummariesAsked, SummariesPage } from '../../../src/services/xray/trace-summaries.ts'
import { type FindProgress, findTraces, slicesOf } from '../../../src/usecases/traces/find.ts'
import { traceScope } from '../../../src/usecases/traces/scope.ts'
import { doorSession } from '../../support/aws-door.ts'
import { app, lambda } from './app.ts'
import { foundTrace } from './found.ts'

const HOUR = 3_600_000
const nothing: TraceCriteria = { filter: null, errors: false, faults: false, slowMs: null, user: null, annotations: [] }
const functions = (count: number) => Array.from({ length: count }, (_, n) => lambda(`Function${n}`))

const search = async (
  fetchPage: (asked: SummariesAsked) => Promise<SummariesPage>,
  more: {
    window?: { from: number; to: number }
    criteria?: Partial<TraceCriteria>
    count?: number
    progress?: (at: FindProgress) => void
  } = {},
): Promise<FoundTrace[]> => {
  const { window = { from: 0, to: HOUR }, criteria = {}, count = 1, progress } = more
  const session = await doorSession()
  const scope = traceScope(app(count === 1 ? [lambda('CreateOrder')] : functions(count)))
  const { signal } = new AbortController()
  const found: FoundTrace[] = []
  const asked = { session, scope, criteria: { ...nothing, ...criteria }, window, signal, fetchPage, progress }
  for await (const trace of findTraces(asked)) found.push(trace)
  return found
}
const page = (found: readonly FoundTrace[], next: string | null = null): SummariesPage => ({
  found,
  next,
  processed: found.length,
})

it('slices a window into parts of six hours that leave nothing out and share only their borders', () =>
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 40 * HOUR }), fc.integer({ min: 1, max: 40 * HOUR }), (from, length) => {
      const slices = slicesOf({ from, to: from + length })
      expect(slices[0]!.to).toBe(from + length)
      expect(slices.at(-1)!.from).toBe(from)
      for (const [at, slice] of slices.entries()) {
        expect(slice.to - slice.from).toBeLessThanOrEqual(6 * HOUR)
        expect(slice.to).toBeGreaterThan(slice.from)
        if (at > 0) expect(slice.to).toBe(slices[at - 1]!.from)
      }
    }),
  ))

describe('a search', () => {
  it('reads every page of every part, and tells how far it is', async () => {
    const asked: SummariesAsked[] = []
    const told: FindProgress[] = []
    const found = await search(
      async (one) => {
        asked.push(one)
        const n = one.from + (one.token === null ? 1 : 2)
        return page([foundTrace(n)], one.token === null ? 'more' : null)
      },
      { window: { from: 0, to: 13 * HOUR }, progress: (at) => told.push(at) },
    )
    expect(new Set(asked.map(({ from, token }) => `${from} ${token}`)).size).toBe(6)
    expect(asked[0]).toMatchObject({ from: 7 * HOUR, to: 13 * HOUR })
    expect(found).toHaveLength(6)
    expect(told.at(-1)).toEqual({ found: 6, processed: 6, parts: 3, done: 3 })
  })

  it('asks as often as the names need, and gives each trace once', async () => {
    const asked: string[] = []
    const found = await search(
      async ({ expression }) => {
        asked.push(expression!)
        return page([foundTrace(1), foundTrace(2)])
      },
      { count: 60, criteria: { faults: true } },
    )
    expect(asked.length).toBeGreaterThan(2)
    for (const expression of asked) expect(expression.endsWith(') AND service() { fault }')).toBe(true)
    expect(functions(60).every(({ name }) => asked.filter((one) => one.includes(`"${name}"`)).length === 1)).toBe(true)
    expect(found.map(({ start }) => start)).toEqual([1, 2])
  })

  it('gives a newer revision again, and an older one not', async () => {
    const found = await search(async () =>
      page([foundTrace(1, { revision: 2 }), foundTrace(1, { revision: 1 }), foundTrace(1, { revision: 3 })]),
    )
    expect(found.map(({ revision }) => revision)).toEqual([2, 3])
  })

  it('chooses from all traces of the region where the app is too large to be asked for', async () => {
    const asked: (string | null)[] = []
    const own = { serviceIds: [{ name: 'orders-Function3', type: 'AWS::Lambda' }] }
    const found = await search(
      async ({ expression }) => {
        asked.push(expression)
        return page([foundTrace(1), foundTrace(2, own)])
      },
      { count: 61, criteria: { slowMs: 1000 } },
    )
    expect(asked).toEqual(['duration >= 1'])
    expect(found.map(({ start }) => start)).toEqual([2])
  })

  it('looks here for what no expression can say', async () => {
    const found = await search(
      async ({ expression }) => {
        expect(expression).not.toContain('user')
        return page([
          foundTrace(1, { users: ['a"b'], annotated: { note: ['x"y'] } }),
          foundTrace(2, { users: ['a"b'] }),
          foundTrace(3, { annotated: { note: ['x"y'] } }),
        ])
      },
      { criteria: { user: 'a"b', annotations: [{ key: 'note', value: 'x"y' }] } },
    )
    expect(found.map(({ start }) => start)).toEqual([1])
  })

  it.each([
    [{ faults: true }, 'fault'],
    [{ errors: true }, 'error'],
    [{ faults: true, errors: true }, 'error'],
    [{}, 'ok'],
  ] as const)('with %j knows a trace to be at least "%s", whatever its root says', async (criteria, status) => {
    const found = await search(async () => page([foundTrace(1), foundTrace(2, { status: 'fault' })]), { criteria })
    expect(found.map((one) => one.status)).toEqual([status, 'fault'])
  })

  it("calls an expression that X-Ray can't read a wrong word on the command line", async () => {
    const refused = async () => {
      const cause = Object.assign(new Error('Invalid filter expression'), { name: 'InvalidRequestException' })
      throw new Problem('ServiceError', 'xray:GetTraceSummaries failed', { cause })
    }
    await expect(search(refused, { criteria: { filter: 'foo = 1' } })).rejects.toMatchObject({
      code: 'BadFilter',
      exit: 2,
    })
    await expect(search(refused)).rejects.toMatchObject({ code: 'ServiceError', exit: 3 })
  })

  it('does not ask a server for ever that hands out the token it was given', async () => {
    let calls = 0
    await search(async () => {
      calls++
      return page([], 'same')
    })
    expect(calls).toBe(2)
  })
})
