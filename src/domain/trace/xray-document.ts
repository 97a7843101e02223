import type { Gathered, SpanRecord } from './record.ts'
import type { SpanKind } from './span.ts'
import { field, fieldsBut, isRecord, type Json, listIn, numberIn, recordIn, textIn, trueIn } from './untrusted.ts'
import {
  xrayAnnotations,
  xrayAws,
  xrayCause,
  xrayHttp,
  xrayLinks,
  xrayResource,
  xraySql,
  xrayStatus,
} from './xray-fields.ts'

/** Epoch seconds to milliseconds, to the microsecond: a double has no finer ones at today's times. Null for what is no time. */
const millis = (seconds: number | null): number | null => {
  if (seconds === null || seconds < 0 || seconds > 8.64e12) return null
  return Math.round(seconds * 1e6) / 1e3
}

interface Place {
  readonly document: unknown
  readonly above: { readonly id: string | null; readonly segmentId: string | null; readonly service: string } | null
  /** The id that AWS gave the document. */
  readonly documentId: string | null
}

/** An inferred segment is its caller's view of the call. */
const kindOf = (segment: boolean, inferred: boolean, namespace: string | null): SpanKind =>
  inferred || namespace === 'aws' || namespace === 'remote' ? 'client' : segment ? 'server' : 'internal'

const reasonAgainst = (document: Json, id: string | null): string | null => {
  if (id === null) return 'it has no id'
  if (millis(numberIn(document, 'start_time')) !== null) return null
  return field(document, 'start_time') === undefined ? 'it has no start_time' : 'its start_time is no time'
}

/** Longer ids are nobody's; the text of one would fill a screen. */
const longestId = 128

const idOf = (document: Json): string | null => {
  const id = textIn(document, 'id')
  return id !== null && id.length <= longestId ? id : null
}

const recordOf = (document: Json, id: string, place: Place, subsegment: boolean): SpanRecord => {
  const name = textIn(document, 'name') ?? textIn(document, 'origin') ?? 'unnamed'
  const namespace = textIn(document, 'namespace')
  const start = millis(numberIn(document, 'start_time'))!
  const said = millis(numberIn(document, 'end_time'))
  const aws = xrayAws(document)
  const inferred = trueIn(document, 'inferred')
  const http = recordIn(recordIn(document, 'http'), 'request')
  return {
    id,
    parentId: place.above ? place.above.id : textIn(document, 'parent_id'),
    segmentId: place.above ? place.above.segmentId : id,
    segment: !subsegment,
    name,
    service: place.above?.service ?? name,
    kind: kindOf(!subsegment, inferred, namespace),
    origin: textIn(document, 'origin'),
    namespace,
    resource: xrayResource(document),
    start,
    end: said === null ? null : Math.max(start, said),
    backwards: said !== null && said < start,
    status: xrayStatus(document, said === null),
    http: xrayHttp(document),
    sql: xraySql(document),
    aws,
    user: textIn(document, 'user'),
    annotations: xrayAnnotations(document),
    metadata: fieldsBut(recordIn(document, 'metadata')),
    ...xrayCause(document),
    inferred,
    traced: trueIn(http, 'traced') || trueIn(document, 'traced'),
    links: xrayLinks(document),
    requestId: aws?.requestId ?? null,
    precursorIds: listIn(document, 'precursor_ids').filter((one): one is string => typeof one === 'string'),
    documentId: place.documentId === id ? null : place.documentId,
  }
}

/**
 * One segment document, or a subsegment sent on its own, and everything nested in it, in the order written.
 * (X-Ray segment documents.) What can't be a span is told with the reason.
 */
export const readXray = (root: unknown, documentId: string | null, into: Gathered): void => {
  const stack: Place[] = [{ document: root, above: null, documentId }]
  for (let place = stack.pop(); place !== undefined; place = stack.pop()) {
    const { document } = place
    if (!isRecord(document)) {
      into.invalid.push({ id: place.documentId, reason: 'it is no segment document' })
      continue
    }
    const id = idOf(document) ?? place.documentId
    const reason = reasonAgainst(document, id)
    const subsegment = place.above !== null || textIn(document, 'type') === 'subsegment'
    let below: Place['above']
    if (reason === null && id !== null) {
      const record = recordOf(document, id, place, subsegment)
      into.records.push(record)
      below = { id, segmentId: record.segmentId, service: record.service }
    } else {
      into.invalid.push({ id, reason: reason! })
      const over = place.above?.id ?? textIn(document, 'parent_id')
      if (id !== null && over !== null) into.above.set(id, over)
      const service = place.above?.service ?? textIn(document, 'name') ?? 'unnamed'
      below = { id: id ?? over, segmentId: place.above?.segmentId ?? id, service }
    }
    const inner = listIn(document, 'subsegments')
    for (let at = inner.length - 1; at >= 0; at--) stack.push({ document: inner[at], above: below, documentId: null })
  }
}
