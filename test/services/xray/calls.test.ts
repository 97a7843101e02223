import nock from 'nock'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { batchGetTraces } from '../../../src/services/xray/batch-get-traces.ts'
import { serviceGraph } from '../../../src/services/xray/service-graph.ts'
import { indexedPercent, samplingRules, spanDestination } from '../../../src/services/xray/span-destination.ts'
import { traceRetrieval } from '../../../src/services/xray/trace-retrieval.ts'
import { traceSummaries } from '../../../src/services/xray/trace-summaries.ts'
import { doorSession } from '../../support/aws-door.ts'
import { type XrayAnswer, xrayDoor } from '../../support/xray-door.ts'

beforeEach(() => nock.disableNetConnect())
afterEach(() => {
  nock.cleanAll()
  nock.enableNetConnect()
})

const at = Date.UTC(2026, 4, 20, 15, 30)
const id = '1-6b49d2a9-16a5bdd27e45fc9f4a12ddd2'

describe('the calls of X-Ray, as they go over the wire', () => {
  it('GetTraceSummaries asks by event, in seconds', async () => {
    const { calls } = xrayDoor('us-east-1', () => ({
      body: { TraceSummaries: [{ Id: id, Duration: 2 }, {}], TracesProcessedCount: 7, NextToken: 't' },
    }))
    const asked = { from: at, to: at + 1500, expression: 'fault', token: null }
    const page = await traceSummaries(await doorSession(), asked)
    expect(page).toMatchObject({ found: [{ id, durationMs: 2000 }], next: 't', processed: 7 })
    expect(calls).toEqual([
      {
        path: 'TraceSummaries',
        input: {
          StartTime: at / 1000,
          EndTime: at / 1000 + 1.5,
          TimeRangeType: 'Event',
          Sampling: false,
          FilterExpression: 'fault',
        },
      },
    ])
  })

  it('BatchGetTraces', async () => {
    const { calls } = xrayDoor('us-east-1', () => ({
      body: {
        Traces: [
          { Id: id, LimitExceeded: true, Segments: [{ Id: 'a', Document: '{}' }, { Document: '[]' }, { Id: 'b' }] },
        ],
        UnprocessedTraceIds: ['u'],
        NextToken: '',
      },
    }))
    expect(await batchGetTraces(await doorSession(), [id, 'u'], 'n')).toEqual({
      traces: [
        {
          id,
          limitExceeded: true,
          documents: [
            { id: 'a', document: '{}' },
            { id: null, document: '[]' },
          ],
        },
      ],
      unprocessed: ['u'],
      next: null,
    })
    expect(calls).toEqual([{ path: 'Traces', input: { TraceIds: [id, 'u'], NextToken: 'n' } }])
  })

  it('a retrieval of Transaction Search, from its start to its end', async () => {
    const { calls } = xrayDoor('us-east-1', ({ path }) => ({
      body: {
        StartTraceRetrieval: { RetrievalToken: 'r' },
        ListRetrievedTraces: {
          RetrievalStatus: 'COMPLETE',
          TraceFormat: 'OTEL',
          Traces: [{ Id: id, Spans: [{ Id: 's', Document: '{}' }] }],
        },
        CancelTraceRetrieval: {},
      }[path]!,
    }))
    const retrieval = traceRetrieval(await doorSession())
    expect(await retrieval.start([id], { from: at + 1, to: at + 1 })).toBe('r')
    expect(await retrieval.read('r', 'OTEL', 'n')).toEqual({
      status: 'COMPLETE',
      format: 'OTEL',
      traces: [{ id, documents: [{ id: 's', document: '{}' }] }],
      next: null,
    })
    await retrieval.cancel('r')
    expect(calls).toEqual([
      { path: 'StartTraceRetrieval', input: { TraceIds: [id], StartTime: at / 1000, EndTime: at / 1000 + 1 } },
      { path: 'ListRetrievedTraces', input: { RetrievalToken: 'r', TraceFormat: 'OTEL', NextToken: 'n' } },
      { path: 'CancelTraceRetrieval', input: { RetrievalToken: 'r' } },
    ])
  })

  it('GetServiceGraph, all pages, and not for ever', async () => {
    const pages = [
      { Services: [{ Name: 'a' }], NextToken: '1' },
      { Services: [{ Name: 'b' }], NextToken: '1' },
    ]
    const { calls } = xrayDoor('us-east-1', ({ input }) => ({ body: pages[input['NextToken'] ? 1 : 0]! }))
    expect(await serviceGraph(await doorSession(), { from: at, to: at + 1 })).toEqual([{ Name: 'a' }, { Name: 'b' }])
    expect(calls).toHaveLength(2)
  })

  it('where spans go, how many are indexed, and how requests are sampled', async () => {
    xrayDoor('us-east-1', ({ path }) => ({
      body: {
        GetTraceSegmentDestination: { Destination: 'CloudWatchLogs', Status: 'ACTIVE' },
        GetIndexingRules: {
          IndexingRules: [{ Rule: { Probabilistic: { DesiredSamplingPercentage: 5, ActualSamplingPercentage: 3 } } }],
        },
        GetSamplingRules: {
          SamplingRuleRecords: [
            { SamplingRule: { RuleName: 'Default', Priority: 10_000, FixedRate: 0.05, ReservoirSize: 1 } },
            { SamplingRule: { RuleName: 'all', Priority: 1, FixedRate: 1, ReservoirSize: 50 } },
          ],
        },
      }[path]!,
    }))
    const session = await doorSession()
    expect(await spanDestination(session)).toBe('CloudWatchLogs')
    expect(await indexedPercent(session)).toBe(3)
    expect(await samplingRules(session)).toEqual([
      { name: 'all', fixedRate: 1, reservoir: 50 },
      { name: 'Default', fixedRate: 0.05, reservoir: 1 },
    ])
  })
})

describe('when X-Ray says no', () => {
  const refusing = (answers: readonly XrayAnswer[]) => {
    const left = [...answers]
    return xrayDoor('us-east-1', () => left.shift() ?? { body: { TraceSummaries: [] } })
  }
  const ask = async () => traceSummaries(await doorSession(), { from: at, to: at + 1, expression: null, token: null })

  it('throttling slows and ends nothing', async () => {
    const throttled = { error: 'ThrottledException', status: 429 }
    const { calls } = refusing([throttled, throttled, throttled, throttled])
    expect((await ask()).found).toEqual([])
    expect(calls).toHaveLength(5)
  })

  it('throttling without end is told in the end', async () => {
    xrayDoor('us-east-1', () => ({ error: 'ThrottledException', status: 429 }))
    await expect(ask()).rejects.toMatchObject({ code: 'Throttled' })
  })

  it('a denial names the action', async () => {
    refusing([
      {
        error: 'AccessDeniedException',
        status: 403,
        message:
          'User: arn:aws:iam::1:user/ann is not authorized to perform: xray:GetTraceSummaries because no identity-based policy allows it',
      },
    ])
    await expect(ask()).rejects.toMatchObject({ code: 'AccessDenied', action: 'xray:GetTraceSummaries', exit: 3 })
  })
})
