import { toXrayId } from './ids.ts'
import type { FieldValue, SpanAws, SpanException, SpanHttp, SpanLink, SpanSql, SpanStatus, StackFrame } from './span.ts'
import {
  field,
  fieldsBut,
  isRecord,
  type Json,
  listIn,
  none,
  nothing,
  numberIn,
  put,
  recordIn,
  textIn,
  trueIn,
} from './untrusted.ts'

/** Several flags may be set at once; the worst is told. */
export const xrayStatus = (document: Json, running: boolean): SpanStatus =>
  trueIn(document, 'fault')
    ? 'fault'
    : trueIn(document, 'throttle')
      ? 'throttle'
      : trueIn(document, 'error')
        ? 'error'
        : running
          ? 'running'
          : 'ok'

export const xrayHttp = (document: Json): SpanHttp | null => {
  if (!isRecord(field(document, 'http'))) return null
  const http = recordIn(document, 'http')
  const [request, response] = [recordIn(http, 'request'), recordIn(http, 'response')]
  const length = numberIn(response, 'content_length')
  return {
    method: textIn(request, 'method'),
    url: textIn(request, 'url'),
    status: numberIn(response, 'status'),
    clientIp: textIn(request, 'client_ip'),
    userAgent: textIn(request, 'user_agent'),
    // -1 is how an SDK says that it does not know
    contentLength: length !== null && length >= 0 ? length : null,
  }
}

export const xraySql = (document: Json): SpanSql | null => {
  if (!isRecord(field(document, 'sql'))) return null
  const sql = recordIn(document, 'sql')
  return {
    url: textIn(sql, 'url') ?? textIn(sql, 'connection_string'),
    query: textIn(sql, 'sanitized_query'),
    databaseType: textIn(sql, 'database_type'),
    user: textIn(sql, 'user'),
  }
}

const awsRead = new Set([
  'operation',
  'region',
  'account_id',
  'request_id',
  'function_arn',
  'retries',
  'cloudwatch_logs',
])

export const xrayAws = (document: Json): SpanAws | null => {
  if (!isRecord(field(document, 'aws'))) return null
  const aws = recordIn(document, 'aws')
  const gateway = recordIn(aws, 'api_gateway')
  return {
    operation: textIn(aws, 'operation'),
    region: textIn(aws, 'region'),
    accountId: textIn(aws, 'account_id') ?? textIn(gateway, 'account_id'),
    requestId: textIn(aws, 'request_id') ?? textIn(gateway, 'request_id'),
    functionArn: textIn(aws, 'function_arn'),
    logGroups: listIn(aws, 'cloudwatch_logs').flatMap((one) => textIn(one, 'log_group') ?? []),
    retries: numberIn(aws, 'retries'),
    other: fieldsBut(aws, awsRead),
  }
}

/** Fields of `aws` that name what was touched, the most telling first. */
const resourceKeys = [
  'resource_arn',
  'table_name',
  'queue_url',
  'topic_arn',
  'bucket_name',
  'stream_name',
  'state_machine_arn',
  'function_name',
  'function_arn',
] as const

export const xrayResource = (document: Json): string | null => {
  const aws = recordIn(document, 'aws')
  const named = textIn(document, 'resource_arn')
  if (named !== null) return named
  for (const key of resourceKeys) {
    const found = textIn(aws, key)
    if (found !== null) return found
  }
  const first = listIn(aws, 'resource_names')[0]
  return typeof first === 'string' && first !== '' ? first : null
}

export const isFieldValue = (value: unknown): value is FieldValue =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'

export const xrayAnnotations = (document: Json): Readonly<Record<string, FieldValue>> => {
  const said = recordIn(document, 'annotations')
  if (said === nothing) return nothing
  const found: Record<string, FieldValue> = {}
  for (const key of Object.keys(said)) {
    const value = said[key]
    if (isFieldValue(value)) put(found, key, value)
  }
  return found
}

const frameOf = (frame: unknown): StackFrame => ({
  path: textIn(frame, 'path'),
  line: numberIn(frame, 'line'),
  label: textIn(frame, 'label'),
})

const exceptionOf = (exception: Json): SpanException => ({
  id: textIn(exception, 'id'),
  type: textIn(exception, 'type'),
  message: textIn(exception, 'message'),
  remote: trueIn(exception, 'remote'),
  stack: listIn(exception, 'stack').filter(isRecord).map(frameOf),
  truncated: (numberIn(exception, 'truncated') ?? 0) + (numberIn(exception, 'skipped') ?? 0),
  causeId: textIn(exception, 'cause'),
})

const noCause = { exceptions: none, causeRef: null }

/** The exceptions that a document carries, or the id of one that another carries. An inferred segment has a message alone. */
export const xrayCause = (document: Json): { exceptions: readonly SpanException[]; causeRef: string | null } => {
  const cause = field(document, 'cause')
  if (typeof cause === 'string' && cause !== '') return { exceptions: [], causeRef: cause }
  if (!isRecord(cause)) return noCause
  const exceptions = listIn(cause, 'exceptions').filter(isRecord).map(exceptionOf)
  const alone = exceptions.length === 0 && (textIn(cause, 'message') !== null || textIn(cause, 'type') !== null)
  return { exceptions: alone ? [exceptionOf(cause)] : exceptions, causeRef: null }
}

const directions = new Set(['parent', 'child'])

/** `ReferenceType` (API and graph) and `aws.xray.reserved.reference_type` (as stored) say the same. */
export const linkDirection = (attributes: unknown): SpanLink['direction'] => {
  const word =
    textIn(attributes, 'ReferenceType') ??
    textIn(attributes, 'aws.xray.reserved.reference_type') ??
    textIn(attributes, 'reference_type')
  const said = word?.toLowerCase() ?? ''
  return directions.has(said) ? (said as 'parent' | 'child') : 'unknown'
}

export const xrayLinks = (document: Json): readonly SpanLink[] =>
  listIn(document, 'links').flatMap((link) => {
    const traceId = textIn(link, 'trace_id')
    return traceId === null
      ? []
      : [
          {
            traceId: toXrayId(traceId) ?? traceId,
            spanId: textIn(link, 'id'),
            direction: linkDirection(field(link, 'attributes')),
          },
        ]
  })
