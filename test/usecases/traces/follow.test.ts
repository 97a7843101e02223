import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FoundTrace } from '../../../src/services/xray/summary-facts.ts'
import type { SummariesAsked } from '../../../src/services/xray/trace-summaries.ts'
import { type Followed, followTraces } from '../../../src/usecases/traces/follow.ts'
import { onceEnded } from '../../../src/usecases/traces/hold.ts'
import { traceScope } from '../../../src/usecases/traces/scope.ts'
import { inOrder, topTraces } from '../../../src/usecases/traces/top-traces.ts'
import { doorSession } from '../../support/aws-door.ts'
import { VirtualClock } from '../../support/virtual-clock.ts'
import { app, lambda } from './app.ts'
import { foundTrace, traceIdOf } from './found.ts'

const start = Date.UTC(2026, 4, 20)
const criteria = { filter: null, errors: false, faults: false, slowMs: null, user: null, annotations: [] }

const follow = async (looks: number, serve: (look: number, asked: SummariesAsked) => readonly FoundTrace[]) => {
  const clock = new VirtualClock(start)
  const session = await doorSession()
  const stop = new AbortController()
  const batches: (readonly Followed[])[] = []
  let look = 0
  const following = followTraces({
    session,
    scope: traceScope(app([lambda('CreateOrder')])),
    criteria,
    from: start - 60_000,
    clock,
    signal: stop.signal,
    fetchPage: async (asked) => ({ found: serve(look, asked), next: null, processed: 0 }),
  })
  const reading = (async () => {
    for await (const batch of following) {
      batches.push(batch)
      if (++look >= looks) stop.abort(new Error('Ctrl-C'))
    }
  })()
  await expect(clock.run(reading)).rejects.toThrow('Ctrl-C')
  return batches
}

describe('traces as they come', () => {
  it('come once; one that grew or ended comes again as an update', async () => {
    const running = foundTrace(1, { partial: true })
    const batches = await follow(
      5,
      (look) =>
        [
          [running],
          [running],
          [foundTrace(1, { partial: true, revision: 2 })],
          [foundTrace(1, { revision: 2 }), foundTrace(2)],
          [],
        ][look]!,
    )
    expect(batches.map((batch) => batch.map(({ trace, update }) => [trace.start, trace.partial, update]))).toEqual([
      [[1, true, false]],
      [],
      [[1, true, true]],
      [
        [1, false, true],
        [2, false, false],
      ],
      [],
    ])
  })

  it('are looked for a while back at each look, since they come late', async () => {
    const windows: [number, number][] = []
    await follow(3, (_, { from, to }) => {
      windows.push([from - start, to - start])
      return []
    })
    expect(windows).toEqual([
      [-60_000, 0],
      [-60_000, 5_000],
      [-60_000, 10_000],
    ])
  })

  it('stand in the order in which they began', async () => {
    const [batch] = await follow(1, () => [3, 1, 2].map((n) => foundTrace(n)))
    expect(batch!.map(({ trace }) => trace.start)).toEqual([1, 2, 3])
  })
})

describe('each trace once, for people', () => {
  const ids = (traces: readonly { start: number }[]) => traces.map(({ start: at }) => at)
  it('when it has ended, or was waited for long enough', () => {
    const ready = onceEnded(20_000)
    expect(ids(ready(foundTrace(1), 0))).toEqual([1])
    expect(ids(ready(foundTrace(1, { revision: 2 }), 1))).toEqual([])
    expect(ids(ready(foundTrace(2, { partial: true }), 2))).toEqual([])
    expect(ids(ready(foundTrace(3, { partial: true }), 5_000))).toEqual([])
    expect(ids(ready(foundTrace(2), 6_000))).toEqual([2])
    expect(ids(ready(null, 24_999))).toEqual([])
    expect(ids(ready(null, 25_000))).toEqual([3])
    expect(ids(ready(foundTrace(3), 26_000))).toEqual([])
  })
})

describe('the first of many', () => {
  const trace = fc.record({ n: fc.nat(3000), ms: fc.option(fc.nat(50)), revision: fc.integer({ min: 1, max: 3 }) })
  it('are the same as those of all, in memory that does not grow with them', () =>
    fc.assert(
      fc.property(
        fc.array(trace, { maxLength: 3000 }),
        fc.constantFrom('time', 'duration'),
        fc.integer({ min: 1, max: 20 }),
        (all, sort, limit) => {
          const top = topTraces(sort, limit)
          const newest = new Map<string, FoundTrace>()
          for (const { n, ms, revision } of all) {
            const one = foundTrace(n, { durationMs: ms, revision })
            // As a search gives them: each newer revision once.
            const before = newest.get(one.id)
            if (before && before.revision >= revision) continue
            // A trace grows, and never becomes shorter.
            const grown = { ...one, durationMs: Math.max(ms ?? -1, before?.durationMs ?? -1) }
            newest.set(one.id, grown)
            top.add(grown)
          }
          expect(top.total).toBe(newest.size)
          expect(top.traces()).toEqual(inOrder([...newest.values()], sort).slice(0, limit))
        },
      ),
      { numRuns: 30 },
    ))

  it.each([
    ['time', [3, 2, 1]],
    ['duration', [1, 3, 2]],
  ] as const)('by %s', (sort, order) => {
    const traces = [
      foundTrace(1, { durationMs: 9 }),
      foundTrace(2, { durationMs: null }),
      foundTrace(3, { durationMs: 5 }),
    ]
    expect(inOrder(traces, sort).map(({ id }) => id)).toEqual(order.map(traceIdOf))
  })
})
