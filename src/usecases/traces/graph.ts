import type { Session } from '../../aws/session.ts'
import type { ServiceGraph } from '../../domain/trace/graph.ts'
import { graphOf } from '../../domain/trace/graph.ts'
import type { Trace } from '../../domain/trace/trace.ts'
import { longestGraphMs, serviceGraph, type WireNode } from '../../services/xray/service-graph.ts'
import { fetchTraces } from './fetch.ts'
import { findTraces, slicesOf, type TraceWindow } from './find.ts'
import { gather } from './gather.ts'
import { around, joinedGraph, renamed } from './graph-read.ts'
import type { TraceScope } from './scope.ts'

export interface WindowGraph {
  readonly graph: ServiceGraph
  /** `traces`: X-Ray had no graph, and so many traces were read instead, of so many there were. */
  readonly from: { readonly kind: 'xray' } | { readonly kind: 'traces'; readonly read: number; readonly total: number }
}

export interface GraphOptions {
  readonly session: Session
  readonly scope: TraceScope
  readonly window: TraceWindow
  readonly signal: AbortSignal
  /** Default: X-Ray. */
  readonly fetchGraph?: (window: TraceWindow, signal: AbortSignal) => Promise<readonly WireNode[]>
  readonly fetchSome?: (limit: number, signal: AbortSignal) => Promise<{ traces: readonly Trace[]; total: number }>
}

const SLICES_AT_ONCE = 3
/** Where the graph is made of the traces themselves, it is made of so many. */
const TRACES_AT_MOST = 1000

/**
 * The service graph of a window: the app's nodes, what calls them and what they call; from the traces themselves where X-Ray has none. Rejects with
 * a Problem, or the signal's reason. (X-Ray API: GetServiceGraph)
 */
export const windowGraph = async (options: GraphOptions): Promise<WindowGraph> => {
  const { session, scope, window, signal } = options
  const fetchGraph = options.fetchGraph ?? ((slice, stop) => serviceGraph(session, slice, stop))
  const tasks = slicesOf(window, longestGraphMs).map(
    (slice) => async (emit: (nodes: readonly WireNode[]) => Promise<void>, stop: AbortSignal) =>
      emit(await fetchGraph(slice, stop)),
  )
  const windows: (readonly WireNode[])[] = []
  for await (const nodes of gather(tasks, SLICES_AT_ONCE, signal)) windows.push(nodes)
  const services = new Set(scope.nodes.flatMap(({ service }) => service?.name ?? []))
  const graph = around(joinedGraph(windows), services)
  if (graph.nodes.length > 0) return { graph: renamed(graph, scope.nameOf), from: { kind: 'xray' } }
  const { traces, total } = await (options.fetchSome ?? fetchSome(options))(TRACES_AT_MOST, signal)
  return { graph: renamed(graphOf(traces), scope.nameOf), from: { kind: 'traces', read: traces.length, total } }
}

const everything = { filter: null, errors: false, faults: false, slowMs: null, user: null, annotations: [] }

/** The first so many that are found, fetched while the search goes on. */
const fetchSome =
  ({ session, scope, window }: GraphOptions) =>
  async (limit: number, signal: AbortSignal) => {
    const ids = new Set<string>()
    async function* first(): AsyncGenerator<string> {
      for await (const { id } of findTraces({ session, scope, criteria: everything, window, signal })) {
        if (ids.size < limit && !ids.has(id)) yield id
        ids.add(id)
      }
    }
    const traces: Trace[] = []
    for await (const trace of fetchTraces({ session, ids: first(), signal, everywhere: false })) traces.push(trace)
    return { traces, total: ids.size }
  }
