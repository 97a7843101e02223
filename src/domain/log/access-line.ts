type Json = Readonly<Record<string, unknown>>

/** What an API's access line tells. `status` is the HTTP status, `latencyMs` the time to the answer. */
export interface Access {
  readonly method: string | null
  readonly path: string | null
  readonly status: number | null
  readonly latencyMs: number | null
}

const word = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' && value !== '-' ? value : null

/** API Gateway writes every `$context` variable as a string, and `-` for what there is none of. */
const number = (value: unknown): number | null => {
  const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof read === 'number' && Number.isFinite(read) ? read : null
}

/**
 * The path that a client asked for, as the API's own resources have it: `$context.path` of a REST API begins with the stage, and
 * `$context.resourcePath` (`/orders/{id}`) tells where the stage ends.
 */
const withoutStage = (path: string | null, resource: string | null): string | null => {
  if (path === null || resource === null) return path
  const [, , ...rest] = path.split('/')
  const parts = resource.split('/').slice(1)
  const own = rest.length === 0 ? [''] : rest
  const fits = parts.every((part, at) => part === own[at] || (part.startsWith('{') && Boolean(own[at])))
  const isWhole = own.length === parts.length || parts.at(-1)?.endsWith('+}')
  return fits && isWhole ? `/${own.join('/')}` : path
}

/** The access line of an API, whatever its template calls things; the route stands in for a path. (API Gateway: $context variables.) */
export const accessOf = (record: Json): Access => {
  const [routeMethod, routePath] = (word(record['routeKey']) ?? word(record['route']) ?? '').split(' ', 2)
  return {
    method:
      word(record['httpMethod']) ??
      word(record['method']) ??
      word(record['requestMethod']) ??
      (routePath ? word(routeMethod) : null),
    path:
      withoutStage(word(record['path']), word(record['resourcePath'])) ??
      word(record['rawPath']) ??
      word(record['resourcePath']) ??
      word(routePath) ??
      word(routeMethod),
    status: number(record['status']) ?? number(record['statusCode']),
    latencyMs:
      number(record['responseLatency']) ??
      number(record['latency']) ??
      number(record['integrationLatency']) ??
      number(record['responseTime']),
  }
}

const told = [
  'ip',
  'sourceIp',
  'requestTime',
  'requestTimeEpoch',
  'protocol',
  'responseLength',
  'responseLatency',
] as const

/** Whether a record has the shape of API Gateway's access formats: a status, a method or route, and something of the request. */
export const isAccess = (record: Json): boolean => {
  if (record['status'] === undefined && record['statusCode'] === undefined) return false
  if (record['httpMethod'] === undefined && record['routeKey'] === undefined) return false
  return told.filter((key) => record[key] !== undefined).length >= 2
}

const clf =
  /^\S{1,100} \S{1,200} \S{1,200} \[[^\]]{1,60}\] ?"(\S{1,20}) (\S{1,2000})[^"]{0,40}" (\d{3}) \S{1,20}(?: (\S{1,100}))?/

/** API Gateway's CLF and CSV-like text format: `ip caller user [time]"GET /path HTTP/1.1" 200 12 requestId`. */
export const accessInText = (text: string): (Access & { readonly requestId: string | null }) | null => {
  const match = clf.exec(text)
  if (!match) return null
  return { method: match[1]!, path: match[2]!, status: Number(match[3]), latencyMs: null, requestId: match[4] ?? null }
}

/** `POST /orders 201`. */
export const accessText = ({ method, path, status }: Access): string =>
  [method, path, status].filter((part) => part !== null).join(' ')
