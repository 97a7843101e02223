import { criticalPath } from '../../domain/trace/critical-path.ts'
import { flatten } from '../../domain/trace/flatten.ts'
import type { Bounds, LinkedTrace, TraceRow } from '../../domain/trace/rows.ts'
import type { Span } from '../../domain/trace/span.ts'
import { isBad } from '../../domain/trace/status.ts'
import type { Trace } from '../../domain/trace/trace.ts'
import { type Look, serviceColors } from './line.ts'

/** What is known of a trace's rows whatever is folded: made once, and again when a linked trace comes in. */
export interface Tree {
  readonly trace: Trace
  readonly linked: ReadonlyMap<string, readonly LinkedTrace[]>
  /** All rows, nothing folded. */
  readonly all: readonly TraceRow[]
  /** Where a row stands among all. */
  readonly at: ReadonlyMap<string, number>
  /** The row above in the tree, by key. */
  readonly parents: ReadonlyMap<string, string>
  /** The service that a row belongs to: the segment (or serving span) that it lies in. */
  readonly services: ReadonlyMap<string, string>
  /** The colour of each service, by its name: no two alike while there are colours left. */
  readonly colors: ReadonlyMap<string, Look>
  readonly bounds: Bounds
  readonly faults: number
  /** Errors (4xx) and throttles. */
  readonly errors: number
}

const nothing: ReadonlySet<string> = new Set()

const begins = (span: Span): boolean =>
  span.segmentId === span.id || span.kind === 'server' || span.kind === 'consumer' || span.inferred

export const treeOf = (trace: Trace, linked: ReadonlyMap<string, readonly LinkedTrace[]>): Tree => {
  const all = flatten(trace, { folded: nothing, linked })
  const at = new Map<string, number>()
  const parents = new Map<string, string>()
  const services = new Map<string, string>()
  const path: TraceRow[] = []
  let [start, end, faults, errors] = [trace.start, trace.end, 0, 0]
  all.forEach((row, index) => {
    at.set(row.key, index)
    path.length = Math.min(path.length, row.depth)
    const parent = path.at(-1)
    if (parent) parents.set(row.key, parent.key)
    path.push(row)
    if (row.kind === 'span') {
      const service = begins(row.span) ? row.span.name : parent && services.get(parent.key)
      services.set(row.key, service ?? row.span.name)
      start = Math.min(start, row.span.start)
      end = Math.max(end, row.span.end ?? row.span.start)
      if (row.span.status === 'fault') faults++
      else if (isBad(row.span.status)) errors++
    } else if (row.kind === 'hop') {
      const { from, to } = row
      start = Math.min(start, from)
      end = Math.max(end, to)
    }
  })
  return {
    trace,
    linked,
    all,
    at,
    parents,
    services,
    colors: serviceColors(services.values()),
    bounds: { start, end },
    faults,
    errors,
  }
}

/** The keys of the rows above a row in the tree. */
export const ancestors = (tree: Tree, key: string): string[] => {
  const found: string[] = []
  for (let up = tree.parents.get(key); up !== undefined; up = tree.parents.get(up)) found.push(up)
  return found
}

/** The trace that a row lies in: the one that is looked at, or one that was linked to it. */
export const traceOf = (tree: Tree, key: string): Trace => {
  for (const linked of tree.linked.values())
    for (const { trace } of linked) if (key.startsWith(`${trace.id}/`)) return trace
  return tree.trace
}

const criticals = new WeakMap<Trace, ReadonlyMap<string, readonly Bounds[]>>()

/** The critical path of a trace, found once however often it is switched on. */
export const criticalOf = (trace: Trace): ReadonlyMap<string, readonly Bounds[]> => {
  const found = criticals.get(trace) ?? criticalPath(trace)
  criticals.set(trace, found)
  return found
}
