import { describe, expect, test } from 'vitest'
import type { Credentials } from '../../src/aws/credentials.ts'
import { jsonRequest } from '../../src/aws/request.ts'
import { createSession, type Session } from '../../src/aws/session.ts'
import type { Transport, TransportAnswer, TransportRequest } from '../../src/aws/transport.ts'
import { jumpingClock } from './fake-clock.ts'

type Step = Partial<TransportAnswer> | Error | ((request: TransportRequest) => Partial<TransportAnswer>)

const ok: Step = { body: '{"events":[]}' }
const failing = (status: number, type: string, headers: Record<string, string> = {}): Step => ({
  status,
  headers: { 'x-amzn-requestid': 'req-1', ...headers },
  body: JSON.stringify({ __type: `com.amazonaws.logs#${type}`, message: `it was ${type}` }),
})
const broken = (code: string) => Object.assign(new Error(code), { code })

/** A session whose transport plays the steps, the last one for ever. */
const play = async (steps: readonly Step[], env: Record<string, string> = {}) => {
  const clock = jumpingClock()
  const sent: TransportRequest[] = []
  const transport: Transport = async (request, signal) => {
    signal?.throwIfAborted()
    const step = steps[Math.min(sent.length, steps.length - 1)]!
    sent.push(request)
    const answer = typeof step === 'function' ? step(request) : step
    if (answer instanceof Error) throw answer
    return { status: 200, headers: {}, body: '', ...answer }
  }
  const session = await createSession({
    env: { AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'AKID', AWS_SECRET_ACCESS_KEY: 'secret', ...env },
    now: clock.now,
    wire: { clock, random: () => 0.5, transport },
  })
  return { session, clock, sent }
}

const filter = (session: Session, signal?: AbortSignal) =>
  jsonRequest(session, {
    service: 'logs',
    target: 'Logs_20140328.FilterLogEvents',
    body: { logGroupName: 'größe' },
    ...(signal ? { signal } : {}),
  })

describe('a call', () => {
  test('posts to AWS, signed, and gives the body and the server time', async () => {
    const { session, sent, clock } = await play([
      { body: '{"events":[{"message":"ü"}]}', headers: { date: 'Tue, 24 Nov 2026 10:56:03 GMT' } },
    ])
    expect(await filter(session)).toEqual({
      body: { events: [{ message: 'ü' }] },
      date: Date.UTC(2026, 10, 24, 10, 56, 3),
    })
    expect(sent).toHaveLength(1)
    expect(sent[0]).toMatchObject({
      method: 'POST',
      url: 'https://logs.eu-west-1.amazonaws.com/',
      body: '{"logGroupName":"größe"}',
    })
    expect(sent[0]?.headers).toMatchObject({
      host: 'logs.eu-west-1.amazonaws.com',
      'content-length': '26',
      'x-amz-target': 'Logs_20140328.FilterLogEvents',
      'x-amz-date': new Date(clock.now()).toISOString().replace(/[-:]|\.\d{3}/g, ''),
    })
    expect(sent[0]?.headers['accept-encoding']).toBeUndefined()
    expect(session.wire?.calls.totals()).toEqual([['logs.FilterLogEvents', { sent: 1, throttled: 0 }]])
  })

  test.each([
    ['cn-north-1', 'https://logs.cn-north-1.amazonaws.com.cn/'],
    ['us-gov-west-1', 'https://logs.us-gov-west-1.amazonaws.com/'],
    ['eusc-de-east-1', 'https://logs.eusc-de-east-1.amazonaws.eu/'],
  ])('%s is at %s', async (region, url) => {
    const { session, sent } = await play([ok], { AWS_REGION: region })
    await filter(session)
    expect(sent[0]?.url).toBe(url)
  })

  test('an endpoint with a path keeps it', async () => {
    const { session, sent } = await play([ok], { AWS_ENDPOINT_URL: 'http://127.0.0.1:1/base/' })
    await filter(session)
    expect(sent[0]?.url).toBe('http://127.0.0.1:1/base/')
  })

  test('no Date header, or a strange one, is null', async () => {
    const { session } = await play([ok, { body: '{}', headers: { date: 'yesterday' } }])
    expect((await filter(session)).date).toBeNull()
    expect((await filter(session)).date).toBeNull()
  })
})

describe('retries', () => {
  test.each<[string, Step, number, number[]]>([
    ['a throttle', failing(400, 'ThrottlingException'), 3, [500, 1000]],
    ['a 429 of any name', failing(429, 'Odd'), 3, [500, 1000]],
    ['a 503', failing(503, 'ServiceUnavailableException'), 3, [25, 50]],
    ['a reset', broken('ECONNRESET'), 3, [25, 50]],
    ['an unknown host', broken('ENOTFOUND'), 3, [25, 50]],
    ['a cut body', { body: '{"events":[{"mess' }, 3, [25, 50]],
    ["a proxy's page", { body: '<html>' }, 3, [25, 50]],
    ['Retry-After in seconds', failing(503, 'X', { 'retry-after': '2' }), 3, [2000, 2000]],
    ['a Retry-After that asks too much', failing(503, 'X', { 'retry-after': '3600' }), 3, [5025, 5050]],
    ['x-amz-retry-after', failing(503, 'X', { 'x-amz-retry-after': '700' }), 3, [700, 700]],
    ['a wrong parameter', failing(400, 'InvalidParameterException'), 1, []],
    ['a missing group', failing(400, 'ResourceNotFoundException'), 1, []],
    ['a denial', failing(400, 'AccessDeniedException'), 1, []],
    ['a 501', failing(501, 'NotImplemented'), 1, []],
    ['a redirect', { status: 307, headers: { location: 'http://evil.example/' } }, 1, []],
    ['another fault of the socket', broken('EPROTO'), 1, []],
  ])('%s', async (_name, step, attempts, sleeps) => {
    // An endpoint that is not AWS's: nothing but the backoff waits.
    const { session, sent, clock } = await play([step], { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' })
    await expect(filter(session)).rejects.toMatchObject({ $metadata: { attempts } })
    expect(sent).toHaveLength(attempts)
    expect(clock.slept).toEqual(sleeps)
    expect(sent.map(({ headers }) => headers['amz-sdk-request'])).toEqual(
      Array.from({ length: attempts }, (_, i) => `attempt=${i + 1}; max=3`),
    )
    expect(new Set(sent.map(({ headers }) => headers['amz-sdk-invocation-id'])).size).toBe(1)
  })

  test('a success after failures is a success', async () => {
    const { session, sent } = await play([broken('ECONNRESET'), failing(500, 'InternalFailure'), ok])
    expect((await filter(session)).body).toEqual({ events: [] })
    expect(sent).toHaveLength(3)
  })

  test('AWS_MAX_ATTEMPTS', async () => {
    const { session, sent } = await play([failing(500, 'X')], { AWS_MAX_ATTEMPTS: '5' })
    await expect(filter(session)).rejects.toThrow()
    expect(sent).toHaveLength(5)
    expect(sent[4]?.headers['amz-sdk-request']).toBe('attempt=5; max=5')
  })

  test('a service that fails for long empties the budget: then calls are made once', async () => {
    const { session, sent } = await play([failing(500, 'X')], { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' })
    for (let i = 0; i < 40; i++) await filter(session).catch(() => {})
    // 500 units, 14 a retry: 35 retries beside the 40 first attempts.
    expect(sent).toHaveLength(75)
  })

  test("a throttle lowers the rate of AWS's bucket and is counted", async () => {
    const { session } = await play([failing(400, 'ThrottlingException'), ok])
    const call = { service: 'logs', operation: 'FilterLogEvents', region: 'eu-west-1', held: true }
    await filter(session)
    expect(session.wire?.buckets.bucket(call).rate()).toBeLessThan(5)
    expect(session.wire?.calls.totals()).toEqual([['logs.FilterLogEvents', { sent: 2, throttled: 1 }]])
  })
})

describe('errors', () => {
  test.each<[string, Step, string, string]>([
    ['__type', failing(400, 'Foo'), 'Foo', 'it was Foo'],
    ['code', { status: 400, body: '{"code":"A#Bar:http://x","Message":"m"}' }, 'Bar', 'm'],
    ['the header', { status: 400, headers: { 'x-amzn-errortype': 'Baz:http://x' } }, 'Baz', 'UnknownError'],
    ['nothing', { status: 400, body: '<html>' }, 'Unknown', 'UnknownError'],
    ['a redirect', { status: 301 }, 'UnexpectedRedirect', 'The endpoint redirects, which is not followed.'],
  ])('the name comes from %s', async (_from, step, name, message) => {
    const { session } = await play([step])
    await expect(filter(session)).rejects.toMatchObject({ name, message })
  })

  test('an aborted call rejects with the reason and is not tried again', async () => {
    const stop = new AbortController()
    const { session, sent } = await play([
      () => {
        stop.abort(new Error('Ctrl-C'))
        throw broken('ECONNRESET')
      },
    ])
    await expect(filter(session, stop.signal)).rejects.toThrow(/ECONNRESET|Ctrl-C/)
    expect(sent).toHaveLength(1)
    await expect(filter(session, stop.signal)).rejects.toThrow('Ctrl-C')
  })
})

describe('a wrong clock', () => {
  const server = Date.UTC(2026, 10, 24, 12, 0, 0)
  const date = { date: new Date(server).toUTCString() }

  test.each(['RequestTimeTooSkewed', 'InvalidSignatureException', 'AccessDeniedException'])(
    "%s with another time takes over the server's and tries again",
    async (name) => {
      const { session, sent } = await play([failing(403, name, date), { body: '{}', headers: date }])
      await filter(session)
      expect(sent).toHaveLength(2)
      expect(sent[1]?.headers['x-amz-date']?.slice(0, 13)).toBe('20261124T1200')
      await filter(session)
      expect(sent[2]?.headers['x-amz-date']?.slice(0, 13)).toBe('20261124T1200')
    },
  )

  test('it is corrected once: a server that still refuses is right', async () => {
    const { session, sent } = await play([failing(403, 'RequestTimeTooSkewed', date)])
    await expect(filter(session)).rejects.toMatchObject({ name: 'RequestTimeTooSkewed' })
    expect(sent).toHaveLength(2)
  })

  test('an old answer of a cache on the way corrects nothing', async () => {
    const { session, sent } = await play([failing(403, 'AccessDeniedException', { ...date, age: '3000' })])
    await expect(filter(session)).rejects.toMatchObject({ name: 'AccessDeniedException' })
    expect(sent).toHaveLength(1)
  })
})

describe('expired keys', () => {
  const key = (accessKeyId: string): Credentials => ({
    accessKeyId,
    secretAccessKey: 's',
    sessionToken: 't',
    expiresAt: null,
  })
  const expired = failing(400, 'ExpiredTokenException')

  test('are looked up once more, and the call goes out with the new ones', async () => {
    const { session, sent } = await play([expired, ok])
    const renewing: Session = { ...session, credentials: async (options) => key(options?.fresh ? 'NEW' : 'OLD') }
    await filter(renewing)
    expect(sent.map(({ headers }) => /Credential=(\w+)/.exec(headers['authorization'] ?? '')?.[1])).toEqual([
      'OLD',
      'NEW',
    ])
  })

  test('the same keys again are no reason to ask again', async () => {
    const { session, sent } = await play([expired])
    await expect(filter(session)).rejects.toMatchObject({ name: 'ExpiredTokenException' })
    expect(sent).toHaveLength(1)
  })
})
