import { attributesOf } from './any-value.ts'
import {
  type Attributes,
  hexId,
  holds,
  otelAws,
  otelExceptions,
  otelHttp,
  otelKind,
  otelLinks,
  otelResource,
  otelSql,
  otelStatus,
  timeIn,
  word,
} from './otel-fields.ts'
import type { Gathered, SpanRecord } from './record.ts'
import type { FieldValue, SpanKind } from './span.ts'
import { field, isRecord, type Json, put, textIn } from './untrusted.ts'
import { isFieldValue } from './xray-fields.ts'

/** Attributes that are fields of a span here, or say how it was carried. */
const told = /^_aws\.xray\.|^aws\.xray\.|^telemetry\./

/** X-Ray indexes the attributes that are listed as annotations; where nobody listed any all that are no lists count. */
const split = (attributes: Attributes, resource: Attributes) => {
  const listed = attributes.get('aws.xray.annotation_keys') ?? attributes.get('aws.xray.annotations')
  const names = Array.isArray(listed) ? new Set<unknown>(listed) : null
  const xray = word(attributes, '_aws.xray.type') !== null
  const annotations: Record<string, FieldValue> = {}
  const metadata: Record<string, unknown> = {}
  for (const [key, value] of attributes) {
    if (told.test(key)) continue
    if (isFieldValue(value) && (names?.has(key) ?? !xray)) put(annotations, key, value)
    else put(metadata, key, value)
  }
  if (resource.size > 0) put(metadata, 'resource', Object.fromEntries(resource))
  return { annotations, metadata }
}

/**
 * X-Ray's segments that Transaction Search keeps as spans: subsegments have no name of their own, and Lambda's two segments are told
 * apart by what follows the function's name.
 */
const naming = (span: Json, attributes: Attributes): { name: string; origin: string | null } => {
  const said = textIn(span, 'name') ?? word(attributes, '_aws.xray.name') ?? 'unnamed'
  const origin = word(attributes, '_aws.xray.origin', 'aws.xray.origin')
  const match = /^(.+)\/Lambda(Service|ExecutionEnvironment)$/.exec(said)
  if (!match) return { name: said, origin }
  const name = word(attributes, '_aws.xray.name') ?? match[1]!
  if (word(attributes, '_aws.xray.type') === 'subsegment' || lambdaParts.has(name)) return { name, origin }
  return { name, origin: origin ?? (match[2] === 'Service' ? 'AWS::Lambda' : 'AWS::Lambda::Function') }
}

const lambdaParts = new Set(['Initialization', 'Invocation', 'Overhead', 'Restore', 'Dwell Time'])

const platforms: Readonly<Record<string, string>> = {
  aws_lambda: 'AWS::Lambda::Function',
  'aws.lambda': 'AWS::Lambda::Function',
  aws_ec2: 'AWS::EC2::Instance',
  aws_ecs: 'AWS::ECS::Container',
  aws_eks: 'AWS::EKS::Container',
}

const placeOf = (kind: SpanKind, resource: Attributes): string | null =>
  kind === 'server' || kind === 'consumer' ? (platforms[word(resource, 'cloud.platform') ?? ''] ?? null) : null

const namespaces: Readonly<Record<string, string>> = { aws: 'aws', remote: 'remote' }

const namespaceOf = (kind: SpanKind, attributes: Attributes, operation: string | null): string | null =>
  word(attributes, '_aws.xray.namespace') ??
  namespaces[operation !== null ? 'aws' : kind === 'client' ? 'remote' : ''] ??
  null

/** AWS calls are told by their service; OpenTelemetry names them `DynamoDB.PutItem`. */
const serviceCalled = (name: string, operation: string | null): string =>
  operation !== null && name.endsWith(`.${operation}`) ? name.slice(0, -operation.length - 1) : name

const recordOf = (
  span: Json,
  id: string,
  start: number,
  resource: Attributes,
  documentId: string | null,
): SpanRecord => {
  const attributes = attributesOf(field(span, 'attributes'))
  const said = timeIn(span, 'endTimeUnixNano')
  const running = said === null || (holds(attributes, 'aws.xray.inprogress') && said <= start)
  const xrayType = word(attributes, '_aws.xray.type')
  const kind = otelKind(field(span, 'kind'))
  const { name, origin } = naming(span, attributes)
  const http = otelHttp(attributes)
  const aws = otelAws(attributes, resource)
  const service =
    word(resource, 'service.name') ??
    word(attributes, 'aws.local.service') ??
    (xrayType === 'segment' ? name : (word(resource, 'faas.name') ?? name))
  return {
    id,
    parentId: hexId(textIn(span, 'parentSpanId')),
    segmentId: null,
    segment: xrayType === null ? kind === 'server' || kind === 'consumer' : xrayType === 'segment',
    name: serviceCalled(name, aws?.operation ?? null),
    service,
    kind: xrayType === 'segment' ? 'server' : kind,
    origin: origin ?? placeOf(kind, resource),
    namespace: namespaceOf(kind, attributes, aws?.operation ?? null),
    resource: otelResource(attributes) ?? word(resource, 'faas.id', 'cloud.resource_id'),
    start,
    end: running ? null : Math.max(start, said),
    backwards: said !== null && said < start,
    status: otelStatus(span, attributes, http?.status ?? null, running),
    http,
    sql: otelSql(attributes),
    aws,
    user: word(attributes, 'enduser.id', 'user.id'),
    ...split(attributes, resource),
    exceptions: otelExceptions(span, attributes),
    causeRef: null,
    inferred: holds(attributes, 'aws.xray.inferred'),
    traced: false,
    links: otelLinks(span, kind),
    requestId: aws?.requestId ?? null,
    precursorIds: [],
    documentId: documentId === id ? null : documentId,
  }
}

/** One span: OTLP's, or an event of the log group `aws/spans`. `resource` are the attributes of what made it. */
export const readOtelSpan = (
  span: unknown,
  resource: Attributes | null,
  documentId: string | null,
  into: Gathered,
): void => {
  if (!isRecord(span)) {
    into.invalid.push({ id: documentId, reason: 'it is no span' })
    return
  }
  const id = hexId(textIn(span, 'spanId')) ?? documentId
  const start = timeIn(span, 'startTimeUnixNano')
  if (id === null || id.length > 128) into.invalid.push({ id: null, reason: 'it has no spanId' })
  else if (start === null) into.invalid.push({ id, reason: 'its startTimeUnixNano is no time' })
  else {
    const own = attributesOf(field(field(span, 'resource'), 'attributes'))
    into.records.push(recordOf(span, id, start, resource ?? own, documentId))
  }
}
