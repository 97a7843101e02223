import { describe, expect, it } from 'vitest'
import { buildTrace } from '../../../src/domain/trace/build.ts'
import { graphOf } from '../../../src/domain/trace/graph.ts'
import { summaryOf } from '../../../src/domain/trace/summary.ts'
import type { Trace } from '../../../src/domain/trace/trace.ts'
import { type Doc, segment, t0, traceId, xray } from './documents.ts'

const second = '1-6b49d200-000000000000000000000002'

const trace = (id: string, ...documents: Doc[]): Trace => buildTrace(id, documents.map(xray))

const call = (id: string, name: string, from: number, aws: Doc, more: Doc = {}): Doc =>
  segment(id, name, from, from + 10, { namespace: 'aws', aws, ...more })

const request = (id: string, ms: number, more: Doc = {}): Trace =>
  trace(
    id,
    segment('a', 'orders-api', 0, ms, {
      origin: 'AWS::ApiGateway::Stage',
      user: 'ada',
      http: { request: { method: 'POST', url: 'https://x/orders' }, response: { status: 201 } },
      subsegments: [call('l', 'Lambda', 1, { operation: 'Invoke', function_name: 'CreateOrder' })],
    }),
    segment('s', 'CreateOrder', 2, 80, { origin: 'AWS::Lambda', parent_id: 'l', ...more }),
    segment('f', 'CreateOrder', 3, 79, {
      origin: 'AWS::Lambda::Function',
      parent_id: 's',
      annotations: { order: 'o-1' },
      subsegments: [
        call('d', 'DynamoDB', 10, { operation: 'PutItem', table_name: 'orders' }),
        call(
          'q',
          'SQS',
          30,
          { operation: 'SendMessage', queue_url: 'https://sqs/1/fulfilment' },
          { links: [{ trace_id: second, id: 'g', attributes: { ReferenceType: 'child' } }] },
        ),
        segment('r', 'shop', 50, 60, { namespace: 'remote', error: true }),
      ],
    }),
  )

const consumer = trace(
  second,
  segment('g', 'Fulfil', 0, 20, {
    origin: 'AWS::Lambda::Function',
    throttle: true,
    links: [{ trace_id: traceId, id: 'q', attributes: { ReferenceType: 'parent' } }],
  }),
)

describe('the service graph of traces', () => {
  const graph = graphOf([
    request(traceId, 100),
    request('1-6b49d200-000000000000000000000003', 300, { fault: true }),
    consumer,
  ])
  const [apiId, fnId] = ['AWS::ApiGateway::Stage|orders-api', 'AWS::Lambda::Function|CreateOrder']

  it('has services and what they called as nodes, a function once', () => {
    expect(
      graph.nodes.map(({ id, root, requests, faults, errors, throttles }) => [
        id,
        root,
        requests,
        faults,
        errors,
        throttles,
      ]),
    ).toEqual([
      [apiId, true, 2, 0, 0, 0],
      [fnId, false, 2, 1, 0, 0],
      ['AWS::DynamoDB::Table|orders', false, 2, 0, 0, 0],
      ['AWS::SQS::Queue|fulfilment', false, 2, 0, 0, 0],
      ['remote|shop', false, 2, 0, 2, 0],
      ['AWS::Lambda::Function|Fulfil', true, 1, 0, 0, 1],
    ])
    expect(graph.nodes[0]).toMatchObject({
      name: 'orders-api',
      type: 'AWS::ApiGateway::Stage',
      totalMs: 400,
      p50Ms: 100,
      p95Ms: 300,
    })
  })

  it('has calls as edges, and links between traces once though both ends tell them', () => {
    expect(graph.edges.map(({ from, to, requests, faults, link }) => [from, to, requests, faults, link])).toEqual([
      [apiId, fnId, 2, 1, false],
      [fnId, 'AWS::DynamoDB::Table|orders', 2, 0, false],
      [fnId, 'AWS::SQS::Queue|fulfilment', 2, 0, false],
      [fnId, 'remote|shop', 2, 0, false],
      [fnId, 'AWS::Lambda::Function|Fulfil', 2, 0, true],
    ])
    expect(graph.edges[1]).toMatchObject({ p50Ms: 10, p95Ms: 10 })
  })

  it('of no traces is empty; a call of nobody has no caller', () => {
    expect(graphOf([])).toEqual({ nodes: [], edges: [] })
    const alone = trace(
      traceId,
      segment('i', 'DynamoDB', 0, 1, {
        inferred: true,
        origin: 'AWS::DynamoDB::Table',
        parent_id: 'gone',
        aws: { table_name: 'orders' },
      }),
    )
    expect(graphOf([alone])).toMatchObject({ nodes: [{ id: 'AWS::DynamoDB::Table|orders', root: false }], edges: [] })
  })
})

describe('the summary of a trace', () => {
  it('tells what the list shows', () => {
    expect(summaryOf(request(traceId, 100, { fault: true }))).toEqual({
      id: traceId,
      start: t0 * 1000,
      durationMs: 100,
      responseMs: 100,
      status: 'ok',
      http: { method: 'POST', url: 'https://x/orders', status: 201 },
      root: 'POST /orders',
      services: ['orders-api', 'CreateOrder'],
      annotations: { order: 'o-1' },
      user: 'ada',
      partial: false,
      revision: 0,
      cause: 'CreateOrder failed',
    })
  })

  it('the first root that is no orphan names it; work that goes on makes it longer than its response', () => {
    const told = summaryOf(
      trace(
        traceId,
        segment('o', 'lost', 0, 5, { parent_id: 'gone' }),
        segment('a', 'api', 2, 50),
        segment('b', 'later', 40, 90, { parent_id: 'a' }),
      ),
    )
    expect(told).toMatchObject({ root: 'api', responseMs: 48, durationMs: 90, services: ['lost', 'api', 'later'] })
  })

  it('what runs has no duration; what is empty has no root', () => {
    expect(summaryOf(trace(traceId, segment('a', 'api', 0, null)))).toMatchObject({
      durationMs: null,
      responseMs: null,
      partial: true,
    })
    expect(summaryOf(trace(traceId))).toMatchObject({ root: '', services: [], http: null, status: 'ok' })
  })
})
