import { describe, expect, it } from 'vitest'
import { graphOf } from '../../../src/domain/trace/graph.ts'
import { summaryOf } from '../../../src/domain/trace/summary.ts'
import { mapRows } from '../../../src/tui/trace/map-state.ts'
import { listOf, opened, orders, press, run, screenOf } from './sample.ts'

const traces = orders(6)
const graph = graphOf(traces)

describe('the service map', () => {
  it('is a tree from where the traffic begins', () => {
    const rows = mapRows(graph)
    expect(rows[0]).toMatchObject({ node: { name: 'orders-api' }, depth: 0, edge: null })
    expect(new Set(rows.map(({ node }) => node.id))).toEqual(new Set(graph.nodes.map(({ id }) => id)))
  })
  it('ends on a circle, told where it closes', () => {
    const node = { ...graph.nodes[0]!, root: false }
    const [a, b] = [
      { ...node, id: 'a', name: 'a' },
      { ...node, id: 'b', name: 'b' },
    ]
    const edge = { ...graph.edges[0]!, from: 'a', to: 'b' }
    const rows = mapRows({ nodes: [a, b], edges: [edge, { ...edge, from: 'b', to: 'a' }] })
    expect(rows.map(({ node: { name }, again, depth }) => [name, again, depth])).toEqual([
      ['a', false, 0],
      ['b', false, 1],
      ['a', true, 2],
    ])
  })
  it('is asked for with m, and goes back to where it came from', () => {
    const asked = press(opened(traces[0]!), 'm')
    expect(asked.effects).toEqual([{ kind: 'graph' }])
    const shown = run(asked.model, { kind: 'graph', graph, why: null }).model
    expect(screenOf(shown).join('\n')).toContain('FulfilOrder')
    expect(press(shown, 'esc').model.screen).toBe('trace')
    expect(press(asked.model, 'esc').effects).toEqual([{ kind: 'leave', what: 'map' }])
  })
  it('narrows the list to the traces of a node', () => {
    const list = listOf(traces.map(summaryOf))
    const shown = run(press(list, 'm').model, { kind: 'graph', graph, why: null }).model
    const { model } = press(shown, 'j enter')
    expect([model.screen, model.list.filter]).toEqual(['list', 'CreateOrder'])
    expect(model.list.shown).toHaveLength(6)
  })
  it('fails in words', () => {
    const failed = run(press(listOf([]), 'm').model, {
      kind: 'graph',
      graph: null,
      why: 'xray:GetServiceGraph is denied',
    }).model
    expect(screenOf(failed).join('\n')).toContain('xray:GetServiceGraph is denied; r reads it again')
    expect(press(failed, 'r').effects.at(-1)).toEqual({ kind: 'graph' })
  })
})
