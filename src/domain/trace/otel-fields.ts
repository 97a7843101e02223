import { attributesOf } from './any-value.ts'
import { toXrayId } from './ids.ts'
import type { SpanAws, SpanException, SpanHttp, SpanKind, SpanLink, SpanSql, SpanStatus } from './span.ts'
import { framesOf } from './stack-text.ts'
import { field, type Json, listIn, numberIn, textIn } from './untrusted.ts'
import { linkDirection } from './xray-fields.ts'

export type Attributes = ReadonlyMap<string, unknown>

/** The first of several names that holds a word. Names changed over the years; the newest stands first. */
export const word = (attributes: Attributes, ...names: readonly string[]): string | null => {
  for (const name of names) {
    const value = attributes.get(name)
    if (typeof value === 'string' && value !== '') return value
    if (typeof value === 'number' || typeof value === 'boolean') return String(value)
    if (Array.isArray(value) && typeof value[0] === 'string') return value[0]
  }
  return null
}

export const amount = (attributes: Attributes, ...names: readonly string[]): number | null => {
  for (const name of names) {
    const number = Number(attributes.get(name) ?? Number.NaN)
    if (Number.isFinite(number)) return number
  }
  return null
}

export const holds = (attributes: Attributes, name: string): boolean =>
  attributes.get(name) === true || attributes.get(name) === 'true'

/** An id of 8 or 16 bytes in lower-case hex, also where OTLP wrote it in base64. What is neither stays as it is; null for none. */
export const hexId = (value: string | null): string | null => {
  if (value === null || /^0*$/.test(value)) return null
  if (/^(?:[0-9a-f]{16}|[0-9a-f]{32})$/i.test(value)) return value.toLowerCase()
  if (!/^(?:[A-Za-z0-9+/]{11}=?|[A-Za-z0-9+/]{22}(?:==)?)$/.test(value)) return value
  const bytes = atob(value)
  return Array.from(bytes, (byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('')
}

/**
 * Nanoseconds since 1970 to milliseconds, to the microsecond. They are beyond 2^53: text keeps them exactly; a JSON number has lost up to
 * 128 ns, which is less than a double tells apart in milliseconds.
 */
export const nanoMillis = (nanos: unknown): number | null => {
  let micros: number
  if (typeof nanos === 'string' && /^\d{1,25}$/.test(nanos)) micros = Number(BigInt(nanos) / 1000n)
  else if (typeof nanos === 'bigint') micros = Number(nanos / 1000n)
  else if (typeof nanos === 'number' && Number.isFinite(nanos) && nanos >= 0) micros = Math.round(nanos / 1000)
  else return null
  return micros <= 8.64e18 ? micros / 1000 : null
}

const kinds: readonly SpanKind[] = ['internal', 'internal', 'server', 'client', 'producer', 'consumer']

/** `SERVER`, `SPAN_KIND_SERVER`, 2. */
export const otelKind = (kind: unknown): SpanKind => {
  if (typeof kind === 'number') return kinds[kind] ?? 'internal'
  const name = typeof kind === 'string' ? kind.replace(/^SPAN_KIND_/, '').toLowerCase() : ''
  return kinds.find((one) => one === name) ?? 'internal'
}

export const otelHttp = (attributes: Attributes): SpanHttp | null => {
  const scheme = word(attributes, 'url.scheme', 'http.scheme') ?? 'https'
  const host = word(attributes, 'server.address', 'http.host', 'net.host.name', 'net.peer.name')
  const path = word(attributes, 'url.path', 'http.target', 'http.route')
  const http: SpanHttp = {
    method: word(attributes, 'http.request.method', 'http.method'),
    url:
      word(attributes, 'url.full', 'http.url') ??
      (path === null ? null : host === null || /^[a-z]+:/.test(path) ? path : `${scheme}://${host}${path}`),
    status: amount(attributes, 'http.response.status_code', 'http.status_code'),
    clientIp: word(attributes, 'client.address', 'http.client_ip', 'net.peer.ip'),
    userAgent: word(attributes, 'user_agent.original', 'http.user_agent'),
    contentLength: amount(attributes, 'http.response.body.size', 'http.response_content_length'),
  }
  return http.method === null && http.status === null && http.url === null ? null : http
}

export const otelSql = (attributes: Attributes): SpanSql | null => {
  const query = word(attributes, 'db.query.text', 'db.statement')
  const databaseType = word(attributes, 'db.system.name', 'db.system')
  // DynamoDB is an AWS call, told under `aws`
  if (databaseType === null || /dynamo/i.test(databaseType)) return null
  return {
    url: word(attributes, 'server.address', 'db.connection_string'),
    query,
    databaseType,
    user: word(attributes, 'db.user'),
  }
}

const resourceNames = [
  'aws.remote.resource.identifier',
  'aws.dynamodb.table_names',
  'aws.table_name',
  'aws.sqs.queue.url',
  'aws.queue_url',
  'aws.queue.url',
  'aws.sns.topic.arn',
  'aws.topic_arn',
  'aws.s3.bucket',
  'aws.bucket_name',
  'aws.kinesis.stream.name',
  'aws.kinesis.stream_name',
  'aws.step_functions.state_machine.arn',
  'messaging.destination.name',
  'messaging.destination',
  'aws.function_name',
  'faas.invoked_name',
  'aws.function_arn',
  'aws.lambda.function.arn',
  'aws.lambda.invoked_arn',
] as const

export const otelResource = (attributes: Attributes): string | null => word(attributes, ...resourceNames)

export const otelAws = (attributes: Attributes, resource: Attributes): SpanAws | null => {
  const system = word(attributes, 'rpc.system', 'rpc.system.name')
  const operation =
    word(attributes, 'aws.operation') ??
    (system !== null && /^aws-?api$/.test(system) ? (word(attributes, 'rpc.method')?.split('/').at(-1) ?? null) : null)
  const aws: SpanAws = {
    operation,
    region: word(attributes, 'aws.region', 'cloud.region') ?? word(resource, 'cloud.region'),
    accountId: word(attributes, 'aws.account_id', 'cloud.account.id') ?? word(resource, 'cloud.account.id'),
    requestId: word(attributes, 'aws.request_id', 'aws.requestId', 'faas.invocation_id', 'faas.execution'),
    functionArn: word(attributes, 'aws.function_arn', 'aws.lambda.invoked_arn', 'cloud.resource_id', 'faas.id'),
    logGroups: [word(attributes, 'aws.log.group.names') ?? word(resource, 'aws.log.group.names')].filter(
      (name): name is string => name !== null,
    ),
    retries: amount(attributes, 'aws.retries'),
    other: {},
  }
  return (operation ?? aws.region ?? aws.accountId ?? aws.requestId ?? aws.functionArn ?? null) ? aws : null
}

/** An error of the caller (4xx), of the place (5xx), of the pace (429); without an HTTP status an error is the place's. */
export const otelStatus = (span: Json, attributes: Attributes, http: number | null, running: boolean): SpanStatus => {
  if (holds(attributes, 'aws.xray.fault')) return 'fault'
  if (holds(attributes, 'aws.xray.throttle')) return 'throttle'
  if (holds(attributes, 'aws.xray.error')) return 'error'
  const code = field(field(span, 'status'), 'code')
  const failed = code === 2 || (typeof code === 'string' && /^(?:STATUS_CODE_)?ERROR$/.test(code))
  if (http !== null && http >= 400 && (failed || code !== 1))
    return http === 429 ? 'throttle' : http < 500 ? 'error' : 'fault'
  return failed ? 'fault' : running ? 'running' : 'ok'
}

export const otelExceptions = (span: Json, attributes: Attributes): readonly SpanException[] => {
  const told = listIn(span, 'events').flatMap((event): SpanException[] => {
    const of = attributesOf(field(event, 'attributes'))
    const [type, message] = [word(of, 'exception.type'), word(of, 'exception.message')]
    if (textIn(event, 'name') !== 'exception' && type === null && message === null) return []
    const stack = framesOf(word(of, 'exception.stacktrace') ?? '')
    return [{ id: null, type, message, remote: false, stack, truncated: 0, causeId: null }]
  })
  if (told.length > 0) return told
  const message = word(attributes, '_aws.xray.cause.message', 'aws.xray.cause.message')
  const status = textIn(field(span, 'status'), 'message')
  const type = word(attributes, '_aws.xray.cause.type', 'exception.type')
  const said = message ?? word(attributes, 'exception.message') ?? status
  return said === null && type === null
    ? []
    : [
        {
          id: null,
          type,
          message: said,
          remote: false,
          stack: framesOf(word(attributes, 'exception.stacktrace') ?? ''),
          truncated: 0,
          causeId: null,
        },
      ]
}

/** A consumer's links go to who sent the messages; of any other link OpenTelemetry does not say which end came first. */
export const otelLinks = (span: Json, kind: SpanKind): readonly SpanLink[] =>
  listIn(span, 'links').flatMap((link): SpanLink[] => {
    const traceId = hexId(textIn(link, 'traceId'))
    if (traceId === null) return []
    const said = linkDirection(Object.fromEntries(attributesOf(field(link, 'attributes'))))
    const direction = said === 'unknown' && kind === 'consumer' ? 'parent' : said
    return [{ traceId: toXrayId(traceId) ?? traceId, spanId: hexId(textIn(link, 'spanId')), direction }]
  })

/** Epoch ms of a time under one of two names; `numberIn` alone would take the exactness from texts. */
export const timeIn = (span: Json, name: string): number | null => {
  const found = nanoMillis(field(span, name))
  return found !== null && found <= 8.64e15 && numberIn(span, name) !== 0 ? found : null
}
