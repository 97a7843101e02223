import { describe, expect, it } from 'vitest'
import type { LogEvent } from '../../../src/domain/log-event.ts'
import { Problem } from '../../../src/domain/problem.ts'
import { buildTrace } from '../../../src/domain/trace/build.ts'
import type { Trace } from '../../../src/domain/trace/trace.ts'
import { causeOf } from '../../../src/usecases/why/cause.ts'
import { runsOf } from '../../../src/usecases/why/runs.ts'
import { gatherStory, type StoryDoors } from '../../../src/usecases/why/story.ts'
import { timelineOf } from '../../../src/usecases/why/timeline.ts'
import { requestId, runEvents, traceId } from './lines.ts'

const began = Date.UTC(2026, 10, 24, 12)
const hex = (n: number): string => n.toString(16).padStart(16, '0')
const seconds = (ms: number): number => (began + ms) / 1000

interface Part {
  readonly trace: number
  readonly span: number
  readonly at: number
  readonly failed?: string
  /** Traces that it goes back to. */
  readonly from?: readonly number[]
  readonly to?: readonly number[]
}

/** A function's pair of segments. */
const lambda = (
  { trace, span, at, failed, from = [], to = [] }: Part,
  name = 'orders-FulfilOrder',
  parent?: number,
) => {
  const links = [
    ...from.map((nth) => ({ trace_id: traceId(nth), id: hex(nth * 16 + 2), attributes: { ReferenceType: 'parent' } })),
    ...to.map((nth) => ({ trace_id: traceId(nth), id: hex(nth * 16 + 2), attributes: { ReferenceType: 'child' } })),
  ]
  const common = {
    name,
    trace_id: traceId(trace),
    start_time: seconds(at),
    end_time: seconds(at + 40),
    fault: failed !== undefined,
  }
  const cause = {
    exceptions: [
      {
        id: hex(99),
        type: 'TypeError',
        message: failed,
        stack: [{ path: '/var/task/fulfil.ts', line: 41, label: 'wrapGift' }],
      },
    ],
  }
  return [
    {
      ...common,
      id: hex(span),
      origin: 'AWS::Lambda',
      aws: { request_id: requestId(span) },
      ...(parent === undefined ? {} : { parent_id: hex(parent) }),
    },
    {
      ...common,
      id: hex(span + 1),
      parent_id: hex(span),
      origin: 'AWS::Lambda::Function',
      aws: { request_id: requestId(span) },
      links,
      ...(failed === undefined ? {} : { cause }),
    },
  ]
}

const built = (nth: number, segments: readonly object[]): Trace =>
  buildTrace(
    traceId(nth),
    segments.map((one) => ({ format: 'xray', id: null, document: JSON.stringify(one) })),
  )

const stage = (trace: number, span: number, at: number) => ({
  ...{
    id: hex(span),
    name: 'orders-api/prod',
    trace_id: traceId(trace),
    start_time: seconds(at),
    end_time: seconds(at + 53),
  },
  origin: 'AWS::ApiGateway::Stage',
  annotations: { 'aws:api_stage': 'prod' },
  http: {
    request: { method: 'POST', url: 'https://a.execute-api.eu-west-1.amazonaws.com/prod/orders' },
    response: { status: 201 },
  },
})

/** POST /orders -> CreateOrder; then two receives of its message, in traces of their own, the first and the second failed. */
const first = built(1, [
  stage(1, 16, 0),
  ...lambda({ trace: 1, span: 18, at: 5, to: [2, 3] }, 'orders-CreateOrder', 16),
])
const tries = [2, 3].map((nth) =>
  built(nth, lambda({ trace: nth, span: nth * 16 + 2, at: nth * 1000, from: [1], failed: 'no box' })),
)
const all = new Map([first, ...tries].map((trace) => [trace.id, trace]))

const written: Readonly<Record<string, readonly LogEvent[]>> = {
  [traceId(1)]: runEvents({ at: began + 6, nth: 18, name: 'CreateOrder', trace: 1, said: 'order accepted' }),
  [traceId(2)]: runEvents({ at: began + 2001, nth: 34, failed: 'no box', trace: 2 }),
  [traceId(3)]: runEvents({ at: began + 3001, nth: 50, failed: 'no box', trace: 3 }),
}

const doors = (asked: string[][] = []): StoryDoors => ({
  fetch: async (ids) => {
    asked.push([...ids])
    return ids.flatMap((id) => all.get(id) ?? [])
  },
  logs: async (trace) => written[trace.id] ?? [],
})

const names: Readonly<Record<string, string>> = {
  'orders-CreateOrder': 'CreateOrder',
  'orders-FulfilOrder': 'FulfilOrder',
}
const nameOf = (service: string): string => names[service] ?? service
const signal = new AbortController().signal

describe('a story', () => {
  it('follows links in both directions, and asks for each trace once', async () => {
    const asked: string[][] = []
    const story = await gatherStory({ traces: [tries[0]!], runs: [] }, doors(asked), signal)
    expect(story.traces.map(({ id }) => id)).toEqual([traceId(2), traceId(1), traceId(3)])
    expect(asked).toEqual([[traceId(1)], [traceId(3)]])
    expect(story.runs.map(({ source, requestId: id }) => [source, id])).toEqual([
      ['CreateOrder', requestId(18)],
      ['FulfilOrder', requestId(34)],
      ['FulfilOrder', requestId(50)],
    ])
  })

  it('does not read again the runs that it was begun with', async () => {
    const read: string[] = []
    const begin = { traces: [tries[0]!], runs: runsOf(written[traceId(2)]!) }
    const logs: StoryDoors['logs'] = async (trace) => {
      read.push(trace.id)
      return written[trace.id] ?? []
    }
    const story = await gatherStory(begin, { ...doors(), logs }, signal)
    expect(read.toSorted()).toEqual([traceId(1), traceId(3)])
    expect(story.runs).toHaveLength(3)
  })

  it('goes on without what can not be read, and says so once', async () => {
    const denied = new Problem('AccessDenied', 'the logs may not be read', { action: 'logs:FilterLogEvents' })
    const logs: StoryDoors['logs'] = async () => {
      throw denied
    }
    const story = await gatherStory({ traces: [first], runs: [] }, { ...doors(), logs }, signal)
    expect([story.traces.length, story.runs, story.problems]).toEqual([3, [], [denied]])
    const found = causeOf({ story, requestIds: [], traceIds: [traceId(1)], nameOf })
    expect(found?.cause.summary).toContain('FulfilOrder failed: TypeError: no box (fulfil.ts:41')
  })

  it('stops at a bound where every message begets another one', async () => {
    const chain = (nth: number) => built(nth, lambda({ trace: nth, span: nth * 16 + 2, at: nth, to: [nth + 1] }))
    const fetch: StoryDoors['fetch'] = async (ids) => ids.map((id) => chain(Number(id.slice(-24))))
    const story = await gatherStory({ traces: [chain(1)], runs: [] }, { fetch, logs: async () => [] }, signal)
    expect(story.traces).toHaveLength(30)
    expect(story.unfollowed).toBe(1)
  })
})

describe('the first cause of a story', () => {
  const told = async (traces: readonly Trace[], requestIds: readonly string[] = []) => {
    const story = await gatherStory({ traces, runs: [] }, doors(), signal)
    return causeOf({ story, requestIds, traceIds: traces.map(({ id }) => id), nameOf })
  }

  it('is that of the asked trace, with the place and how often it was tried', async () => {
    const found = await told([tries[0]!])
    expect(found?.cause).toMatchObject({
      summary: 'FulfilOrder failed: TypeError: no box (fulfil.ts:41, wrapGift), on 2 of 2 attempts',
      requestId: requestId(34),
      exception: { type: 'TypeError', message: 'no box', frame: { path: 'fulfil.ts', line: 41, label: 'wrapGift' } },
    })
    expect(found?.cause.spanId).not.toBeNull()
  })

  it('is that of what it set in motion, where it went well itself', async () => {
    expect((await told([first]))?.cause).toMatchObject({ requestId: requestId(34), exception: { message: 'no box' } })
  })

  it('is none where nothing failed', async () => {
    const calm = built(1, [stage(1, 16, 0)])
    const story = await gatherStory({ traces: [calm], runs: [] }, doors(), signal)
    expect(causeOf({ story, requestIds: [], traceIds: [calm.id], nameOf })).toBeNull()
  })
})

it('a timeline joins spans, runs and lines in the order of their times', async () => {
  const story = await gatherStory({ traces: [first], runs: [] }, doors(), signal)
  const rows = timelineOf(story, nameOf).map(({ time, source, kind, text, status, attempt }) => [
    time - began,
    source,
    kind,
    text,
    status,
    attempt ?? null,
  ])
  const line = 'a line of a library that names no request'
  const failed = 'TypeError: no box'
  expect(rows).toEqual([
    [0, 'orders-api/prod', 'span', 'POST /orders → 201', 'ok', null],
    [6, 'CreateOrder', 'invocation', 'order accepted', 'ok', null],
    [7, 'CreateOrder', 'log', 'order accepted', null, null],
    [8, 'CreateOrder', 'log', line, null, null],
    [2001, 'FulfilOrder', 'invocation', failed, 'fault', 1],
    [2002, 'FulfilOrder', 'log', 'picking up', null, null],
    [2003, 'FulfilOrder', 'log', line, null, null],
    [2004, 'FulfilOrder', 'log', failed, null, null],
    [3001, 'FulfilOrder', 'invocation', failed, 'fault', 2],
    [3002, 'FulfilOrder', 'log', 'picking up', null, null],
    [3003, 'FulfilOrder', 'log', line, null, null],
    [3004, 'FulfilOrder', 'log', failed, null, null],
  ])
})
