import type { Span, SpanHttp, SpanStatus } from './span.ts'
import { isBad } from './status.ts'

/** What an ARN, a queue's URL or a name ends in: `orders`. */
export const shortResource = (resource: string): string => {
  const stage = /\/(?:rest)?apis\/[^/]+\/stages\/([^/]+)$/.exec(resource)
  if (stage) return stage[1]!
  const last = /^arn:[^:]*:(?:[^:]*:){3}(?:[^:/]+[:/])?(.+)$/.exec(resource)?.[1] ?? resource
  return last.split(/[/]/).filter(Boolean).at(-1) ?? resource
}

const placeOf = (url: string): { host: string; path: string } => {
  const match = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)([^?#]*)/i.exec(url)
  return match ? { host: match[1]!, path: match[2]! || '/' } : { host: '', path: url.replace(/[?#].*$/s, '') || '/' }
}

/** `/orders` of an API's URL: a REST API has its stage in front, which nobody wrote in his routes. */
const pathOf = (span: Span, url: string): string => {
  const { path } = placeOf(url)
  const stage = span.annotations['aws:api_stage']
  if (typeof stage !== 'string' || span.origin !== 'AWS::ApiGateway::Stage') return path
  const front = `/${stage}/`
  return path.startsWith(front) ? path.slice(front.length - 1) : path
}

const request = (span: Span, http: SpanHttp): string | null => {
  if (http.url === null) return null
  const { host } = placeOf(http.url)
  const what = span.kind === 'client' ? `${host}${placeOf(http.url).path}` : pathOf(span, http.url)
  return `${http.method ?? ''} ${what}`.trim()
}

const statement = (query: string): string => query.trim().split(/\s+/, 1)[0]!.toUpperCase()

/** How a span reads in a tree: `DynamoDB PutItem orders`, `POST /orders`, `GET api.example.com/health`, `PostgreSQL SELECT`, `CreateOrder`. */
export const spanLabel = (span: Span): string => {
  const name = span.name.replace(/^## /, '')
  if (span.aws?.operation != null && span.kind !== 'server') {
    const resource = span.resource === null ? '' : shortResource(span.resource)
    const words = [name, span.aws.operation, resource === name ? '' : resource]
    return words.filter((word, at) => word !== '' && !(at === 1 && name.endsWith(word))).join(' ')
  }
  if (span.sql !== null) {
    const query = span.sql.query
    return [span.sql.databaseType ?? name, query === null ? '' : statement(query)].filter(Boolean).join(' ')
  }
  // A function answers its caller over HTTP too, but nobody knows it by that.
  const told = span.http !== null && !span.origin?.startsWith('AWS::Lambda') ? request(span, span.http) : null
  if (told !== null && span.segmentId !== null) return told
  return told !== null && /^[A-Z]+$/.test(name) ? told : name
}

const words: Readonly<Record<SpanStatus, string>> = {
  ok: 'ok',
  error: 'error',
  fault: 'fault',
  throttle: 'throttled',
  running: 'running',
}

/**
 * `201`, `502`, or `ok`, `error`, `fault`, `throttled`, `running`. Lambda answers 200 also for a function that failed: where the HTTP status says
 * nothing of what happened, and for functions, the word stands.
 */
export const statusWord = (span: Span): string => {
  const status = span.origin?.startsWith('AWS::Lambda') ? null : (span.http?.status ?? null)
  return status === null || (isBad(span.status) && status < 400) ? words[span.status] : String(status)
}
