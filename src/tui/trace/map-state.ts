import type { GraphEdge, GraphNode, ServiceGraph } from '../../domain/trace/graph.ts'
import { follow } from '../viewport.ts'

/** A line of the map: a node below the one that calls it. */
export interface MapRow {
  readonly node: GraphNode
  /** The call that leads here; null for where the traffic begins. */
  readonly edge: GraphEdge | null
  readonly depth: number
  /** It stands further up with what it calls; here only the call is told. */
  readonly again: boolean
}

export interface MapState {
  /** Null while it is being read, or where that failed: `why` says so. */
  readonly rows: readonly MapRow[] | null
  readonly why: string | null
  readonly cursor: number
  readonly top: number
  readonly back: 'list' | 'trace'
}

export const emptyMap = (back: 'list' | 'trace'): MapState => ({ rows: null, why: null, cursor: 0, top: 0, back })

/** The graph as a tree: from where the traffic begins, the busiest first; what nothing leads to stands at the end. */
export const mapRows = ({ nodes, edges }: ServiceGraph): MapRow[] => {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const out = new Map<string, GraphEdge[]>()
  for (const edge of edges) out.set(edge.from, [...(out.get(edge.from) ?? []), edge])
  const reached = new Set(edges.filter(({ from, to }) => from !== to).map(({ to }) => to))
  const busiest = (a: { readonly requests: number }, b: { readonly requests: number }): number =>
    b.requests - a.requests
  const rows: MapRow[] = []
  const seen = new Set<string>()
  const walk = (start: GraphNode): void => {
    const stack: { node: GraphNode; edge: GraphEdge | null; depth: number }[] = [{ node: start, edge: null, depth: 0 }]
    for (let one = stack.pop(); one !== undefined; one = stack.pop()) {
      const again = seen.has(one.node.id)
      rows.push({ ...one, again })
      if (again) continue
      seen.add(one.node.id)
      const calls = (out.get(one.node.id) ?? []).toSorted(busiest)
      for (const edge of calls.reverse()) {
        const node = byId.get(edge.to)
        if (node) stack.push({ node, edge, depth: one.depth + 1 })
      }
    }
  }
  const first = nodes.filter((node) => node.root || !reached.has(node.id)).toSorted(busiest)
  for (const node of first) if (!seen.has(node.id)) walk(node)
  // A circle that nothing leads into.
  for (const node of nodes) if (!seen.has(node.id)) walk(node)
  return rows
}

export const moveTo = (state: MapState, cursor: number, height: number): MapState => {
  const count = state.rows?.length ?? 0
  const kept = Math.max(0, Math.min(count - 1, cursor))
  return { ...state, cursor: kept, top: follow(kept, state.top, height, count) }
}
