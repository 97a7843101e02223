import { type Forest, type Node, nodeOf } from './node.ts'
import type { Gathered, SpanRecord } from './record.ts'

/**
 * Which of two records of one id is shown: what ended before what still ran (an older revision), what was written by the service itself
 * before what its caller said, then the one that ended later, then the first.
 */
const isBetter = (next: SpanRecord, shown: SpanRecord): boolean => {
  if ((next.end === null) !== (shown.end === null)) return next.end !== null
  if (next.inferred !== shown.inferred) return !next.inferred
  return next.end !== null && shown.end !== null && next.end > shown.end
}

/** What only the other one knew is kept. */
const filled = (shown: SpanRecord, other: SpanRecord): SpanRecord => ({
  ...shown,
  parentId: shown.parentId ?? (other.parentId === shown.id ? null : other.parentId),
  exceptions: shown.exceptions.length > 0 ? shown.exceptions : other.exceptions,
  causeRef: shown.causeRef ?? other.causeRef,
  links: shown.links.length > 0 ? shown.links : other.links,
})

/** Each id once: AWS keeps a document for what began and another for what ended, and some clients send one twice. */
export const onePerId = ({ records, above }: Gathered): Forest => {
  const nodes = new Map<string, Node>()
  for (const record of records) {
    const node = nodes.get(record.id)
    if (node === undefined) nodes.set(record.id, nodeOf(record))
    else node.record = isBetter(record, node.record) ? filled(record, node.record) : filled(node.record, record)
  }
  const claimed = new Set<string>()
  for (const { id, documentId } of records) {
    if (documentId === null || nodes.has(documentId) || claimed.has(documentId)) continue
    claimed.add(documentId)
    nodes.get(id)!.merged.push(documentId)
  }
  return { nodes, aliases: new Map(), above }
}
