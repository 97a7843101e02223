import type { GraphEdge, GraphNode, ServiceGraph } from '../../domain/trace/graph.ts'
import type { WireBucket, WireEdge, WireNode, WireStatistics } from '../../services/xray/service-graph.ts'

interface Sum {
  requests: number
  errors: number
  faults: number
  throttles: number
  seconds: number
  /** Seconds -> how often. */
  readonly histogram: Map<number, number>
}

const nothing = (): Sum => ({ requests: 0, errors: 0, faults: 0, throttles: 0, seconds: 0, histogram: new Map() })

const add = (sum: Sum, statistics: WireStatistics = {}, histogram: readonly WireBucket[] = []): void => {
  const { TotalCount = 0, TotalResponseTime = 0, ErrorStatistics = {}, FaultStatistics = {} } = statistics
  sum.requests += TotalCount
  sum.seconds += TotalResponseTime
  sum.faults += FaultStatistics.TotalCount ?? 0
  sum.throttles += ErrorStatistics.ThrottleCount ?? 0
  // X-Ray counts a throttle as an error, too.
  sum.errors +=
    ErrorStatistics.OtherCount ?? Math.max(0, (ErrorStatistics.TotalCount ?? 0) - (ErrorStatistics.ThrottleCount ?? 0))
  for (const { Value, Count = 0 } of histogram)
    if (Value !== undefined) sum.histogram.set(Value, (sum.histogram.get(Value) ?? 0) + Count)
}

/** Nearest rank, milliseconds; null where nothing was counted. */
const quantile = (histogram: ReadonlyMap<number, number>, q: number): number | null => {
  const sorted = [...histogram].sort(([a], [b]) => a - b)
  const total = sorted.reduce((sum, [, count]) => sum + count, 0)
  let seen = 0
  for (const [seconds, count] of sorted) {
    seen += count
    if (count > 0 && seen >= q * total) return seconds * 1000
  }
  return null
}

const figures = ({ requests, errors, faults, throttles, histogram }: Sum) => ({
  requests,
  errors,
  faults,
  throttles,
  p50Ms: quantile(histogram, 0.5),
  p95Ms: quantile(histogram, 0.95),
})

const nameOf = ({ Name, Names }: WireNode): string => Name ?? Names?.[0] ?? ''

interface Edge {
  readonly from: string
  readonly to: string
  readonly link: boolean
  readonly sum: Sum
}

/** Whoever asked: a node without figures of its own. */
const CLIENT = 'client'
const LAMBDA = 'AWS::Lambda'
const FUNCTION = 'AWS::Lambda::Function'

/**
 * One graph of what several windows hold: a node is the same where name and type are, and its figures add up. Lambda's own node and the function's
 * under the same name are one, with the function's figures; what a client asks is a root. (X-Ray API: GetServiceGraph)
 */
export const joinedGraph = (windows: readonly (readonly WireNode[])[]): ServiceGraph => {
  const functions = new Set(
    windows.flatMap((window) => window.flatMap((node) => (node.Type === FUNCTION ? nameOf(node) : []))),
  )
  const typeOf = (node: WireNode): string =>
    node.Type === LAMBDA && functions.has(nameOf(node)) ? FUNCTION : (node.Type ?? '')
  const nodes = new Map<string, { readonly name: string; readonly type: string; root: boolean; readonly sum: Sum }>()
  const edges = new Map<string, Edge>()
  for (const window of windows) {
    const idOf = (node: WireNode): string => `${typeOf(node)}|${nameOf(node)}`
    const ids = new Map(window.map((node) => [node.ReferenceId, idOf(node)]))
    const connect = (from: string, { ReferenceId, SummaryStatistics, ResponseTimeHistogram, EdgeType }: WireEdge) => {
      const to = ids.get(ReferenceId)
      if (to === undefined || to === from) return
      const link = EdgeType === 'link'
      const key = `${from}\n${to}\n${link}`
      const edge = edges.get(key) ?? { from, to, link, sum: nothing() }
      add(edge.sum, SummaryStatistics, ResponseTimeHistogram)
      edges.set(key, edge)
    }
    const asked = new Set(
      window.flatMap(({ Type, Edges = [] }) => (Type === CLIENT ? Edges.map(({ ReferenceId }) => ReferenceId) : [])),
    )
    for (const node of window) {
      if (node.Type === CLIENT) continue
      const id = idOf(node)
      const known = nodes.get(id) ?? { name: nameOf(node), type: typeOf(node), root: false, sum: nothing() }
      known.root ||= (node.Root ?? false) || asked.has(node.ReferenceId)
      if (known.type === (node.Type ?? '')) add(known.sum, node.SummaryStatistics, node.ResponseTimeHistogram)
      nodes.set(id, known)
      for (const edge of node.Edges ?? []) connect(id, edge)
    }
  }
  return {
    nodes: [...nodes].map(
      ([id, { name, type, root, sum }]): GraphNode => ({
        id,
        name,
        type,
        root,
        totalMs: sum.seconds * 1000,
        ...figures(sum),
      }),
    ),
    edges: [...edges.values()].map(({ from, to, link, sum }): GraphEdge => ({ from, to, link, ...figures(sum) })),
  }
}

/**
 * The part of a graph that has to do with some services: they, what calls them and what they call. The graph tells no ARNs, so that an API is known
 * as one of them by calling another.
 */
export const around = (graph: ServiceGraph, services: ReadonlySet<string>): ServiceGraph => {
  const own = new Set(graph.nodes.filter(({ name }) => services.has(name)).map(({ id }) => id))
  const apis = new Set(graph.nodes.filter(({ type }) => type === 'AWS::ApiGateway::Stage').map(({ id }) => id))
  for (const { from, to } of graph.edges) if (apis.has(from) && own.has(to)) own.add(from)
  const edges = graph.edges.filter(({ from, to }) => own.has(from) || own.has(to))
  const kept = new Set([...own, ...edges.flatMap(({ from, to }) => [from, to])])
  return { nodes: graph.nodes.filter(({ id }) => kept.has(id)), edges }
}

/** A graph whose nodes are called as a person calls them. */
export const renamed = ({ nodes, edges }: ServiceGraph, nameFor: (name: string) => string): ServiceGraph => ({
  nodes: nodes.map((node) => ({ ...node, name: nameFor(node.name) })),
  edges,
})
