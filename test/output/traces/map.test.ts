import fc from 'fast-check'
import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import type { GraphEdge, GraphNode, ServiceGraph } from '../../../src/domain/trace/graph.ts'
import { mapText } from '../../../src/output/traces/map.ts'
import { mapDot } from '../../../src/output/traces/map-dot.ts'
import { share } from '../../../src/output/traces/map-figures.ts'
import { mapAnswer } from '../../../src/output/traces/map-json.ts'
import { mapMermaid } from '../../../src/output/traces/map-mermaid.ts'
import { mapRows } from '../../../src/output/traces/map-tree.ts'
import { AT, HOSTILE } from './story.ts'

const node = (id: string, more: Partial<GraphNode> = {}): GraphNode => ({
  id,
  name: id,
  type: 'AWS::Lambda::Function',
  root: false,
  requests: 100,
  errors: 0,
  faults: 0,
  throttles: 0,
  totalMs: 5000,
  p50Ms: 40,
  p95Ms: 61,
  ...more,
})
const edge = (from: string, to: string, more: Partial<GraphEdge> = {}): GraphEdge => ({
  from,
  to,
  requests: 100,
  errors: 0,
  faults: 0,
  throttles: 0,
  p50Ms: 40,
  p95Ms: 61,
  link: false,
  ...more,
})
const orders: ServiceGraph = {
  nodes: [
    node('api', { root: true, type: 'AWS::ApiGateway::Stage' }),
    node('create'),
    node('table', { type: 'AWS::DynamoDB::Table' }),
    node('fulfil'),
  ],
  edges: [
    edge('api', 'create'),
    edge('create', 'table'),
    edge('create', 'fulfil', { link: true, faults: 31, requests: 98 }),
    edge('fulfil', 'table', { requests: 67 }),
  ],
}
const text = (width: number | null, graph = orders, unicode = true) =>
  mapText(graph, {
    style: { color: false, unicode, width },
    asked: 'in the last hour',
    flags: { stack: 's' },
    guard: null,
  })
/** A circle, one that calls itself, and hostile names. */
const tangled = (name: string): ServiceGraph => ({
  nodes: [node('a', { name }), node('b', { name, type: name }), node('c', { name })],
  edges: [edge('a', 'b'), edge('b', 'a'), edge('c', 'c'), edge('a', 'gone')],
})

describe('the map', () => {
  test('a tree of calls, what went wrong first', async () => {
    expect(await text(100)).toBe(`service       type               requests  faults    p50    p95
api           ApiGateway::Stage       100          40 ms  61 ms
└ create      Lambda::Function        100          40 ms  61 ms
  ├ ⇢ fulfil  Lambda::Function         98    32 %  40 ms  61 ms
  │ └ table   DynamoDB::Table          67          40 ms  61 ms
  └ table     DynamoDB::Table         100          40 ms  61 ms

4 services in the last hour · ⇢ in a trace of its own
next: slsops traces --faults --stack s
`)
  })

  test('a link carries no time: the times are those of what it leads to', async () => {
    const graph = {
      nodes: [node('a', { root: true }), node('b', { p50Ms: 7, p95Ms: 9 })],
      edges: [edge('a', 'b', { link: true, p50Ms: null, p95Ms: null })],
    }
    expect(await text(100, graph)).toMatch(/⇢ b +Lambda::Function +100 +7 ms +9 ms/)
  })

  test('narrow and in ASCII', async () => {
    const narrow = await text(60, orders, false)
    expect(narrow).toMatch(/^[\u0000-\u007e]*$/)
    expect(narrow).toContain('  `-table')
    expect(narrow).not.toContain('p50')
  })

  test('circles end, and every service and call is there once', () => {
    const rows = mapRows(tangled('x'))
    expect(new Set(rows.map((row) => row.node.id))).toEqual(new Set(['a', 'b', 'c']))
    expect(rows.filter((row) => row.edge !== null)).toHaveLength(3)
  })

  test('nothing traced', async () => {
    expect(await text(80, { nodes: [], edges: [] })).toBe('no service was traced in the last hour\n')
  })

  test.each([
    [31, 98, '32 %'],
    [1, 100_000, '<0.1 %'],
    [4, 1000, '0.4 %'],
    [0, 5, ''],
    [5, 0, ''],
    [7, 7, '100 %'],
  ])('%i of %i: %s', (part, whole, told) => {
    expect(share(part, whole)).toBe(told)
  })

  test('JSON', () => {
    const context = { stack: 's', stackId: null, account: null, region: 'eu-west-1', endpoint: null }
    const answer = JSON.parse(mapAnswer(orders, { from: AT - 1000, to: AT }, context, [], null))
    expect(Object.keys(answer)).toEqual(['schema', 'context', 'window', 'nodes', 'edges', 'incomplete'])
    expect(answer.nodes[0]).toEqual(orders.nodes[0])
    expect(answer.edges).toEqual(orders.edges)
  })

  test('mermaid and dot', () => {
    expect(mapMermaid(orders, null).split('\n').slice(0, 6)).toEqual([
      'flowchart LR',
      '    n0["api<br/>AWS#58;#58;ApiGateway#58;#58;Stage<br/>100 requests, p50 40 ms, p95 61 ms"]',
      '    n1["create<br/>AWS#58;#58;Lambda#58;#58;Function<br/>100 requests, p50 40 ms, p95 61 ms"]',
      '    n2["table<br/>AWS#58;#58;DynamoDB#58;#58;Table<br/>100 requests, p50 40 ms, p95 61 ms"]',
      '    n3["fulfil<br/>AWS#58;#58;Lambda#58;#58;Function<br/>100 requests, p50 40 ms, p95 61 ms"]',
      '    n0 -->|"100 requests, p50 40 ms, p95 61 ms"| n1',
    ])
    expect(mapMermaid(orders, null)).toContain('n1 -.->|"98 requests, 32 #37; faults, p50 40 ms, p95 61 ms"| n3')
    expect(mapDot(orders, null)).toContain(
      '  n1 -> n3 [label="98 requests, 32 % faults, p50 40 ms, p95 61 ms", style=dashed, color="#d13212"];',
    )
  })

  test('hostile names stay names in every format', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string({ unit: 'grapheme' }),
          fc.constantFrom(HOSTILE, '"]; x', '\\', '\\"', '日本語🧨'.repeat(20)),
        ),
        fc.constantFrom(60, 100),
        async (name, width) => {
          const graph = tangled(name)
          for (const row of (await text(width, graph)).split('\n')) {
            expect(row).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/)
            expect(stringWidth(row)).toBeLessThanOrEqual(width)
          }
          for (const line of mapDot(graph, null).trimEnd().split('\n').slice(4, -1))
            expect(line).toMatch(/^ {2}n\d(?: -> n\d)? \[label="(?:[^"\\]|\\.)*"(?:, [a-z]+=[\w#"]+)*\];$/)
          for (const line of mapMermaid(graph, null).trimEnd().split('\n').slice(1, -1))
            expect(line).toMatch(
              /^ {4}n\d(?:\["(?:[^"<>`]|<br\/>)*"\](?::::bad)?| -{1,2}\.?->?(?:\|"[^"<>`]*"\|)? n\d)$/,
            )
        },
      ),
      { numRuns: 60 },
    )
  })
})
