import { describe, expect, it } from 'vitest'
import { buildTrace } from '../../../src/domain/trace/build.ts'
import type { WireNode } from '../../../src/services/xray/service-graph.ts'
import type { TraceWindow } from '../../../src/usecases/traces/find.ts'
import { windowGraph } from '../../../src/usecases/traces/graph.ts'
import { joinedGraph } from '../../../src/usecases/traces/graph-read.ts'
import { traceScope } from '../../../src/usecases/traces/scope.ts'
import { doorSession } from '../../support/aws-door.ts'
import { app, lambda } from './app.ts'
import { traceIdOf } from './found.ts'

const HOUR = 3_600_000
const counted = (total: number, faults = 0, throttles = 0, errors = 0) => ({
  OkCount: total - faults - throttles - errors,
  TotalCount: total,
  TotalResponseTime: total * 0.1,
  FaultStatistics: { TotalCount: faults },
  ErrorStatistics: { TotalCount: throttles + errors, ThrottleCount: throttles, OtherCount: errors },
})
const node = (ReferenceId: number, Name: string, Type: string, more: Partial<WireNode> = {}): WireNode => ({
  ReferenceId,
  Name,
  Names: [Name],
  Type,
  ...more,
})
const edge = (ReferenceId: number, EdgeType?: string) => ({
  ReferenceId,
  SummaryStatistics: counted(3, 1),
  ResponseTimeHistogram: [{ Value: 0.2, Count: 3 }],
  ...(EdgeType ? { EdgeType } : {}),
})

const window: readonly WireNode[] = [
  node(0, 'orders-api/prod', 'client', { Edges: [edge(1)] }),
  node(1, 'orders-api/prod', 'AWS::ApiGateway::Stage', { Edges: [edge(2), edge(7)], SummaryStatistics: counted(4) }),
  node(2, 'orders-CreateOrder', 'AWS::Lambda', { Edges: [edge(3)], SummaryStatistics: counted(4) }),
  node(3, 'orders-CreateOrder', 'AWS::Lambda::Function', {
    Edges: [edge(4), edge(5, 'link')],
    SummaryStatistics: counted(10, 2, 1, 3),
    ResponseTimeHistogram: [
      { Value: 0.5, Count: 1 },
      { Value: 0.01, Count: 9 },
    ],
  }),
  node(4, 'orders', 'AWS::DynamoDB::Table', { SummaryStatistics: counted(10) }),
  node(5, 'other-consumer', 'AWS::Lambda::Function', { Edges: [edge(6)] }),
  node(6, 'elsewhere', 'remote'),
  node(7, 'clicks', 'AWS::Kinesis'),
  node(8, 'other-api/prod', 'AWS::ApiGateway::Stage', { Edges: [edge(5)] }),
]

describe('the service graph', () => {
  it('has a function once, and no client', () => {
    const { nodes, edges } = joinedGraph([window])
    expect(nodes.map(({ id }) => id)).not.toContain('client|orders-api/prod')
    expect(nodes.find(({ name }) => name === 'orders-CreateOrder')).toEqual({
      id: 'AWS::Lambda::Function|orders-CreateOrder',
      name: 'orders-CreateOrder',
      type: 'AWS::Lambda::Function',
      root: false,
      requests: 10,
      errors: 3,
      faults: 2,
      throttles: 1,
      totalMs: 1000,
      p50Ms: 10,
      p95Ms: 500,
    })
    expect(nodes.find(({ name }) => name === 'orders-api/prod')!.root).toBe(true)
    expect(edges.filter(({ from, to }) => from === to)).toEqual([])
    expect(edges.find(({ link }) => link)).toMatchObject({
      to: 'AWS::Lambda::Function|other-consumer',
      requests: 3,
      faults: 1,
      p50Ms: 200,
    })
  })

  it('adds up what several windows say', () => {
    const { nodes, edges } = joinedGraph([window, window])
    expect(nodes.find(({ name }) => name === 'orders')!.requests).toBe(20)
    expect(edges.find(({ link }) => link)!.requests).toBe(6)
  })
})

describe('the graph of an app', () => {
  const graph = async (
    fetchGraph: (asked: TraceWindow) => Promise<readonly WireNode[]>,
    asked: TraceWindow = { from: 0, to: HOUR },
  ) =>
    windowGraph({
      session: await doorSession(),
      scope: traceScope(app([lambda('CreateOrder')])),
      window: asked,
      signal: new AbortController().signal,
      fetchGraph,
      fetchSome: async () => ({
        traces: [
          buildTrace(traceIdOf(1), [
            {
              format: 'xray',
              id: null,
              document: JSON.stringify({
                id: '00000000000000a1',
                name: 'orders-CreateOrder',
                start_time: 1,
                end_time: 2,
                origin: 'AWS::Lambda::Function',
              }),
            },
          ]),
        ],
        total: 7,
      }),
    })

  it('holds its parts, what calls them and what they call, by the names of the template', async () => {
    const { graph: found, from } = await graph(async () => window)
    expect(from).toEqual({ kind: 'xray' })
    expect(found.nodes.map(({ name }) => name).sort()).toEqual([
      'CreateOrder',
      'clicks',
      'orders',
      'orders-api/prod',
      'other-consumer',
    ])
  })

  it('is asked for in parts of six hours', async () => {
    const asked: TraceWindow[] = []
    await graph(
      async (one) => {
        asked.push(one)
        return window
      },
      { from: 0, to: 13 * HOUR },
    )
    expect(asked.map(({ from, to }) => to - from)).toEqual([6 * HOUR, 6 * HOUR, HOUR])
  })

  it("is made of the traces where X-Ray's has nothing of the app", async () => {
    const { graph: found, from } = await graph(async () => window.slice(5))
    expect(from).toEqual({ kind: 'traces', read: 1, total: 7 })
    expect(found.nodes).toMatchObject([{ name: 'CreateOrder', requests: 1 }])
  })
})
