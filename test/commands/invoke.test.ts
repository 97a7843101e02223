import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningCloud, startCloud } from '../../src/local/start.ts'
import { type Invocation, type LambdaDoor, lambdaDoor } from '../support/lambda-door.ts'
import { json, type Ran, slsops } from '../support/run-slsops.ts'

let cloud: RunningCloud
let door: LambdaDoor
beforeAll(async () => {
  cloud = await startCloud({ traffic: false, seed: 3 })
  door = await lambdaDoor(cloud.endpoint)
})
afterAll(async () => {
  await door.close()
  await cloud.close()
})

const basket = '{"items":[{"sku":"mug","quantity":1,"cents":900}]}'
const id = '8fab6c1e-6d6c-4b6e-9a40-0e5b1d3e9f11'

/** Against the cloud itself, whose functions run. */
const real = (...words: string[]): Promise<Ran> => slsops(['invoke', '--stack', 'orders', ...words], { env: cloud.env })
/** Against a Lambda that answers what a test says, and counts. */
const told = (words: readonly string[], options: Parameters<typeof slsops>[1] = {}): Promise<Ran> =>
  slsops(['invoke', '--stack', 'orders', ...words], {
    ...options,
    env: { ...cloud.env, AWS_ENDPOINT_URL_LAMBDA: door.url },
  })

const log = (report: string): string =>
  Buffer.from(
    `START RequestId: ${id} Version: $LATEST\nEND RequestId: ${id}\nREPORT RequestId: ${id}\t${report}\t\n`,
  ).toString('base64')
const failed = (kind: string, errorType: string, errorMessage: string, report: string): Invocation => ({
  status: 200,
  headers: { 'x-amz-function-error': kind, 'x-amz-log-result': log(report) },
  body: JSON.stringify({ errorType, errorMessage }),
})
const refused = (status: number, code: string, fields: object): Invocation => ({
  status,
  headers: { 'x-amzn-errortype': code, 'content-type': 'application/json' },
  body: JSON.stringify(fields),
})
const usual = 'Duration: 12.50 ms\tBilled Duration: 13 ms\tMemory Size: 256 MB\tMax Memory Used: 80 MB'
const full = 'Duration: 12.50 ms\tBilled Duration: 13 ms\tMemory Size: 256 MB\tMax Memory Used: 256 MB'

describe('exit codes', () => {
  const cases: readonly [string, Invocation, number, string][] = [
    ['success', { status: 200, headers: { 'x-amz-log-result': log(usual) }, body: '{"ok":true}' }, 0, 'success'],
    ['a handled error', failed('Handled', 'Refused', 'no', usual), 1, 'error'],
    ['an unhandled error', failed('Unhandled', 'TypeError', 'bad', usual), 1, 'error'],
    [
      'a timeout',
      failed(
        'Unhandled',
        'Sandbox.Timedout',
        `RequestId: ${id} Error: Task timed out after 10.00 seconds`,
        `${usual}\tStatus: timeout`,
      ),
      1,
      'timeout',
    ],
    [
      'no memory left',
      failed(
        'Unhandled',
        'Runtime.ExitError',
        `RequestId: ${id} Error: Runtime exited with error: signal: killed`,
        full,
      ),
      1,
      'oom',
    ],
    [
      'no memory left, by the report alone',
      failed(
        'Unhandled',
        'Runtime.ExitError',
        `RequestId: ${id} Error: Runtime exited`,
        `${full}\tStatus: error\tError Type: Runtime.ExitError`,
      ),
      1,
      'oom',
    ],
  ]
  it.each(cases)('%s', async (_, answer, exit, outcome) => {
    door.answer(answer)
    const ran = await told(['CreateOrder', '-d', '{"a":1}', '--yes', '--json'])
    expect(ran.code, ran.stderr).toBe(exit)
    expect(json(ran)).toMatchObject({
      schema: 'slsops.invoke/1',
      outcome,
      requestId: id,
      billedMs: 13,
      logsComplete: true,
    })
    expect(door.invocations).toEqual(['{"a":1}'])
  })

  const problems: readonly [string, Invocation | null, number, string, RegExp][] = [
    [
      'a throttle',
      refused(429, 'TooManyRequestsException', {
        Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
        message: 'Rate Exceeded.',
      }),
      3,
      'Throttled',
      /reserved concurrency is in use/,
    ],
    [
      'no such qualifier',
      refused(404, 'ResourceNotFoundException', { message: 'Function not found' }),
      2,
      'FunctionNotFound',
      /does not exist/,
    ],
    [
      'a payload that Lambda does not take',
      refused(400, 'InvalidRequestContentException', { message: 'Could not parse' }),
      2,
      'BadPayload',
      /no JSON/,
    ],
    [
      'a refusal',
      refused(403, 'AccessDeniedException', {
        Message: 'User: x is not authorized to perform: lambda:InvokeFunction on resource: y',
      }),
      3,
      'AccessDenied',
      /lambda:InvokeFunction/,
    ],
    ['a failure of the service', refused(500, 'ServiceException', { Message: 'oops' }), 3, 'ServiceUnavailable', /.*/],
    ['a broken connection', null, 3, 'Network', /.*/],
  ]
  it.each(problems)('%s, sent once', async (_, answer, exit, code, message) => {
    door.answer(answer)
    const ran = await told(['CreateOrder', '-d', '{"a":1}', '--yes', '--json'])
    expect(ran.code, ran.stderr).toBe(exit)
    expect(json(ran)).toMatchObject({
      schema: 'slsops.error/1',
      error: { code, message: expect.stringMatching(message) },
    })
    expect(door.invocations).toEqual(['{"a":1}'])
    if (code === 'Network' || code === 'ServiceUnavailable') expect(json(ran).error.hint).toMatch(/may have run/)
    if (code === 'AccessDenied') expect(json(ran).error.action).toBe('lambda:InvokeFunction')
  })

  it.each([
    ['an unknown function', ['NoSuchFunction', '--yes'], 'UnknownName'],
    ['bad JSON', ['CreateOrder', '-d', '{"a":', '--yes'], 'BadPayload'],
    ['a file that is not there', ['CreateOrder', '-d', '@/no/such/file', '--yes'], 'CannotRead'],
    ['flags that do not go together', ['CreateOrder', '--async', '--stream', '--yes'], 'Usage'],
    ['an unknown kind of event', ['CreateOrder', '--event', 'pigeon', '--yes'], 'Usage'],
    ['too much for --async', ['CreateOrder', '--async', '-d', '-', '--yes'], 'Usage'],
    ['no yes', ['CreateOrder'], 'Usage'],
    ['--read-only', ['CreateOrder', '--yes', '--read-only'], 'Usage'],
  ])('%s is usage, and nothing is sent', async (_, words, code) => {
    door.answer({ status: 200, body: 'null' })
    const ran = await told([...words, '--json'], {
      input: words.includes('-') ? JSON.stringify('x'.repeat(1_100_000)) : '',
    })
    expect(ran.code, ran.stderr).toBe(2)
    expect(json(ran).error.code).toBe(code)
    expect(door.invocations).toEqual([])
  })
})

describe('what comes out', () => {
  it('is the answer byte by byte on a pipe, and the rest on stderr', async () => {
    const bytes = '{"n": 12345678901234567890,\n "s":"é"}'
    door.answer({
      status: 200,
      headers: { 'x-amz-log-result': log(usual), 'x-amz-executed-version': '7' },
      body: bytes,
    })
    const ran = await told(['CreateOrder:live', '-d', '{"big":12345678901234567890}', '--yes'])
    expect(ran.stdout).toBe(bytes)
    expect(ran.stderr).toContain('success · 13 ms · billed 13 ms · 80/256 MB · HTTP 200 · version 7')
    expect(ran.stderr).toContain(`request ${id}`)
    expect(door.invocations).toEqual(['{"big":12345678901234567890}'])
    const asJson = await told(['CreateOrder', '--yes', '--json'])
    expect(asJson.stdout).toContain('"n": 12345678901234567890')
  })

  it('says of an interrupted one that the function goes on', async () => {
    door.answer('never')
    const ran = await told(['CreateOrder', '--yes'], {
      started: (child) => {
        const timer = setInterval(() => {
          if (door.invocations.length === 0) return
          clearInterval(timer)
          child.kill('SIGINT')
        }, 20)
      },
    })
    expect(ran.code).toBe(130)
    expect(ran.stderr).toContain('CreateOrder goes on')
    expect(door.invocations).toHaveLength(1)
  })

  it('runs the function, with its log, its trace and its streamed answer', async () => {
    const ran = await real('CreateOrder', '-d', basket, '--yes', '--json')
    expect(ran.code, ran.stderr).toBe(0)
    const { payload, logs, ...rest } = json(ran)
    expect(payload).toMatchObject({ statusCode: 201 })
    expect(rest).toMatchObject({
      function: 'CreateOrder',
      invocationType: 'RequestResponse',
      statusCode: 200,
      logsComplete: true,
    })
    expect(logs.map(({ kind }: { kind: string }) => kind)).toEqual(
      expect.arrayContaining(['start', 'app', 'end', 'report']),
    )
    const traced = await real('CreateOrder', '-d', basket, '--yes', '--json', '--trace')
    expect(traced.code, traced.stderr).toBe(0)
    const { trace, traceId } = json(traced)
    expect(trace.id).toBe(traceId)
    expect(trace.spans.length).toBeGreaterThan(3)
    const streamed = await real('CreateOrder', '-d', basket, '--yes', '--stream')
    expect(streamed.code, streamed.stderr).toBe(0)
    expect(JSON.parse(streamed.stdout)).toMatchObject({ statusCode: 201 })
  })

  it('reads the figures and lines of a function that logs JSON', async () => {
    const ran = await real('RenderInvoice', '-d', '{"orderId":"o-1","cents":10,"chargeId":"c"}', '--yes', '--json')
    expect(ran.code, ran.stderr).toBe(0)
    const { logs, durationMs, memoryMb } = json(ran)
    expect(memoryMb).toBe(512)
    expect(durationMs).toBeGreaterThan(0)
    expect(logs.at(-1)).toMatchObject({ kind: 'report', format: 'json', time: expect.stringMatching(/Z$/) })
    expect(logs.filter(({ kind }: { kind: string }) => kind === 'app')).toHaveLength(1)
  })

  it('fails the same way when it is streamed', async () => {
    const ran = await real('FulfilOrder', '--event', 'sqs', '--yes', '--stream', '--json')
    expect(ran.code, ran.stderr).toBe(1)
    expect(json(ran)).toMatchObject({
      outcome: 'error',
      functionError: 'Unhandled',
      payload: { errorType: 'SyntaxError' },
    })
  })

  it('hands over, and asks without running', async () => {
    const later = json(await real('CreateOrder', '-d', basket, '--yes', '--async', '--json'))
    expect(later).toMatchObject({ outcome: 'accepted', statusCode: 202, invocationType: 'Event', logsComplete: null })
    const dry = await real('CreateOrder', '--dry-run', '--json')
    expect(dry.code, dry.stderr).toBe(0)
    expect(json(dry)).toMatchObject({ outcome: 'dry-run', statusCode: 204 })
  })

  it('prints an event of the app and sends nothing', async () => {
    door.answer({ status: 200, body: 'null' })
    const ran = await told(['FulfilOrder', '--event', 'sqs', '--set', 'Records[0].body={"id":1}', '--print-event'])
    expect(ran.code, ran.stderr).toBe(0)
    expect(JSON.parse(ran.stdout).Records).toMatchObject([
      {
        body: '{"id":1}',
        eventSourceARN: 'arn:aws:sqs:eu-west-1:123456789012:fulfilment',
        md5OfBody: 'd2ce28b9a7fd7e4407e2b0fd499b7fe4',
      },
    ])
    expect(ran.stderr).toContain('Fulfilment, which it reads from')
    expect(door.invocations).toEqual([])
  })
})

describe('--last', () => {
  it('replays the newest dead letter, shown before it is sent, and leaves it where it is', async () => {
    const shown = await real('FulfilOrder', '--last', '--print-event')
    expect(shown.code, shown.stderr).toBe(0)
    expect(shown.stderr).toMatch(/dead letter .* of fulfilment-dlq, the newest of \d+/)
    expect(JSON.parse(shown.stdout).Records[0].eventSourceARN).toBe('arn:aws:sqs:eu-west-1:123456789012:fulfilment')
    door.answer({ status: 200, body: 'null' })
    const refused = await told(['FulfilOrder', '--last'])
    expect(refused.code).toBe(2)
    expect(door.invocations).toEqual([])
    const ran = await real('FulfilOrder', '--last', '--yes', '--json')
    expect(ran.code, ran.stderr).toBe(1)
    expect(ran.stderr).toContain('"receiptHandle": "replayed"')
    expect(json(ran)).toMatchObject({ outcome: 'error', payload: { errorType: 'TypeError' } })
  })

  it('is usage for a function that reads from no such queue', async () => {
    const ran = await real('CreateOrder', '--last', '--yes', '--json')
    expect(ran.code).toBe(2)
    expect(json(ran).error.message).toMatch(/no queue/)
  })
})

describe('--repeat', () => {
  it('measures each, at most so many at once', async () => {
    door.answer({ status: 200, headers: { 'x-amz-log-result': log(usual) }, body: 'null' })
    const ran = await told(['CreateOrder', '--yes', '--repeat', '7', '--concurrency', '3', '--json'])
    expect(ran.code, ran.stderr).toBe(0)
    expect(door.invocations).toHaveLength(7)
    expect(json(ran)).toMatchObject({
      schema: 'slsops.invocations/1',
      sent: 7,
      answered: 7,
      outcomes: { success: 7, error: 0, timeout: 0, oom: 0 },
      warm: { count: 7, p50Ms: 12.5, p99Ms: 12.5 },
      cold: { count: 0, p50Ms: null },
      billedMs: 91,
      histogram: [{ fromMs: 12.5, toMs: 12.5, count: 7 }],
    })
  })

  it('counts throttles apart, and could not tell; a refusal ends it', async () => {
    door.answer(refused(429, 'TooManyRequestsException', { message: 'Rate Exceeded.' }))
    const throttled = await told(['CreateOrder', '--yes', '--repeat', '3', '--json'])
    expect(throttled.code).toBe(3)
    expect(json(throttled)).toMatchObject({ sent: 3, answered: 0, lost: [{ code: 'Throttled', count: 3 }] })
    door.answer(refused(403, 'AccessDeniedException', { Message: 'no' }))
    const denied = await told(['CreateOrder', '--yes', '--repeat', '3', '--json'])
    expect(denied.code).toBe(3)
    expect(json(denied).error.code).toBe('AccessDenied')
    expect(door.invocations).toHaveLength(1)
  })
})
