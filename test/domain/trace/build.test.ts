import { describe, expect, it } from 'vitest'
import { buildTrace } from '../../../src/domain/trace/build.ts'
import { spans } from '../../../src/domain/trace/flatten.ts'
import { drawn, hex, segment, spanIn, t0, traceId, traceOf, xray } from './documents.ts'

describe('a tree of segments', () => {
  it('ties nested and separate subsegments and segments of other documents, siblings by their start', () => {
    const trace = traceOf(
      segment('c', 'db', 30, 40, { type: 'subsegment', parent_id: 'b' }),
      segment('a', 'api', 0, 100, {
        subsegments: [segment('late', 'late', 60, 70), segment('b', 'work', 10, 50, { namespace: 'remote' })],
      }),
      segment('d', 'other', 20, 45, { parent_id: 'b' }),
    )
    expect(drawn(trace)).toEqual(['api#a', '  work#b', '    other#d', '    db#c', '  late#late'])
    expect(trace).toMatchObject({
      id: traceId,
      w3cId: '6b49d20016a5bdd27e45fc9f4a12ddd2',
      start: t0 * 1000,
      end: t0 * 1000 + 100,
      status: 'ok',
      partial: false,
      orphans: 0,
      invalid: [],
      spanCount: 5,
      cause: null,
    })
  })

  it('says of each span where it came from, what kind it is and whose it is', () => {
    const trace = traceOf(
      segment('a', 'api', 0, 100, {
        subsegments: [segment('b', 'plain', 1, 2), segment('c', 'S3', 1, 2, { namespace: 'aws' })],
      }),
      segment('d', 'alone', 3, 4, { type: 'subsegment', parent_id: 'a', namespace: 'remote' }),
    )
    const told = [...spans(trace)].map(({ id, kind, segmentId, service, parentId }) => [
      id,
      kind,
      segmentId,
      service,
      parentId,
    ])
    expect(told).toEqual([
      ['a', 'server', 'a', 'api', null],
      ['b', 'internal', 'a', 'api', 'a'],
      ['c', 'client', 'a', 'api', 'a'],
      ['d', 'client', 'd', 'api', 'a'],
    ])
  })

  it('reads times in exponent form, as numbers and as text, to the microsecond', () => {
    const trace = buildTrace(traceId, [
      xray('{"id":"a","name":"x","start_time":1.681574430822835E9,"end_time":"1681574431.0206673"}'),
    ])
    expect(trace.roots[0]).toMatchObject({ start: 1681574430822.835, end: 1681574431020.667, durationMs: 197.832 })
  })

  it('reads every field of a segment document', () => {
    const trace = traceOf(
      segment('a', 'api', 0, 10, {
        origin: 'AWS::ApiGateway::Stage',
        resource_arn: 'arn:aws:apigateway:eu-west-1::/restapis/x/stages/dev',
        user: 'ada',
        http: {
          request: { method: 'POST', url: 'https://x/dev/orders', client_ip: '192.0.2.1', user_agent: 'curl' },
          response: { status: '201', content_length: '17' },
        },
        aws: { api_gateway: { account_id: '123456789012', request_id: 'r-1', stage: 'dev' } },
        annotations: { order: 'o-1', gift: true, count: 3, list: [1], nothing: null },
        metadata: { default: { deep: { er: 1 } } },
        subsegments: [
          segment('b', 'DynamoDB', 1, 2, {
            namespace: 'aws',
            aws: {
              operation: 'PutItem',
              table_name: 'orders',
              region: 'eu-west-1',
              request_id: 'D1',
              retries: 0,
              item_count: 1,
            },
            http: { response: { status: 200, content_length: -1 } },
            precursor_ids: ['c', 7],
          }),
          segment('c', 'db', 0, 1, {
            namespace: 'remote',
            sql: {
              url: 'jdbc:x',
              sanitized_query: 'SELECT 1',
              database_type: 'PostgreSQL',
              user: 'u',
              preparation: 'statement',
            },
          }),
        ],
      }),
    )
    expect(trace.roots[0]).toMatchObject({
      origin: 'AWS::ApiGateway::Stage',
      resource: 'arn:aws:apigateway:eu-west-1::/restapis/x/stages/dev',
      user: 'ada',
      requestId: 'r-1',
      http: {
        method: 'POST',
        url: 'https://x/dev/orders',
        status: 201,
        clientIp: '192.0.2.1',
        userAgent: 'curl',
        contentLength: 17,
      },
      annotations: { order: 'o-1', gift: true, count: 3 },
      metadata: { default: { deep: { er: 1 } } },
      aws: { accountId: '123456789012', other: { api_gateway: { stage: 'dev' } } },
    })
    expect(Object.keys(trace.roots[0]!.annotations)).toEqual(['order', 'gift', 'count'])
    expect(spanIn(trace, 'b')).toMatchObject({
      resource: 'orders',
      requestId: 'D1',
      precursorIds: ['c'],
      http: { status: 200, contentLength: null },
      aws: { operation: 'PutItem', region: 'eu-west-1', retries: 0, other: { table_name: 'orders', item_count: 1 } },
    })
    expect(spanIn(trace, 'c').sql).toEqual({ url: 'jdbc:x', query: 'SELECT 1', databaseType: 'PostgreSQL', user: 'u' })
  })

  it.each([
    [{}, 'ok'],
    [{ error: true }, 'error'],
    [{ error: true, throttle: true }, 'throttle'],
    [{ error: true, throttle: true, fault: true }, 'fault'],
    [{ fault: 'true' }, 'fault'],
    [{ fault: false, error: false }, 'ok'],
  ])('flags %j are %s', (flags, status) => {
    expect(traceOf(segment('a', 'x', 0, 1, flags)).roots[0]!.status).toBe(status)
  })

  it('keeps throttle, error and fault at the levels that said them; the trace has what its roots say', () => {
    const trace = traceOf(
      segment('a', 'api', 0, 9, {
        error: true,
        subsegments: [
          segment('b', 'fn', 1, 8, { fault: true, subsegments: [segment('c', 'db', 2, 3, { throttle: true })] }),
        ],
      }),
    )
    expect([...spans(trace)].map(({ status }) => status)).toEqual(['error', 'fault', 'throttle'])
    expect(trace.status).toBe('error')
  })

  it('counts what names a missing parent, and shows it as a root', () => {
    const trace = traceOf(
      segment('a', 'api', 0, 100),
      segment('b', 'lost', 10, 20, { parent_id: 'gone', subsegments: [segment('c', 'inner', 11, 12)] }),
    )
    expect(drawn(trace)).toEqual(['api#a', 'lost#b orphan', '  inner#c'])
    expect(trace.orphans).toBe(1)
    expect(spanIn(trace, 'b').parentId).toBeNull()
  })

  it('shows what runs, and says that the trace is partial', () => {
    const trace = traceOf(segment('a', 'api', 0, null, { subsegments: [segment('b', 'done', 1, 2)] }))
    expect(trace.roots[0]).toMatchObject({ end: null, durationMs: null, selfMs: null, status: 'running' })
    expect(trace).toMatchObject({ partial: true, status: 'running', end: t0 * 1000 + 2 })
  })

  it('says that a trace is partial that AWS cut at its limit', () => {
    expect(buildTrace(traceId, [xray(segment('a', 'x', 0, 1))], { limitExceeded: true }).partial).toBe(true)
  })

  it('keeps an id that has no known form, and takes the W3C form', () => {
    expect(buildTrace('1-12de5a99-5d09hh705e56aad0152548cb', [])).toMatchObject({
      id: '1-12de5a99-5d09hh705e56aad0152548cb',
      w3cId: null,
      roots: [],
      start: 0,
      end: 0,
      status: 'ok',
    })
    expect(buildTrace('6b49d20016a5bdd27e45fc9f4a12ddd2', []).id).toBe(traceId)
  })
})

describe('one id more than once', () => {
  const running = segment('a', 'api', 0, null, { fault: true })
  const done = segment('a', 'api', 0, 9)

  it.each([
    ['first', [running, done]],
    ['last', [done, running]],
  ])('what has ended wins over what ran, which came %s', (_, documents) => {
    const trace = traceOf(...documents)
    expect(trace).toMatchObject({ spanCount: 1, partial: false })
    expect(trace.roots[0]).toMatchObject({ id: 'a', end: t0 * 1000 + 9, status: 'ok', mergedIds: [] })
  })

  it('the later end wins, and the children of both stay', () => {
    const trace = traceOf(
      segment('a', 'api', 0, 5, { subsegments: [segment('b', 'one', 1, 2)] }),
      segment('a', 'api', 0, 9, { subsegments: [segment('c', 'two', 3, 4)] }),
    )
    expect(drawn(trace)).toEqual(['api#a', '  one#b', '  two#c'])
    expect(trace.roots[0]!.durationMs).toBe(9)
  })

  it('a subsegment that was sent alone and nested keeps its parent', () => {
    const alone = segment('b', 'one', 1, 3, { type: 'subsegment' })
    const trace = traceOf(segment('a', 'api', 0, 5, { subsegments: [segment('b', 'one', 1, 2)] }), alone)
    expect(drawn(trace)).toEqual(['api#a', '  one#b'])
  })

  it('an id beside the document that is another than the one inside is told with it', () => {
    const trace = buildTrace(traceId, [
      { format: 'xray', id: 'outside', document: JSON.stringify(segment('inside', 'x', 0, 1)) },
      { format: 'xray', id: 'inside', document: JSON.stringify(segment('other', 'y', 0, 1)) },
    ])
    expect(drawn(trace)).toEqual(['x#inside =outside', 'y#other'])
  })
})

describe('rings of parents', () => {
  it('cuts a ring at the span that began first', () => {
    const trace = traceOf(
      segment('a', 'a', 5, 9, { parent_id: 'c' }),
      segment('b', 'b', 6, 8, { parent_id: 'a' }),
      segment('c', 'c', 1, 7, { parent_id: 'b' }),
      segment('d', 'd', 6, 7, { parent_id: 'c' }),
    )
    expect(drawn(trace)).toEqual(['c#c cycle', '  a#a', '    b#b', '  d#d'])
    expect(trace.orphans).toBe(0)
  })

  it.each([
    ['of one', [segment('a', 'a', 0, 1, { parent_id: 'a' })]],
    [
      'of itself inside itself',
      [segment('a', 'a', 0, 9, { subsegments: [segment('b', 'b', 1, 2, { subsegments: [segment('a', 'a', 0, 9)] })] })],
    ],
  ])('a ring %s', (_, documents) => {
    const trace = traceOf(...documents)
    expect(trace.roots.map(({ id, marks }) => [id, marks])).toEqual([['a', ['cycle']]])
    expect(trace.spanCount).toBe([...spans(trace)].length)
  })
})

describe('documents that are none', () => {
  it('tells each with its id and reason, and shows the rest', () => {
    const trace = buildTrace(traceId, [
      { format: 'xray', id: 'broken', document: '{"id": "broken"' },
      { format: 'xray', id: 'list', document: '[]' },
      { format: 'xray', id: 'nothing', document: 'null' },
      xray(
        segment('a', 'api', 0, 9, {
          subsegments: [{ id: 'b', name: 'no times' }, 'text', { name: 'no id', start_time: 1 }],
        }),
      ),
      xray({ ...segment('c', 'x', 0, 1), start_time: 'soon' }),
      xray({ ...segment('d', 'x', 0, 1), start_time: -1 }),
      xray({ ...segment('e', 'x', 0, 1), start_time: 1e300 }),
    ])
    expect(drawn(trace)).toEqual(['api#a'])
    expect(trace.invalid).toEqual([
      { id: 'broken', reason: expect.stringMatching(/^it is no JSON \(/) },
      { id: 'list', reason: 'it is no segment document' },
      { id: 'nothing', reason: 'it is no segment document' },
      { id: 'b', reason: 'it has no start_time' },
      { id: null, reason: 'it is no segment document' },
      { id: null, reason: 'it has no id' },
      { id: 'c', reason: 'its start_time is no time' },
      { id: 'd', reason: 'its start_time is no time' },
      { id: 'e', reason: 'its start_time is no time' },
    ])
  })

  it('puts what is nested in one under the span above it', () => {
    const inner = { subsegments: [segment('c', 'inner', 2, 3)] }
    expect(drawn(traceOf(segment('a', 'api', 0, 9, { subsegments: [{ id: 'b', ...inner }] })))).toEqual([
      'api#a',
      '  inner#c',
    ])
    expect(drawn(traceOf(segment('a', 'api', 0, 9), { id: 'b', parent_id: 'a', ...inner }))).toEqual([
      'api#a',
      '  inner#c',
    ])
    expect(drawn(traceOf({ id: 'b', ...inner }))).toEqual(['inner#c orphan'])
  })

  it('tells an id once, however many of its documents are wrong', () => {
    const trace = traceOf(segment('a', 'api', 0, 9), { id: 'a' }, { id: 'b' }, { id: 'b', start_time: null })
    expect(trace.invalid.map(({ id }) => id)).toEqual([null, 'b', null])
    expect(trace.invalid[0]!.reason).toBe('it has no start_time; another document with its id a is told of')
  })
})

describe('exceptions', () => {
  const origin = {
    id: hex(1),
    type: 'TypeError',
    message: 'boom',
    stack: [{ path: '/var/task/a.ts', line: 3, label: 'f' }],
  }

  it('follows a cause that is the id of an exception in another document', () => {
    const trace = traceOf(
      segment('a', 'api', 0, 9, { fault: true, cause: hex(1) }),
      segment('b', 'fn', 1, 8, { parent_id: 'a', fault: true, cause: { exceptions: [origin] } }),
    )
    const told = {
      id: hex(1),
      type: 'TypeError',
      message: 'boom',
      remote: false,
      truncated: 0,
      causeId: null,
      stack: origin.stack,
    }
    expect(spanIn(trace, 'a').exceptions).toEqual([told])
    expect(spanIn(trace, 'b').exceptions).toEqual([told])
  })

  it('follows exceptions to those that caused them, also in rings', () => {
    const trace = traceOf(
      segment('a', 'api', 0, 9, { cause: { exceptions: [{ id: 'x', message: 'outer', cause: 'y' }] } }),
      segment('b', 'fn', 1, 8, { parent_id: 'a', cause: { exceptions: [{ id: 'y', message: 'inner', cause: 'x' }] } }),
    )
    expect(spanIn(trace, 'a').exceptions.map(({ id }) => id)).toEqual(['x', 'y'])
    expect(spanIn(trace, 'b').exceptions.map(({ id }) => id)).toEqual(['y', 'x'])
  })

  it('says an id that leads nowhere, and reads a cause that is a message alone', () => {
    const trace = traceOf(
      segment('a', 'api', 0, 9, { cause: 'gone' }),
      segment('b', 'x', 1, 2, { cause: { message: 'not verified' } }),
      segment('c', 'x', 1, 2, { cause: { exceptions: [null, { skipped: 2, truncated: '3', stack: [null, {}] }] } }),
    )
    expect(spanIn(trace, 'a').exceptions).toMatchObject([{ id: 'gone', type: null, message: null }])
    expect(spanIn(trace, 'b').exceptions).toMatchObject([{ id: null, message: 'not verified' }])
    expect(spanIn(trace, 'c').exceptions).toMatchObject([
      { truncated: 5, stack: [{ path: null, line: null, label: null }] },
    ])
  })
})

describe('links', () => {
  it.each([
    [{ ReferenceType: 'parent' }, 'parent'],
    [{ 'aws.xray.reserved.reference_type': 'child' }, 'child'],
    [{}, 'unknown'],
    [undefined, 'unknown'],
  ])('of %j stand %s', (attributes, direction) => {
    const trace = traceOf(
      segment('a', 'x', 0, 1, { links: [{ trace_id: hex(7) + hex(8), id: 'z', attributes }, { id: 'no trace' }] }),
    )
    expect(trace.roots[0]!.links).toEqual([{ traceId: '1-00000000-000000070000000000000008', spanId: 'z', direction }])
  })
})
