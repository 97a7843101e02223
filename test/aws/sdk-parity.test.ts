import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { XRayClient } from '@aws-sdk/client-xray'
import nock from 'nock'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { clientConfig } from '../../src/aws/client.ts'
import { awsEndpoint } from '../../src/aws/endpoint.ts'
import { jsonRequest } from '../../src/aws/request.ts'
import { createSession } from '../../src/aws/session.ts'
import { jumpingClock } from './fake-clock.ts'

beforeAll(() => nock.disableNetConnect())
// The SDK's backoff is a random part of a second: none of it.
beforeEach(() => vi.spyOn(Math, 'random').mockReturnValue(0))
afterEach(() => {
  nock.cleanAll()
  vi.restoreAllMocks()
})
afterAll(() => {
  nock.enableNetConnect()
  nock.restore()
})

interface Reply {
  readonly status: number
  readonly body: string
  readonly headers?: Record<string, string>
}

/** The same server for both, and what each of them sent. */
const serve = (reply: Reply | { readonly code: string }) => {
  const seen: { headers: Record<string, string>; body: unknown }[] = []
  const scope = nock('https://logs.eu-west-1.amazonaws.com').persist()
  const call = scope.post('/')
  if ('code' in reply) call.replyWithError(Object.assign(new Error(reply.code), { code: reply.code }))
  else call.reply(reply.status, reply.body, reply.headers ?? {})
  scope.on('request', (request, _interceptor, body) => {
    seen.push({ headers: Object.fromEntries(request.headers as Headers), body: JSON.parse(body) })
  })
  return seen
}

const session = async (token: string | null) => {
  const clock = jumpingClock(Date.now())
  return createSession({
    env: {
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'AKID',
      AWS_SECRET_ACCESS_KEY: 'secret',
      ...(token ? { AWS_SESSION_TOKEN: token } : {}),
    },
    now: clock.now,
    wire: { clock, random: () => 0 },
  })
}

const input = { logGroupName: '/aws/lambda/größe', startTime: 1, interleaved: true }
const own = async (token: string | null = null) =>
  jsonRequest(await session(token), { service: 'logs', target: 'Logs_20140328.FilterLogEvents', body: input })
const sdk = async (token: string | null = null) => {
  const client = new CloudWatchLogsClient(clientConfig(await session(token), 'logs'))
  return client.send(new FilterLogEventsCommand(input))
}

const signed = (headers: Record<string, string>) => /SignedHeaders=([^,]+)/.exec(headers['authorization'] ?? '')?.[1]

describe("our request beside the SDK client's", () => {
  test.each([null, 'session-token'])('sends the same signed headers and the same body (token: %s)', async (token) => {
    const seen = serve({ status: 200, body: '{}' })
    await own(token)
    await sdk(token)
    expect(seen).toHaveLength(2)
    expect(signed(seen[0]!.headers)).toBe(signed(seen[1]!.headers))
    expect(signed(seen[0]!.headers)).toContain('x-amz-target')
    expect(seen[0]!.body).toEqual(seen[1]!.body)
    const same = [
      'host',
      'content-type',
      'content-length',
      'x-amz-target',
      'amz-sdk-request',
      'x-amz-content-sha256',
      'x-amz-security-token',
    ]
    for (const name of same) expect(seen[0]!.headers[name]).toBe(seen[1]!.headers[name])
  })

  const aws = (status: number, type: string, message = 'said so'): Reply => ({
    status,
    body: JSON.stringify({ __type: `com.amazonaws.logs.v20140328#${type}`, message }),
    headers: { 'x-amzn-requestid': 'req-7' },
  })
  test.each<[string, Reply | { code: string }]>([
    ['a missing group', aws(400, 'ResourceNotFoundException')],
    ['a wrong parameter', aws(400, 'InvalidParameterException')],
    ['a denial', aws(400, 'AccessDeniedException')],
    ['expired keys', aws(400, 'ExpiredTokenException')],
    ['a bad key', aws(400, 'UnrecognizedClientException')],
    [
      'a signature that is too old',
      aws(403, 'InvalidSignatureException', 'Signature expired: 2026 is now earlier than'),
    ],
    ['a throttle', aws(400, 'ThrottlingException')],
    ['a 429 of any name', aws(429, 'Odd')],
    ['a 500', aws(500, 'InternalFailure')],
    ['a 503', aws(503, 'ServiceUnavailableException')],
    ['a 501', aws(501, 'NotImplemented')],
    ['a capital Message', { status: 400, body: '{"__type":"Foo","Message":"M"}' }],
    ['a code', { status: 400, body: '{"code":"A#Bar:x"}' }],
    ['a header', { status: 400, body: '', headers: { 'x-amzn-errortype': 'Baz:http://x/' } }],
    ['a reset', { code: 'ECONNRESET' }],
    ['an unknown host', { code: 'ENOTFOUND' }],
    ['a fault of TLS', { code: 'SELF_SIGNED_CERT_IN_CHAIN' }],
  ])('%s: the same name, message, figures and number of attempts', async (_name, reply) => {
    const seen = serve(reply)
    const told = async (call: () => Promise<unknown>) => {
      const before = seen.length
      const error = await call().then(
        () => null,
        (thrown) => thrown,
      )
      const { httpStatusCode, requestId, attempts } = error?.$metadata ?? {}
      return {
        name: error?.name,
        message: error?.message,
        code: 'code' in reply ? error?.code : undefined,
        httpStatusCode,
        requestId: requestId ?? null,
        attempts,
        sent: 'code' in reply ? undefined : seen.length - before,
      }
    }
    expect(await told(own)).toEqual(await told(sdk))
  })
})

describe('addresses', () => {
  test.each([
    'us-east-1',
    'eu-central-1',
    'cn-north-1',
    'us-gov-west-1',
    'us-iso-east-1',
    'us-isob-east-1',
    'eusc-de-east-1',
  ])('of %s are those of the SDK', async (region) => {
    const client = new CloudWatchLogsClient({ region })
    const { url } = client.config.endpointProvider({ Region: region })
    expect(`${awsEndpoint('logs', region)}/`).toBe(url.href)
  })

  const variants = [
    { fips: true, dualStack: false },
    { fips: false, dualStack: true },
    { fips: true, dualStack: true },
  ]
  test.each(
    ['us-east-1', 'eu-central-1', 'cn-north-1', 'us-gov-west-1', 'us-gov-east-1', 'eusc-de-east-1'].flatMap((region) =>
      variants.map((variant) => ({ region, ...variant })),
    ),
  )('of $region with fips $fips and dual-stack $dualStack are those of the SDK', ({ region, fips, dualStack }) => {
    const wanted = { Region: region, UseFIPS: fips, UseDualStack: dualStack }
    const logs = new CloudWatchLogsClient({ region }).config.endpointProvider(wanted)
    const xray = new XRayClient({ region }).config.endpointProvider(wanted)
    expect(`${awsEndpoint('logs', region, { fips, dualStack })}/`).toBe(logs.url.href)
    expect(`${awsEndpoint('xray', region, { fips, dualStack })}/`).toBe(xray.url.href)
  })

  test.each([
    [{ AWS_USE_FIPS_ENDPOINT: 'true' }, 'https://logs-fips.eu-west-1.amazonaws.com'],
    [{ AWS_USE_DUALSTACK_ENDPOINT: 'TRUE' }, 'https://logs.eu-west-1.api.aws'],
    [{ AWS_USE_FIPS_ENDPOINT: 'false' }, 'https://logs.eu-west-1.amazonaws.com'],
  ])('are chosen by %o for our own requests too', async (chosen, host) => {
    const call = nock(host).post('/').reply(200, '{}')
    const keys = { AWS_ACCESS_KEY_ID: 'AKID', AWS_SECRET_ACCESS_KEY: 'secret', AWS_REGION: 'eu-west-1' }
    const session = await createSession({ env: { ...keys, ...chosen } })
    const signal = new AbortController().signal
    await jsonRequest(session, {
      service: 'logs',
      target: 'Logs_20140328.FilterLogEvents',
      body: {},
      signal,
      priority: 0,
    })
    expect(call.isDone()).toBe(true)
  })
})
