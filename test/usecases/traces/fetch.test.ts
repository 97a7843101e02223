import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Problem } from '../../../src/domain/problem.ts'
import { noStatistics } from '../../../src/domain/query-answer.ts'
import type { Insights } from '../../../src/services/logs/insights.ts'
import type { BatchPage } from '../../../src/services/xray/batch-get-traces.ts'
import type { RetrievedPage, TraceRetrieval } from '../../../src/services/xray/trace-retrieval.ts'
import { fetchTraces, type NotFound, type TraceDoors } from '../../../src/usecases/traces/fetch.ts'
import { type Fetched, fetchDocuments } from '../../../src/usecases/traces/fetch-batch.ts'
import { retrieveTraces } from '../../../src/usecases/traces/fetch-retrieval.ts'
import { jumpingClock } from '../../aws/fake-clock.ts'
import { doorSession } from '../../support/aws-door.ts'
import { VirtualClock } from '../../support/virtual-clock.ts'
import { traceIdOf } from './found.ts'

const segment = (id: string, more: object = {}) => ({
  id,
  document: JSON.stringify({ id, name: id, start_time: 1, end_time: 2, ...more }),
})
const documents = (id: string, ...segments: readonly { id: string; document: string }[]) => ({
  id,
  limitExceeded: false,
  documents: segments,
})
const none: BatchPage = { traces: [], unprocessed: [], next: null }
const all = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const found: T[] = []
  for await (const item of items) found.push(item)
  return found
}
const { signal } = new AbortController()

describe('BatchGetTraces', () => {
  const fetch = (
    ids: readonly string[],
    fetchBatch: (ids: readonly string[], token: string | null) => Promise<BatchPage>,
  ) => all(fetchDocuments(ids, { fetchBatch, clock: jumpingClock() }, signal))

  it('asks for five at a time, ten calls at once, each id once', async () => {
    let [running, most] = [0, 0]
    const asked: (readonly string[])[] = []
    const ids = Array.from({ length: 102 }, (_, n) => traceIdOf(n % 101))
    const got = await fetch(ids, async (some) => {
      asked.push(some)
      most = Math.max(most, ++running)
      await new Promise((go) => setImmediate(go))
      running--
      return { ...none, traces: some.map((id) => documents(id)) }
    })
    expect(got).toHaveLength(101)
    expect(asked.map(({ length }) => length)).toEqual([...Array(20).fill(5), 1])
    expect(most).toBe(10)
  })

  it('takes ids as they turn up', async () => {
    const asked: number[] = []
    async function* later() {
      for (let n = 0; n < 7; n++) {
        await Promise.resolve()
        yield traceIdOf(n)
      }
    }
    const deps = {
      fetchBatch: async (some: readonly string[]) => {
        asked.push(some.length)
        return { ...none, traces: some.map((id) => documents(id)) }
      },
      clock: jumpingClock(),
    }
    expect(await all(fetchDocuments(later(), deps, signal))).toHaveLength(7)
    expect(asked).toEqual([5, 2])
  })

  it('joins what several pages say of a trace', async () => {
    const id = traceIdOf(1)
    const got = await fetch([id], async (_, token) =>
      token === null
        ? { ...none, traces: [documents(id, segment('a'))], next: 'n' }
        : { ...none, traces: [{ ...documents(id, segment('b')), limitExceeded: true }] },
    )
    expect(got).toEqual([
      { kind: 'documents', documents: { ...documents(id, segment('a'), segment('b')), limitExceeded: true } },
    ])
  })

  it('asks again for what was not processed, and tells what is not known', async () => {
    const ids = [1, 2, 3].map(traceIdOf)
    const asked: (readonly string[])[] = []
    const got = await fetch(ids, async (some) => {
      asked.push(some)
      return asked.length === 1
        ? { ...none, traces: [documents(ids[0]!)], unprocessed: [ids[1]!] }
        : { ...none, traces: [documents(ids[1]!)] }
    })
    expect(asked).toEqual([ids, [ids[1]]])
    expect(got).toEqual([
      { kind: 'documents', documents: documents(ids[0]!) },
      { kind: 'missing', id: ids[2], why: 'unknown' },
      { kind: 'documents', documents: documents(ids[1]!) },
    ])
  })

  it('gives up on what is never processed', async () => {
    let calls = 0
    const got = await fetch([traceIdOf(1)], async (unprocessed) => {
      calls++
      return { ...none, unprocessed }
    })
    expect(got).toEqual([{ kind: 'missing', id: traceIdOf(1), why: 'unprocessed' }])
    expect(calls).toBe(6)
  })

  it('loses none and gives none twice, whatever is left out and on whatever page', () =>
    fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.nat(999), { maxLength: 40 }),
        fc.infiniteStream(fc.integer({ min: 0, max: 3 })),
        async (numbers, moods) => {
          const ids = numbers.map(traceIdOf)
          const got = await fetch(ids, async (some, token) => {
            const rest = token === null ? some : some.slice(Number(token))
            const [mood] = [moods.next().value ?? 0]
            if (mood === 1 && token === null)
              return { ...none, unprocessed: some.slice(0, 2), traces: some.slice(2).map((id) => documents(id)) }
            if (mood === 2 && rest.length > 1)
              return { ...none, traces: [documents(rest[0]!)], next: String(some.length - rest.length + 1) }
            return { ...none, traces: rest.map((id) => documents(id)) }
          })
          const named = got.map((one: Fetched) => (one.kind === 'documents' ? one.documents.id : one.id))
          expect(named.sort()).toEqual([...ids].sort())
        },
      ),
      { numRuns: 60 },
    ))
})

interface FakeRetrieval extends TraceRetrieval {
  readonly cancelled: string[]
  readonly asked: string[]
}

const retrieval = (
  serve: (format: string, next: string | null, look: number) => Partial<RetrievedPage>,
): FakeRetrieval => {
  const [asked, cancelled]: [string[], string[]] = [[], []]
  return {
    asked,
    cancelled,
    start: async (ids) => {
      asked.push(`start ${ids.length}`)
      return 'r'
    },
    read: async (_, format, next) => {
      asked.push(`${format}${next ?? ''}`)
      return { status: 'COMPLETE', format, traces: [], next: null, ...serve(format, next, asked.length - 1) }
    },
    cancel: async (token) => void cancelled.push(token),
  }
}

describe('Transaction Search', () => {
  const id = traceIdOf(1)
  const window = { from: 0, to: 1000 }
  const run = (fake: FakeRetrieval, stop: AbortSignal = signal) => {
    const clock = new VirtualClock(0)
    return clock.run(retrieveTraces([id], window, { retrieval: fake, clock }, stop))
  }

  it('is waited for, then read to its end as OpenTelemetry spans', async () => {
    const fake = retrieval((format, next, look) => {
      if (look <= 2) return { status: look === 1 ? 'SCHEDULED' : 'RUNNING' }
      if (format === 'XRAY') return {}
      return next === null
        ? { traces: [{ id, documents: [segment('a')] }], next: '2' }
        : { traces: [{ id, documents: [segment('b')] }] }
    })
    const found = await run(fake)
    expect(found.get(id)).toMatchObject([
      { format: 'otel', id: 'a' },
      { format: 'otel', id: 'b' },
    ])
    expect(fake.asked).toEqual(['start 1', 'XRAY', 'XRAY', 'XRAY', 'OTEL', 'OTEL2'])
    expect(fake.cancelled).toEqual([])
  })

  it('is read as segments where it has no spans, or refuses that format', async () => {
    for (const refuses of [true, false]) {
      const fake = retrieval((format, _, look) => {
        if (format === 'OTEL' && refuses) {
          const cause = Object.assign(new Error('no'), { name: 'InvalidRequestException' })
          throw new Problem('ServiceError', 'refused', { cause })
        }
        return format === 'XRAY' && look > 1 ? { traces: [{ id, documents: [segment('a')] }] } : {}
      })
      expect((await run(fake)).get(id)).toMatchObject([{ format: 'xray', id: 'a' }])
    }
  })

  it.each(['FAILED', 'CANCELLED', 'TIMEOUT'] as const)('%s is a Problem', async (status) => {
    const fake = retrieval(() => ({ status }))
    await expect(run(fake)).rejects.toMatchObject({ code: 'RetrievalFailed' })
    expect(fake.cancelled).toEqual(['r'])
  })

  it('is cancelled by Ctrl-C', async () => {
    const stop = new AbortController()
    const fake = retrieval((_, __, look) => {
      if (look === 3) stop.abort(new Error('Ctrl-C'))
      return { status: 'RUNNING' }
    })
    await expect(run(fake, stop.signal)).rejects.toThrow('Ctrl-C')
    expect(fake.cancelled).toEqual(['r'])
  })
})

describe('a trace, wherever it is', () => {
  const id = traceIdOf(7)
  const w3c = id.slice(2).replace('-', '')
  const span = {
    traceId: w3c,
    spanId: '00f067aa0ba902b7',
    name: 'GET /',
    kind: 'SERVER',
    startTimeUnixNano: 1e18,
    endTimeUnixNano: 1e18 + 5e6,
  }
  const insightsWith = (rows: readonly object[], missing = false): Insights & { readonly queries: string[] } => {
    const queries: string[] = []
    return {
      queries,
      start: async ({ query, groups }) => {
        if (missing) throw new Problem('LogGroupMissing', `${groups[0]} does not exist`)
        queries.push(query)
        return 'q'
      },
      read: async () => ({
        status: 'Complete',
        rows: rows.map((row) => new Map([['@message', JSON.stringify(row)]])),
        statistics: noStatistics,
        next: null,
      }),
      stop: async () => {},
      missing: async (groups) => groups,
    }
  }
  const fetch = async (doors: Partial<TraceDoors>, ids = [id]) => {
    const lost: NotFound[] = []
    const session = await doorSession()
    const traces = await all(fetchTraces({ session, ids, signal, doors, missing: (one) => lost.push(one) }))
    return { traces, lost }
  }
  const unknown = { fetchBatch: async () => none }

  it('comes from X-Ray, and nothing else is asked', async () => {
    const { traces, lost } = await fetch({
      fetchBatch: async () => ({ ...none, traces: [documents(id, segment('a'), segment('b', { parent_id: 'a' }))] }),
      destination: async () => expect.unreachable(),
    })
    expect(traces).toMatchObject([{ id, spanCount: 2, roots: [{ id: 'a', children: [{ id: 'b' }] }] }])
    expect(lost).toEqual([])
  })

  it('keeps the newer of two revisions of a segment', async () => {
    const running = {
      ...segment('a'),
      document: JSON.stringify({ id: 'a', name: 'a', start_time: 1, in_progress: true }),
    }
    const { traces } = await fetch({
      fetchBatch: async () => ({ ...none, traces: [documents(id, running, segment('a'))] }),
    })
    expect(traces).toMatchObject([{ partial: false, spanCount: 1, roots: [{ id: 'a', durationMs: 1000 }] }])
  })

  it('comes from Transaction Search, where spans go there', async () => {
    const { traces } = await fetch({
      ...unknown,
      destination: async () => 'CloudWatchLogs',
      retrieval: retrieval((format) =>
        format === 'OTEL' ? { traces: [{ id, documents: [{ id: span.spanId, document: JSON.stringify(span) }] }] } : {},
      ),
    })
    expect(traces).toMatchObject([{ id, spanCount: 1 }])
  })

  it('comes from the log group of spans, in the end', async () => {
    const insights = insightsWith([span])
    const { traces } = await fetch({
      ...unknown,
      destination: async () => 'CloudWatchLogs',
      retrieval: retrieval(() => ({})),
      insights,
    })
    expect(traces).toMatchObject([{ id, w3cId: w3c, spanCount: 1 }])
    expect(insights.queries[0]).toContain(`filter traceId = "${w3c}"`)
  })

  it('is nowhere: tells where it was looked for', async () => {
    const off = await fetch({ ...unknown, destination: async () => 'XRay' })
    expect(off.lost).toMatchObject([
      { id, searched: [expect.stringContaining('Transaction Search is off')], problems: [] },
    ])
    const on = await fetch({
      ...unknown,
      destination: async () => 'CloudWatchLogs',
      retrieval: retrieval(() => ({})),
      insights: insightsWith([]),
    })
    expect(on.lost[0]!.searched).toMatchObject(
      ['X-Ray', /^Transaction Search, /, /^the log group aws\/spans, /].map((one) =>
        typeof one === 'string' ? one : expect.stringMatching(one),
      ),
    )
  })

  it('could not be looked for everywhere: tells what stood in the way', async () => {
    const denied = new Problem('AccessDenied', 'Not allowed to call xray:StartTraceRetrieval.', {
      action: 'xray:StartTraceRetrieval',
    })
    const { lost } = await fetch({
      ...unknown,
      destination: async () => 'CloudWatchLogs',
      retrieval: { ...retrieval(() => ({})), start: async () => Promise.reject(denied) },
      insights: insightsWith([], true),
    })
    expect(lost[0]!.searched).toEqual(['X-Ray'])
    expect(lost[0]!.problems.map(({ code }) => code)).toEqual(['AccessDenied', 'LogGroupMissing'])
  })
})
