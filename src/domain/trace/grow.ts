import type { Node } from './node.ts'
import { rounded, selfTime } from './self-time.ts'
import type { Span } from './span.ts'

const spanOf = (node: Node, traceId: string, children: readonly Span[]): Span => {
  const { record } = node
  return {
    id: record.id,
    traceId,
    parentId: node.parent?.record.id ?? null,
    depth: node.depth,
    segmentId: record.segmentId,
    name: record.name,
    service: record.service,
    kind: record.kind,
    origin: record.origin,
    namespace: record.namespace,
    resource: record.resource,
    start: record.start,
    end: record.end,
    durationMs: record.end === null ? null : rounded(record.end - record.start),
    selfMs: selfTime(record, children),
    status: record.status,
    http: record.http,
    sql: record.sql,
    aws: record.aws,
    user: record.user,
    annotations: record.annotations,
    metadata: record.metadata,
    exceptions: record.exceptions,
    inferred: record.inferred,
    mergedIds: node.merged,
    attempts: node.attempts,
    attempt: node.attempt,
    links: record.links,
    requestId: record.requestId,
    precursorIds: record.precursorIds,
    marks: node.marks,
    children,
  }
}

/** The finished spans of a forest, without recursion: a trace may be 10,000 deep. */
export const grow = (roots: readonly Node[], preOrder: readonly Node[], traceId: string): readonly Span[] => {
  const grown = new Map<Node, Span>()
  for (let at = preOrder.length - 1; at >= 0; at--) {
    const node = preOrder[at]!
    const children = node.children.map((child) => grown.get(child)!)
    grown.set(node, spanOf(node, traceId, children))
  }
  return roots.map((root) => grown.get(root)!)
}
