import type { Forest } from './node.ts'
import type { SpanRecord } from './record.ts'
import type { SpanException } from './span.ts'

const unknown = (id: string): SpanException => ({
  id,
  type: null,
  message: null,
  remote: false,
  stack: [],
  truncated: 0,
  causeId: null,
})

/** The exceptions of a span, with those that they or its `cause` name by id, wherever in the trace these stand. */
const followed = (record: SpanRecord, all: ReadonlyMap<string, SpanException>): readonly SpanException[] => {
  const found = [...record.exceptions]
  const here = new Set(found.flatMap(({ id }) => id ?? []))
  const add = (id: string): void => {
    if (here.has(id)) return
    here.add(id)
    found.push(all.get(id) ?? unknown(id))
  }
  if (record.causeRef !== null) add(record.causeRef)
  // `found` grows while it is walked: an exception that is added has its own cause.
  for (let at = 0; at < found.length; at++) {
    const { causeId } = found[at]!
    if (causeId !== null && (all.has(causeId) || here.has(causeId))) add(causeId)
  }
  return found
}

/** A `cause` may be the id of an exception in another span, also of another document. */
export const followExceptions = ({ nodes }: Forest, records: readonly SpanRecord[]): void => {
  const all = new Map<string, SpanException>()
  for (const { exceptions } of records) {
    for (const exception of exceptions)
      if (exception.id !== null && !all.has(exception.id)) all.set(exception.id, exception)
  }
  for (const node of nodes.values()) {
    const { causeRef, exceptions } = node.record
    if (causeRef === null && exceptions.every(({ causeId }) => causeId === null)) continue
    node.record = { ...node.record, exceptions: followed(node.record, all) }
  }
}
