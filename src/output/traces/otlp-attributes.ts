import type { Span } from '../../domain/trace/span.ts'

/** What OpenTelemetry knows of a service's resource, where the span came from it. */
export const resourceOf = (span: Span): Readonly<Record<string, unknown>> => {
  const own = span.segmentId === null ? span.metadata['resource'] : null
  const told = own !== null && typeof own === 'object' && !Array.isArray(own) ? (own as Record<string, unknown>) : {}
  return { 'service.name': span.service, ...told }
}

/** A span's fields by OpenTelemetry's names, and by X-Ray's own where it has none. Absent ones are null. */
export const attributesOf = (span: Span): Readonly<Record<string, unknown>> => {
  const { http, sql, aws, segmentId } = span
  const isXray = segmentId !== null
  const { resource: _resource, ...otherMetadata } = span.metadata
  const metadata = isXray ? span.metadata : otherMetadata
  return {
    '_aws.xray.type': isXray ? (segmentId === span.id ? 'segment' : 'subsegment') : null,
    '_aws.xray.namespace': isXray ? span.namespace : null,
    'aws.xray.origin': span.origin,
    'aws.xray.inferred': span.inferred || null,
    'aws.xray.inprogress': span.end === null || null,
    'aws.xray.error': span.status === 'error' || null,
    'aws.xray.throttle': span.status === 'throttle' || null,
    'aws.xray.fault': span.status === 'fault' || null,
    'http.request.method': http?.method,
    'url.full': http?.url,
    'http.response.status_code': http?.status,
    'client.address': http?.clientIp,
    'user_agent.original': http?.userAgent,
    'http.response.body.size': http?.contentLength,
    'db.system.name': sql && (sql.databaseType ?? 'other_sql'),
    'db.query.text': sql?.query,
    'db.connection_string': sql?.url,
    'db.user': sql?.user,
    'aws.operation': aws?.operation,
    'aws.region': aws?.region,
    'aws.account_id': aws?.accountId,
    'aws.request_id': span.requestId ?? aws?.requestId,
    'aws.function_arn': aws?.functionArn,
    'aws.log.group.names': aws === null || aws.logGroups.length === 0 ? null : aws.logGroups,
    'aws.retries': aws?.retries,
    'aws.remote.resource.identifier': span.resource,
    'enduser.id': span.user,
    ...aws?.other,
    ...metadata,
    ...span.annotations,
    ...(isXray && Object.keys(span.annotations).length > 0
      ? { 'aws.xray.annotation_keys': Object.keys(span.annotations) }
      : {}),
  }
}
