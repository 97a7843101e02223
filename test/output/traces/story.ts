import { buildTrace } from '../../../src/domain/trace/build.ts'
import type { LinkedTrace } from '../../../src/domain/trace/rows.ts'
import type { Trace, TraceSummary } from '../../../src/domain/trace/trace.ts'

/** 14:03:21.118 UTC. */
export const AT = Date.UTC(2026, 10, 24, 14, 3, 21, 118)
export const ORDER = '1-6b49d2a9-16a5bdd27e45fc9f4a12ddd2'
export const FULFIL = '1-6b49d2aa-0b7c2e11a4f35d6c7e8f9012'

const seconds = (ms: number): number => (AT + ms) / 1000
type Json = Record<string, unknown>
const part = (id: string, name: string, from: number, to: number | null, more: Json = {}): Json => ({
  id,
  name,
  start_time: seconds(from),
  ...(to === null ? { in_progress: true } : { end_time: seconds(to) }),
  ...more,
})

export const traceOf = (id: string, documents: readonly Json[], options = {}): Trace =>
  buildTrace(
    id,
    documents.map((one) => ({
      format: 'xray' as const,
      id: String(one['id']),
      document: JSON.stringify({ trace_id: id, ...one }),
    })),
    options,
  )

const http = (status: number, request: Json = {}) => ({ http: { request, response: { status } } })

/** An order that is taken: an API, a function with a cold start, a table and a topic, and a link to who fulfils it. */
export const order = (): Trace =>
  traceOf(ORDER, [
    part('a000000000000001', 'orders-api', 0, 53, {
      origin: 'AWS::ApiGateway::Stage',
      ...http(201, { method: 'POST', url: 'https://x.execute-api.eu-west-1.amazonaws.com/prod/orders?token=hunter2' }),
      annotations: { 'aws:api_stage': 'prod' },
    }),
    part('a000000000000002', 'CreateOrder', 4, 50, {
      parent_id: 'a000000000000001',
      origin: 'AWS::Lambda::Function',
      aws: { request_id: '1c02d9aa-7b61-41e6-9a41-93e812345678' },
      annotations: { orderId: 'o-8841', gift: true },
      metadata: { default: { headers: { Authorization: 'Bearer abc.def', accept: '*/*' }, tries: 1.5 } },
      subsegments: [
        part('a000000000000003', 'DynamoDB', 10, 22, {
          namespace: 'aws',
          aws: { operation: 'PutItem', table_name: 'orders', region: 'eu-west-1' },
          ...http(200),
        }),
        part('a000000000000004', 'SNS', 25, 34, {
          namespace: 'aws',
          aws: { operation: 'Publish', topic_arn: 'arn:aws:sns:eu-west-1:123456789012:order-events' },
          links: [{ trace_id: FULFIL, id: 'b000000000000001', attributes: { ReferenceType: 'child' } }],
        }),
      ],
    }),
  ])

const gone = {
  working_directory: '/var/task',
  exceptions: [
    {
      id: 'e000000000000001',
      type: 'TypeError',
      message: "Cannot read properties of undefined (reading 'wrap')",
      stack: [
        { path: 'fulfil.ts', line: 41, label: 'wrapGift' },
        { path: 'fulfil.ts', line: 22, label: 'handler' },
        { path: '/var/runtime/index.mjs', line: 1173, label: 'Runtime.handleOnceNonStreaming' },
      ],
    },
  ],
}

/** Its other end: the function that fails. */
export const fulfil = (): Trace =>
  traceOf(FULFIL, [
    part('b000000000000001', 'FulfilOrder', 724, 762, {
      origin: 'AWS::Lambda::Function',
      fault: true,
      aws: { request_id: '8fab6c1e-98a6-4f2a-9d5e-0c3a5c2f1b77' },
      cause: gone,
      links: [{ trace_id: ORDER, id: 'a000000000000004', attributes: { ReferenceType: 'parent' } }],
      subsegments: [part('b000000000000002', '## wrapGift', 750, 761, { fault: true, cause: 'e000000000000001' })],
    }),
  ])

/** By row key, as a follower of links tells them. */
export const linked = (): ReadonlyMap<string, readonly LinkedTrace[]> =>
  new Map([
    [`${ORDER}/a000000000000004`, [{ trace: fulfil(), through: 'fulfilment', carrier: 'SQS', waitMs: 690, fanIn: 1 }]],
  ])

/** Text that nobody may trust: controls, markup, overrides, wide characters. */
export const HOSTILE = '\u001b]0;x\u0007\u001b[31m<script>alert(1)</script>"\';`\u202e日本語🧨\n::error::##[x\u009b2J'

/** A trace in which every text is hostile. */
export const hostile = (text: string): Trace =>
  traceOf(ORDER, [
    part('c000000000000001', text, 0, 40, {
      origin: text,
      user: text,
      ...http(500, { method: text, url: `https://${text}/${text}`, user_agent: text }),
      fault: true,
      cause: { exceptions: [{ id: 'e0', type: text, message: text, stack: [{ path: text, line: 1, label: text }] }] },
      annotations: { [text]: text },
      metadata: { [text]: { [text]: text } },
      links: [{ trace_id: text, id: text }],
      subsegments: [
        part('c000000000000002', text, 5, 9, { namespace: 'aws', aws: { operation: text, table_name: text } }),
        part('c000000000000003', text, 9, 20, {
          namespace: 'remote',
          sql: { sanitized_query: text, database_type: text },
        }),
      ],
    }),
    { id: text, name: text },
  ])

/** `count` spans, each level with a few below it, `depth` deep at most. */
export const large = (count: number): Trace => {
  const documents: Json[] = []
  for (let at = 0; at < count; at++) {
    const id = at.toString(16).padStart(16, '0')
    const parent =
      at === 0
        ? {}
        : {
            parent_id: Math.floor((at - 1) / 3)
              .toString(16)
              .padStart(16, '0'),
          }
    documents.push(
      part(id.replace(/^0/, 'f'), `service-${at % 40}`, at, count + 10, {
        ...parent,
        ...(at === 0 ? {} : { parent_id: String(parent.parent_id).replace(/^0/, 'f') }),
        ...(at % 97 === 5 ? { fault: true } : {}),
      }),
    )
  }
  return traceOf(ORDER, documents)
}

export const summary = (more: Partial<TraceSummary> = {}): TraceSummary => ({
  id: ORDER,
  start: AT,
  durationMs: 1240,
  responseMs: 53,
  status: 'fault',
  http: { method: 'POST', url: 'https://api.example.com/prod/orders', status: 201 },
  root: 'POST /orders',
  services: ['orders-api', 'CreateOrder', 'FulfilOrder'],
  annotations: { orderId: 'o-8841' },
  user: null,
  partial: false,
  revision: 3,
  cause: "TypeError: Cannot read properties of undefined (reading 'wrap') (fulfil.ts:41)",
  ...more,
})
