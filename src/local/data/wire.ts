import type * as http from 'node:http'
import type { Mount } from '../mount.ts'

/** One HTTP exchange with its bodies in memory: what stands before a foreign handler can read and change both. */
export interface WireRequest {
  readonly method: string
  /** Path and query. */
  readonly url: string
  readonly headers: http.IncomingHttpHeaders
  readonly body: Buffer
}

export interface WireResponse {
  readonly status: number
  readonly headers: Readonly<http.OutgoingHttpHeaders>
  readonly body: Buffer
}

export type WireHandler = (request: WireRequest) => Promise<WireResponse>

/** Written anew by the server for each answer. */
const hopHeaders = ['connection', 'keep-alive', 'transfer-encoding', 'date']

export const mountOf = (name: string, handle: WireHandler): Mount => ({
  name,
  async handle(request, response, body) {
    const { method = 'GET', url = '/', headers } = request
    const answer = await handle({ method, url, headers, body })
    for (const [header, value] of Object.entries(answer.headers))
      if (value !== undefined && !hopHeaders.includes(header.toLowerCase())) response.setHeader(header, value)
    response.statusCode = answer.status
    response.end(answer.body)
  },
})

/** A request of the cloud to itself: AWS JSON 1.0, with a credential scope and no signature that anybody checks. */
export const jsonCall = (service: string, target: string, input: unknown, region: string): WireRequest => ({
  method: 'POST',
  url: '/',
  headers: {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': target,
    'x-amz-date': '20260101T000000Z',
    authorization: scopeHeader(service, region),
  },
  body: Buffer.from(JSON.stringify(input)),
})

/** The same in the Query protocol, as SNS speaks it. */
export const snsCall = (form: Readonly<Record<string, string>>, region: string): WireRequest => ({
  method: 'POST',
  url: '/',
  headers: { 'content-type': 'application/x-www-form-urlencoded', authorization: scopeHeader('sns', region) },
  body: Buffer.from(new URLSearchParams({ Version: '2010-03-31', ...form }).toString()),
})

/** `/BUCKET/KEY`, or `/BUCKET` to make one. */
export const s3Put = (url: string, body: string, region: string): WireRequest => ({
  method: 'PUT',
  url,
  headers: { 'content-type': 'application/json', authorization: scopeHeader('s3', region) },
  body: Buffer.from(body),
})

const scopeHeader = (service: string, region: string): string =>
  `AWS4-HMAC-SHA256 Credential=AKIADEMO00000000SLSO/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`

/** The value of a promise that is made at the first call. */
export const once = <T>(make: () => Promise<T>): { (): Promise<T>; readonly made: () => Promise<T> | undefined } => {
  let made: Promise<T> | undefined
  const get = (): Promise<T> => {
    made ??= make()
    return made
  }
  return Object.assign(get, { made: () => made })
}
