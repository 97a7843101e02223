import { createHash } from 'node:crypto'
import type { SegmentDocument, StoredTrace, Subsegment } from './segments.ts'

/** The kind of thing behind a call to an AWS service, where X-Ray knows it more closely than by the service's name. */
const origins = new Map(
  Object.entries({ DynamoDB: 'AWS::DynamoDB::Table', SQS: 'AWS::SQS::Queue', S3: 'AWS::S3::Bucket' }),
)

const linksAllowed = 20

/** A segment and everything below it. */
export const nodesOf = (segment: Subsegment): readonly Subsegment[] => {
  const found = [segment]
  for (const node of found) found.push(...(node.subsegments ?? []))
  return found
}

/** What nobody sent: the segment of a service that a subsegment called and that sends none of its own. */
const inferredFrom = (call: Subsegment, traceId: string): SegmentDocument => {
  const { name, start_time, end_time, http, aws, error, throttle, fault, namespace } = call
  const origin = namespace === 'remote' ? 'remote' : (origins.get(name) ?? `AWS::${name}`)
  const given = { end_time, http, aws, error, throttle, fault }
  return {
    id: createHash('sha256').update(call.id).digest('hex').slice(0, 16),
    name,
    start_time,
    trace_id: traceId,
    parent_id: call.id,
    inferred: true,
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    origin,
  }
}

/**
 * The documents of a trace as X-Ray gives them back: one for each segment, the finished instead of the unfinished one, subsegments
 * that came apart put into it; a segment for each called service that sends none; and on what others link to, the link back.
 */
export const processed = ({ id, documents, followers }: StoredTrace): SegmentDocument[] => {
  const latest = new Map<string, SegmentDocument>()
  for (const document of documents)
    if (document.end_time !== undefined || latest.get(document.id)?.end_time === undefined)
      latest.set(document.id, document)

  const segments = [...latest.values()].filter(({ type }) => type !== 'subsegment')
  const apart = [...latest.values()].filter(({ type }) => type === 'subsegment')
  const below = Map.groupBy(apart, ({ parent_id }) => parent_id ?? '')
  const placed = new Set<string>()
  const linked = Map.groupBy(
    followers.flatMap((one) => (one.links ?? []).filter((link) => link.trace_id === id).map((link) => ({ link, one }))),
    ({ link }) => link.id,
  )
  const linksOf = (node: Subsegment): Pick<Subsegment, 'links'> => {
    const back = (linked.get(node.id) ?? []).slice(0, linksAllowed).map(({ one }) => ({
      trace_id: one.trace_id,
      id: one.id,
      attributes: {
        'aws.xray.reserved.reference_type': 'child',
        'aws.xray.reserved.names': [one.name],
        'aws.xray.reserved.type': one.origin,
        ReferenceType: 'child',
      },
    }))
    return back.length === 0 ? {} : { links: [...(node.links ?? []), ...back] }
  }
  const whole = <N extends Subsegment>(node: N): N => {
    placed.add(node.id)
    const late = (below.get(node.id) ?? []).filter((one) => !placed.has(one.id))
    const added = late.map(({ type: _, trace_id: __, parent_id: ___, ...one }) => whole(one as Subsegment))
    const children = [...(node.subsegments ?? []).map(whole), ...added]
    return { ...node, ...linksOf(node), ...(children.length === 0 ? {} : { subsegments: children }) }
  }
  const known = segments.map(whole)
  // What came apart and whose segment has not come stands by itself.
  for (const one of apart) if (!latest.has(one.parent_id ?? '') && !placed.has(one.id)) known.push(whole(one))
  for (const one of apart) if (!placed.has(one.id)) known.push(whole(one))

  const answered = new Set(known.map(({ parent_id }) => parent_id))
  const calls = known
    .flatMap(nodesOf)
    .filter((node) => node.namespace !== undefined && node.end_time !== undefined && !answered.has(node.id))
    .filter((node) => node.http?.request?.['traced'] !== true)
  return [...known, ...calls.map((call) => inferredFrom(call, id))]
}
