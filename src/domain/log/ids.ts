type Json = Readonly<Record<string, unknown>>

/** Names under which loggers write Lambda's request id, in the order they are tried. */
export const requestIdKeys = [
  'requestId',
  'function_request_id',
  'awsRequestId',
  'aws_request_id',
  'AWSRequestId',
  'lambda_request_id',
] as const

/** Names under which loggers write the trace, in the order they are tried. */
export const traceIdKeys = [
  'xray_trace_id',
  'xrayTraceId',
  'xRayTraceId',
  'traceId',
  'trace_id',
  'trace.id',
  '_X_AMZN_TRACE_ID',
] as const

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i

export const isUuid = (text: string): boolean => text.length === 36 && uuid.test(text)

const xray = /(?:^|[^0-9a-z-])(1-[0-9a-f]{8}-[0-9a-f]{24})(?![0-9a-f])/i

/** The X-Ray id in a tracing header (`Root=1-...;Parent=...`) or alone; a W3C id (32 hex) in X-Ray's form; else null. */
export const traceIdOf = (value: unknown): string | null => {
  if (typeof value !== 'string' || value.length < 32 || value.length > 512) return null
  if (/^[0-9a-f]{32}$/.test(value)) return `1-${value.slice(0, 8)}-${value.slice(8)}`
  return xray.exec(value)?.[1] ?? null
}

/** The trace that a text names by an X-Ray header or by Lambda's `XRAY TraceId:`. */
export const traceIdInText = (text: string): string | null => {
  let at = text.indexOf('Root=1-')
  if (at < 0) at = text.indexOf('XRAY TraceId: 1-')
  return at < 0 ? null : (xray.exec(text.slice(at, at + 64))?.[1] ?? null)
}

/** The first of `keys` that holds a word in this record, and the word. */
export const firstWord = (record: Json, keys: readonly string[]): readonly [key: string, word: string] | null => {
  for (const key of keys) {
    const value = record[key]
    if (typeof value === 'string' && value !== '') return [key, value]
  }
  return null
}
