import type { GraphEdge, GraphNode, ServiceGraph } from '../../domain/trace/graph.ts'

/** A line of the tree: a service as one caller sees it (`edge`), or by itself where nobody calls it. */
export interface MapRow {
  readonly node: GraphNode
  readonly edge: GraphEdge | null
  /** For each level above, whether more follows there; the last is the row's own. */
  readonly more: readonly boolean[]
  /** What is below stands at an earlier row: another caller had it first, or the calls go in a circle. */
  readonly above: boolean
}

const worstFirst = (a: GraphEdge, b: GraphEdge): number => b.faults - a.faults || b.requests - a.requests

/** The graph as a tree from its entries on, each service's calls shown once. Circles that no entry leads into begin at their busiest. */
export const mapRows = ({ nodes, edges }: ServiceGraph): readonly MapRow[] => {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const known = edges.filter(({ from, to }) => byId.has(from) && byId.has(to))
  const leaving = Map.groupBy(known, ({ from }) => from)
  const called = new Set(known.filter(({ from, to }) => from !== to).map(({ to }) => to))
  const rows: MapRow[] = []
  const seen = new Set<string>()
  const walk = (root: GraphNode): void => {
    const stack: { node: GraphNode; edge: GraphEdge | null; more: readonly boolean[] }[] = [
      { node: root, edge: null, more: [] },
    ]
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      const below = [...(leaving.get(at.node.id) ?? [])].sort(worstFirst)
      rows.push({ ...at, above: seen.has(at.node.id) && below.length > 0 })
      if (seen.has(at.node.id)) continue
      seen.add(at.node.id)
      for (let one = below.length - 1; one >= 0; one--) {
        const edge = below[one]!
        stack.push({ node: byId.get(edge.to)!, edge, more: [...at.more, one < below.length - 1] })
      }
    }
  }
  const busiest = (a: GraphNode, b: GraphNode): number => b.requests - a.requests
  for (const node of nodes.filter(({ id, root }) => root && !called.has(id)).sort(busiest)) walk(node)
  for (const node of nodes.filter(({ id }) => !called.has(id) && !seen.has(id)).sort(busiest)) walk(node)
  for (const node of [...nodes].sort((a, b) => Number(b.root) - Number(a.root) || busiest(a, b)))
    if (!seen.has(node.id)) walk(node)
  return rows
}
