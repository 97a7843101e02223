import type { SegmentDocument } from '../xray/segments.ts'
import type { Purchase } from './shop.ts'

/** The stage of `orders-api`, and where it stands. */
export interface Stage {
  readonly apiId: string
  readonly region: string
  readonly account: string
  /** The function behind `POST /orders`. */
  readonly target: { readonly name: string; readonly arn: string }
}

export interface ApiCall {
  readonly requestId: string
  readonly at: number
  readonly ip: string
  readonly userAgent: string
  readonly traceId: string
  /** Ids of the stage's segment and of its call to Lambda. */
  readonly segmentId: string
  readonly callId: string
}

/** The event of a REST API's proxy integration, version 1.0. */
export const proxyEvent = (stage: Stage, call: ApiCall, { order }: Purchase): Record<string, unknown> => ({
  resource: '/orders',
  path: '/orders',
  httpMethod: 'POST',
  headers: { 'content-type': 'application/json', 'User-Agent': call.userAgent, 'X-Forwarded-For': call.ip },
  multiValueHeaders: {},
  queryStringParameters: null,
  multiValueQueryStringParameters: null,
  pathParameters: null,
  stageVariables: null,
  requestContext: {
    accountId: stage.account,
    apiId: stage.apiId,
    httpMethod: 'POST',
    identity: { sourceIp: call.ip, userAgent: call.userAgent },
    path: '/prod/orders',
    protocol: 'HTTP/1.1',
    requestId: call.requestId,
    requestTimeEpoch: call.at,
    resourcePath: '/orders',
    stage: 'prod',
  },
  body: JSON.stringify(order),
  isBase64Encoded: false,
})

export interface ApiAnswer {
  readonly status: number
  readonly length: number
  readonly latencyMs: number
  readonly integrationLatencyMs: number
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `$context.requestTime`: the Common Log Format's time, UTC. */
const commonLogTime = (at: number): string => {
  const iso = new Date(at).toISOString()
  return `${iso.slice(8, 10)}/${months[Number(iso.slice(5, 7)) - 1]}/${iso.slice(0, 4)}:${iso.slice(11, 19)} +0000`
}

/** One line of the stage's access log, in the format that the template gives it; all values are text, as API Gateway writes them. */
export const accessLine = (call: ApiCall, answer: ApiAnswer): string =>
  JSON.stringify({
    requestId: call.requestId,
    ip: call.ip,
    requestTime: commonLogTime(call.at),
    httpMethod: 'POST',
    resourcePath: '/orders',
    path: '/prod/orders',
    status: String(answer.status),
    protocol: 'HTTP/1.1',
    responseLength: String(answer.length),
    responseLatency: String(Math.round(answer.latencyMs)),
    integrationLatency: String(Math.round(answer.integrationLatencyMs)),
    userAgent: call.userAgent,
    xrayTraceId: call.traceId,
  })

export const stageDocument = (stage: Stage, call: ApiCall, answer: ApiAnswer): SegmentDocument => {
  const { apiId, region, account, target } = stage
  const start = call.at / 1000
  // `at` is cut to whole milliseconds, the latency is not.
  const end = Math.ceil(call.at + answer.latencyMs + 1) / 1000
  const flags = answer.status >= 500 ? { fault: true } : answer.status >= 400 ? { error: true } : {}
  const url = `https://${apiId}.execute-api.${region}.amazonaws.com/prod/orders`
  const response = { status: answer.status, content_length: answer.length }
  return {
    id: call.segmentId,
    name: 'orders-api/prod',
    trace_id: call.traceId,
    start_time: start,
    end_time: end,
    http: {
      request: { url, method: 'POST', user_agent: call.userAgent, client_ip: call.ip, x_forwarded_for: true },
      response,
    },
    aws: { api_gateway: { account_id: account, rest_api_id: apiId, stage: 'prod', request_id: call.requestId } },
    annotations: { 'aws:api_id': apiId, 'aws:api_stage': 'prod' },
    metadata: { default: { request_id: call.requestId } },
    origin: 'AWS::ApiGateway::Stage',
    resource_arn: `arn:aws:apigateway:${region}::/restapis/${apiId}/stages/prod`,
    ...flags,
    subsegments: [
      {
        id: call.callId,
        name: 'Lambda',
        start_time: start + 0.002,
        end_time: end,
        http: {
          request: {
            url: `https://lambda.${region}.amazonaws.com/2015-03-31/functions/${target.arn}/invocations`,
            method: 'POST',
          },
          response,
        },
        aws: { function_name: target.name, region, operation: 'Invoke', resource_names: [target.name] },
        namespace: 'aws',
        ...flags,
      },
    ],
  }
}

/** What the stage answers for what its function gave back: a failed function is a 502 with API Gateway's own words. */
export const statusOf = (payload: unknown, functionError: string | null): { status: number; length: number } => {
  const { statusCode, body } = (payload ?? {}) as { statusCode?: number; body?: string }
  if (functionError !== null || statusCode === undefined) return { status: 502, length: 36 }
  return { status: statusCode, length: Buffer.byteLength(body ?? '') }
}
