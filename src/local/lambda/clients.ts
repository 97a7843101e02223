import { once } from 'node:events'
import type * as http from 'node:http'
import { jsonCall, s3Put, snsCall, type WireRequest } from '../data/wire.ts'
import { processor } from '../sample/shop.ts'
import type { Outgoing, World } from './handler.ts'

interface Place {
  readonly endpoint: string
  readonly region: string
  readonly traceId: string
  readonly sampled: boolean
  now(): number
}

class CallFailed extends Error {
  constructor(name: string, message: string) {
    super(message)
    this.name = name
  }
}

let shared: http.Agent | undefined

const exchange = async (endpoint: string, request: WireRequest): Promise<{ status: number; text: string }> => {
  const node = process.getBuiltinModule('node:http')
  shared ??= new node.Agent({ keepAlive: true })
  const { method, url, headers, body } = request
  const sent = node.request(`${endpoint}${url}`, {
    method,
    agent: shared,
    headers: { ...headers, 'content-length': Buffer.byteLength(body) },
  })
  sent.end(body)
  const [response] = (await once(sent, 'response')) as [http.IncomingMessage]
  const chunks: Buffer[] = []
  for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk)
  return { status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }
}

type Send = (call: Outgoing, region: string) => WireRequest

/** How each call of the sample app goes over the wire. */
const requests: Readonly<Record<Exclude<Outgoing['service'], 'remote'>, Send>> = {
  DynamoDB: ({ operation, input }, region) => jsonCall('dynamodb', `DynamoDB_20120810.${operation}`, input, region),
  SNS: ({ operation, input }, region) => snsCall({ Action: operation, ...(input as Record<string, string>) }, region),
  S3: ({ resource, input }, region) => s3Put(`/${resource}/${String(input['Key'])}`, String(input['Body']), region),
}

const errorOf = (status: number, text: string): CallFailed => {
  const given: Record<string, unknown> = text.startsWith('{') ? JSON.parse(text) : {}
  const code = given['__type'] ?? /<Code>([^<]+)/.exec(text)?.[1] ?? `Http${status}`
  const message = given['message'] ?? given['Message'] ?? /<Message>([^<]*)/.exec(text)?.[1] ?? `status ${status}`
  return new CallFailed(String(code).split('#').at(-1) ?? '', String(message))
}

/** The world of a handler that really runs: the cloud's own services over HTTP, as any AWS client sees them. */
export const liveWorld = (place: Place): World => ({
  now: place.now,
  async send(call, spanId) {
    if (call.service === 'remote') {
      const { card } = call.input as { card: string }
      const answer = processor(card, spanId.slice(0, 8))
      if (answer === null) return new Promise(() => {})
      await new Promise((resolve) => setTimeout(resolve, 40))
      return answer
    }
    const request = requests[call.service](call, place.region)
    const trace = `Root=${place.traceId};Parent=${spanId};Sampled=${place.sampled ? 1 : 0}`
    const headers = { ...request.headers, 'x-amzn-trace-id': trace }
    const { status, text } = await exchange(place.endpoint, { ...request, headers })
    if (status >= 400) throw errorOf(status, text)
    return text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {}
  },
})
