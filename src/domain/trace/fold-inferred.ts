import { type Forest, mergeInto, type Node, nodeAt } from './node.ts'
import type { SpanRecord } from './record.ts'
import { worse } from './status.ts'

/** The caller's span with what X-Ray knew of the other side: which resource, how it answered. */
const told = (caller: SpanRecord, inferred: SpanRecord): SpanRecord => ({
  ...caller,
  origin: caller.origin ?? inferred.origin,
  resource: caller.resource ?? inferred.resource,
  status: inferred.status === 'running' ? caller.status : worse(caller.status, inferred.status),
  http: caller.http ?? inferred.http,
  sql: caller.sql ?? inferred.sql,
  aws: caller.aws ?? inferred.aws,
  requestId: caller.requestId ?? inferred.requestId,
  exceptions: caller.exceptions.length > 0 ? caller.exceptions : inferred.exceptions,
  annotations: { ...inferred.annotations, ...caller.annotations },
  metadata: { ...inferred.metadata, ...caller.metadata },
  links: [...caller.links, ...inferred.links],
})

/**
 * An inferred segment repeats the call that caused it, seen from the other side, where nobody traced. It is shown as that call; or, where the
 * other side has a segment of its own after all, as that one.
 */
export const foldInferred = (forest: Forest): void => {
  const inferred: Node[] = []
  const real = new Map<string, Node>()
  for (const node of forest.nodes.values()) {
    const { segment, parentId, start } = node.record
    if (!segment || parentId === null) continue
    if (node.record.inferred) inferred.push(node)
    else if (!real.has(parentId) || start < real.get(parentId)!.record.start) real.set(parentId, node)
  }
  for (const node of inferred) {
    const { record } = node
    const other = real.get(record.parentId!)
    const caller = nodeAt(forest, record.parentId)
    if (caller === null || caller === node) continue
    if (other !== undefined && other !== node) mergeInto(forest, node, other)
    else if (!caller.record.segment || caller.record.inferred) {
      caller.record = told(caller.record, record)
      mergeInto(forest, node, caller)
    }
  }
}
