import { describe, expect, it } from 'vitest'
import { buildTrace } from '../../../src/domain/trace/build.ts'
import type { Span } from '../../../src/domain/trace/span.ts'
import { byId, type Doc, drawn, hex, otel, traceId } from './documents.ts'

const at = (ms: number): string => String(1_800_000_000_000_000_000n + BigInt(ms) * 1_000_000n)

const span = (n: number, name: string, from: number, to: number | null, more: Doc = {}): Doc => ({
  traceId: '6b49d20016a5bdd27e45fc9f4a12ddd2',
  spanId: hex(n),
  name,
  startTimeUnixNano: at(from),
  ...(to === null ? {} : { endTimeUnixNano: at(to) }),
  ...more,
})

const below = (n: number): Doc => ({ parentSpanId: hex(n) })

const traceOf = (...documents: Doc[]) => buildTrace(traceId, documents.map(otel))

const one = (more: Doc): Span => traceOf(span(1, 'x', 0, 10, more)).roots[0]!

describe('OpenTelemetry spans', () => {
  it('become a tree with services, kinds and attributes', () => {
    const trace = traceOf(
      span(2, 'GET shop', 10, 90, { ...below(1), kind: 'CLIENT', resource: { attributes: { 'service.name': 'api' } } }),
      span(1, 'GET /', 0, 100, {
        kind: 'SERVER',
        parentSpanId: '',
        resource: {
          attributes: { 'service.name': 'api', 'cloud.platform': 'aws_lambda', 'cloud.region': 'eu-west-1' },
        },
        attributes: {
          'http.request.method': 'GET',
          'url.full': 'https://x/',
          'http.response.status_code': 200,
          'user.id': 'ada',
          list: ['a'],
        },
      }),
      span(3, 'work', 20, 80, {
        ...below(2),
        kind: 'SPAN_KIND_CONSUMER',
        resource: { attributes: { 'service.name': 'shop' } },
      }),
    )
    expect(drawn(trace)).toEqual([`GET /#${hex(1)}`, `  GET shop#${hex(2)}`, `    work#${hex(3)}`])
    expect(trace.roots[0]).toMatchObject({
      service: 'api',
      kind: 'server',
      origin: 'AWS::Lambda::Function',
      segmentId: null,
      start: 1_800_000_000_000,
      durationMs: 100,
      user: 'ada',
      http: { method: 'GET', url: 'https://x/', status: 200 },
      annotations: { 'http.request.method': 'GET', 'http.response.status_code': 200 },
      metadata: { list: ['a'], resource: { 'service.name': 'api' } },
      aws: { region: 'eu-west-1' },
    })
    expect(byId(trace).get(hex(3))).toMatchObject({ service: 'shop', kind: 'consumer' })
  })

  it.each([
    ['1800000000000000123', 1_800_000_000_000],
    ['1800000000123456789', 1_800_000_000_123.456],
    [1.8e18, 1_800_000_000_000],
    ['9999999999999999999999999', null],
    ['soon', null],
    [Number.NaN, null],
    ['0', null],
    [0, null],
    [-5, null],
    [null, null],
  ])('nanoseconds %j', (startTimeUnixNano, ms) => {
    const trace = traceOf({ ...span(1, 'x', 0, 1), startTimeUnixNano })
    expect(trace.roots[0]?.start ?? null).toBe(ms)
    expect(trace.invalid).toEqual(ms === null ? [{ id: hex(1), reason: 'its startTimeUnixNano is no time' }] : [])
  })

  it.each([
    [{ code: 'UNSET' }, undefined, 'ok'],
    [{ code: 'ERROR' }, undefined, 'fault'],
    [{ code: 'STATUS_CODE_ERROR' }, 404, 'error'],
    [{ code: 2 }, 429, 'throttle'],
    [{ code: 2 }, 503, 'fault'],
    [{ code: 2 }, 200, 'fault'],
    [undefined, 500, 'fault'],
    [{}, 404, 'error'],
    [{ code: 1 }, 404, 'ok'],
  ])('status %j with HTTP %s is %s', (status, code, expected) => {
    expect(one({ status, attributes: { 'http.status_code': code } }).status).toBe(expected)
  })

  it('exceptions are read from events, with the frames of their stacks', () => {
    const stack =
      'TypeError: x\n    at wrap (/var/task/a.ts:4:2)\n    at /var/task/b.ts:9:1\n    at async Object.run (node:internal/x:1:1)'
    const python =
      'Traceback (most recent call last):\n  File "/var/task/app.py", line 3, in handler\n    f()\n  File "/var/task/f.py", line 9, in f\nE: x'
    const event = (text: string): Doc => ({
      name: 'exception',
      attributes: { 'exception.type': 'TypeError', 'exception.message': 'x', 'exception.stacktrace': text },
    })
    expect(one({ events: [{ name: 'other' }, event(stack)] }).exceptions).toEqual([
      {
        id: null,
        type: 'TypeError',
        message: 'x',
        remote: false,
        truncated: 0,
        causeId: null,
        stack: [
          { path: '/var/task/a.ts', line: 4, label: 'wrap' },
          { path: '/var/task/b.ts', line: 9, label: null },
          { path: 'node:internal/x', line: 1, label: 'async Object.run' },
        ],
      },
    ])
    expect(one({ events: [event(python)] }).exceptions[0]!.stack).toEqual([
      { path: '/var/task/f.py', line: 9, label: 'f' },
      { path: '/var/task/app.py', line: 3, label: 'handler' },
    ])
    const others = 'at shop.A.run(A.java:12)\nat native(Native Method)\nat Shop.B.Go(Int32 n) in /src/B.cs:line 7'
    expect(one({ events: [event(others)] }).exceptions[0]!.stack.map(({ path, line }) => [path, line])).toEqual([
      ['A.java', 12],
      ['Native Method', null],
      ['/src/B.cs', 7],
    ])
  })

  it('the words of a status are an exception where no event told one', () => {
    expect(one({ status: { code: 'ERROR', message: 'boom' } }).exceptions).toMatchObject([
      { type: null, message: 'boom' },
    ])
  })

  it('links: of a consumer to who sent, of others unknown, or as they say', () => {
    const links = [{ traceId: `${'0'.repeat(31)}1`, spanId: hex(9) }, { spanId: hex(9) }]
    const told = { traceId: '1-00000000-000000000000000000000001', spanId: hex(9) }
    expect(one({ kind: 'CONSUMER', links }).links).toEqual([{ ...told, direction: 'parent' }])
    expect(one({ links }).links).toEqual([{ ...told, direction: 'unknown' }])
    expect(
      one({ links: [{ ...links[0], attributes: { 'aws.xray.reserved.reference_type': 'child' } }] }).links,
    ).toEqual([{ ...told, direction: 'child' }])
  })

  it('AWS and database calls are told as such', () => {
    const aws = one({
      name: 'SQS.SendMessage',
      kind: 'CLIENT',
      attributes: {
        'rpc.system': 'aws-api',
        'rpc.method': 'SendMessage',
        'aws.queue_url': 'https://q',
        'aws.request_id': 'r',
        'aws.region': 'eu-west-1',
      },
    })
    expect(aws).toMatchObject({
      name: 'SQS',
      namespace: 'aws',
      resource: 'https://q',
      requestId: 'r',
      aws: { operation: 'SendMessage', region: 'eu-west-1' },
    })
    const db = one({ kind: 'CLIENT', attributes: { 'db.system': 'mysql', 'db.statement': 'SELECT 1', 'db.user': 'u' } })
    expect(db).toMatchObject({ namespace: 'remote', sql: { databaseType: 'mysql', query: 'SELECT 1', user: 'u' } })
  })

  it('what is no span is told, and the rest is shown', () => {
    const trace = traceOf(span(1, 'x', 0, 1), { spanId: '', startTimeUnixNano: at(0) }, { spanId: hex(2) })
    expect(trace.spanCount).toBe(1)
    expect(trace.invalid.map(({ id }) => id)).toEqual([null, hex(2)])
    expect(buildTrace(traceId, [{ format: 'otel', id: 'x', document: '7' }]).invalid).toEqual([
      { id: 'x', reason: 'it is no span' },
    ])
  })
})

describe("X-Ray's own segments as spans of aws/spans", () => {
  const segment = { '_aws.xray.type': 'segment' }
  const subsegment = (name: string, more: Doc = {}): Doc => ({
    name: '',
    attributes: { '_aws.xray.name': name, '_aws.xray.type': 'subsegment', ...more },
  })

  it("Lambda's pair, its parts, and subsegments without a name", () => {
    const trace = traceOf(
      span(1, 'Fulfil/LambdaService', 0, 100, { kind: 'SERVER', attributes: { ...segment, 'aws.request_id': 'req' } }),
      span(2, 'Fulfil/LambdaExecutionEnvironment', 40, 99, { ...below(1), kind: 'SERVER', attributes: segment }),
      span(3, 'Initialization/LambdaExecutionEnvironment', 10, 39, {
        ...below(2),
        attributes: { '_aws.xray.type': 'subsegment' },
      }),
      span(4, 'Overhead/LambdaExecutionEnvironment', 98, 99, {
        ...below(2),
        attributes: { '_aws.xray.type': 'subsegment' },
      }),
      span(5, '', 50, 60, {
        ...below(2),
        ...subsegment('work', { '_aws.xray.cause.message': 'boom', 'aws.xray.fault': true }),
      }),
    )
    expect(drawn(trace)).toEqual([
      `Fulfil#${hex(1)} =${hex(2)} cold-start`,
      `  Initialization#${hex(3)}`,
      `  work#${hex(5)}`,
      `  Overhead#${hex(4)}`,
    ])
    expect(trace.roots[0]).toMatchObject({ origin: 'AWS::Lambda::Function', requestId: 'req', kind: 'server' })
    expect(byId(trace).get(hex(5))).toMatchObject({ status: 'fault', exceptions: [{ message: 'boom' }] })
    expect(trace.cause?.summary).toBe('work failed: boom')
  })

  it('attempts of an asynchronous invocation', () => {
    const trace = traceOf(
      span(1, 'Fulfil/LambdaService', 0, 100, { attributes: segment }),
      span(2, '', 0, 40, { ...below(1), ...subsegment('Attempt #1', { 'aws.xray.fault': true }) }),
      span(3, '', 60, 99, { ...below(1), ...subsegment('Attempt #2') }),
      span(4, 'Fulfil/LambdaExecutionEnvironment', 61, 98, { ...below(3), attributes: segment }),
    )
    expect(drawn(trace)).toEqual([
      `Fulfil#${hex(1)} 1 of 2 failed`,
      `  Attempt #1#${hex(2)} try 1`,
      `  Attempt #2#${hex(3)} =${hex(4)} try 2`,
    ])
  })

  it('annotations are those that are listed; the rest is metadata', () => {
    const attributes = {
      ...segment,
      'aws.xray.annotation_keys': ['order'],
      order: 'o-1',
      other: 7,
      'http.status_code': 201,
    }
    expect(one({ attributes })).toMatchObject({
      annotations: { order: 'o-1' },
      metadata: { other: 7, 'http.status_code': 201 },
      http: { status: 201 },
    })
    expect(Object.keys(one({ attributes }).annotations)).toEqual(['order'])
    expect(one({ attributes: { ...segment, x: 1 } })).toMatchObject({ annotations: {}, metadata: { x: 1 } })
  })

  it.each([
    ['first', (running: Doc, done: Doc) => [running, done]],
    ['last', (running: Doc, done: Doc) => [done, running]],
  ])('the snapshot of what ran gives way to what ended, which came %s', (_, order) => {
    const running = span(1, 'x', 0, null, { attributes: { 'aws.xray.inprogress': true } })
    const trace = traceOf(...order(running, span(1, 'x', 0, 9)))
    expect(trace).toMatchObject({ spanCount: 1, partial: false })
    expect(traceOf(running)).toMatchObject({ partial: true, status: 'running' })
  })

  it.each(['error', 'fault', 'throttle'])('the flag %s is the status', (flag) => {
    expect(one({ attributes: { [`aws.xray.${flag}`]: true } }).status).toBe(flag)
  })
})
