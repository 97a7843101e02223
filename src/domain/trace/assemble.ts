import { findAttempts } from './attempts.ts'
import { firstCause } from './cause.ts'
import { foldInferred } from './fold-inferred.ts'
import { foldPairs } from './fold-pair.ts'
import { followExceptions } from './follow-exceptions.ts'
import { grow } from './grow.ts'
import { toW3cId, toXrayId } from './ids.ts'
import { link } from './link.ts'
import { findMarks, isAhead } from './marks.ts'
import type { Forest, Node } from './node.ts'
import { onePerId } from './one-per-id.ts'
import type { Gathered } from './record.ts'
import { isBad, worst } from './status.ts'
import type { InvalidDocument, Trace } from './trace.ts'

/** Each id once: what is shown from another document is not invalid too. */
const accounted = (invalid: readonly InvalidDocument[], { nodes, aliases }: Forest): readonly InvalidDocument[] => {
  if (invalid.length === 0) return invalid
  const seen = new Set([...nodes.keys(), ...aliases.keys()])
  for (const { merged } of nodes.values()) for (const id of merged) seen.add(id)
  return invalid.map(({ id, reason }) => {
    if (id === null || !seen.has(id)) {
      if (id !== null) seen.add(id)
      return { id, reason }
    }
    return { id: null, reason: `${reason}; another document with its id ${id} is told of` }
  })
}

const boundsOf = (nodes: readonly Node[]): { start: number; end: number } => {
  let [start, end] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const node of nodes) {
    if (isAhead(node)) continue
    start = Math.min(start, node.record.start)
    end = Math.max(end, node.record.end ?? node.record.start)
  }
  return start <= end ? { start, end } : { start: 0, end: 0 }
}

/** One trace of everything that was read of it, X-Ray's and OpenTelemetry's alike. Distinct ids in are span ids, `mergedIds` or `invalid`, each once. */
export const assemble = (id: string, gathered: Gathered, limitExceeded: boolean): Trace => {
  const forest = onePerId(gathered)
  const running = [...forest.nodes.values()].some(({ record }) => record.end === null)
  followExceptions(forest, gathered.records)
  foldInferred(forest)
  foldPairs(forest)
  const { roots, preOrder, orphans } = link(forest)
  findAttempts(roots, preOrder)
  findMarks(preOrder)
  const xrayId = toXrayId(id) ?? id
  const spans = grow(roots, preOrder, xrayId)
  return {
    id: xrayId,
    w3cId: toW3cId(id),
    ...boundsOf(preOrder),
    status: worst(spans.map(({ status }) => status)),
    partial: running || limitExceeded,
    orphans,
    invalid: accounted(gathered.invalid, forest),
    cause: preOrder.some(({ record }) => isBad(record.status)) ? firstCause(spans) : null,
    spanCount: preOrder.length,
    roots: spans,
  }
}
