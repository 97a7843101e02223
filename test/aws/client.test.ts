import { CloudFormationClient, DescribeStacksCommand, ListStackResourcesCommand } from '@aws-sdk/client-cloudformation'
import { CloudWatchLogsClient, FilterLogEventsCommand, StartLiveTailCommand } from '@aws-sdk/client-cloudwatch-logs'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { InvokeCommand, LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda'
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import { SNSClient } from '@aws-sdk/client-sns'
import { SQSClient } from '@aws-sdk/client-sqs'
import { STSClient } from '@aws-sdk/client-sts'
import { XRayClient } from '@aws-sdk/client-xray'
import nock from 'nock'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { callSummary } from '../../src/aws/call-log.ts'
import { clientConfig, createClient } from '../../src/aws/client.ts'
import { toProblem } from '../../src/aws/errors.ts'
import { createSession, type Session } from '../../src/aws/session.ts'
import { jumpingClock } from './fake-clock.ts'

beforeAll(() => nock.disableNetConnect())
beforeEach(() => vi.spyOn(Math, 'random').mockReturnValue(0))
afterEach(() => {
  nock.cleanAll()
  vi.restoreAllMocks()
})
afterAll(() => {
  nock.enableNetConnect()
  nock.restore()
})

const keys = { AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'AKID', AWS_SECRET_ACCESS_KEY: 's' }
const session = (env: Record<string, string> = {}) => {
  const clock = jumpingClock(Date.now())
  return createSession({ env: { ...keys, ...env }, now: clock.now, wire: { clock } })
}
const local = { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' }

describe('a client', () => {
  test('of every service takes the session as it is', async () => {
    const here = await session(local)
    const made = [
      createClient(here, 'cloudformation', CloudFormationClient),
      createClient(here, 'logs', CloudWatchLogsClient),
      createClient(here, 'dynamodb', DynamoDBClient),
      createClient(here, 'lambda', LambdaClient),
      createClient(here, 's3', S3Client),
      createClient(here, 'sns', SNSClient),
      createClient(here, 'sqs', SQSClient),
      createClient(here, 'sts', STSClient),
      createClient(here, 'xray', XRayClient),
    ]
    for (const client of made) expect(await client.config.region()).toBe('eu-west-1')
    expect(createClient(here, 'logs', CloudWatchLogsClient)).toBe(made[1])
    expect(createClient(here, 'lambda', LambdaClient, { maxAttempts: 1 })).not.toBe(made[3])
    expect(createClient(await session(local), 'logs', CloudWatchLogsClient)).not.toBe(made[1])
  })

  test('at an override leaves host prefixes and bucket hosts alone', async () => {
    const here = await session(local)
    nock('http://127.0.0.1:4566').post('/').reply(500, '{"__type":"Reached"}')
    nock('http://127.0.0.1:4566')
      .get(/^\/bucket\b/)
      .reply(404, '<Error><Code>NoSuchBucket</Code></Error>')
    const tail = createClient(here, 'logs', CloudWatchLogsClient, { maxAttempts: 1 }).send(
      new StartLiveTailCommand({ logGroupIdentifiers: ['arn:aws:logs:eu-west-1:1:log-group:x'] }),
    )
    await expect(tail).rejects.toMatchObject({ name: 'Reached' })
    const list = createClient(here, 's3', S3Client).send(new ListObjectsV2Command({ Bucket: 'bucket' }))
    await expect(list).rejects.toMatchObject({ name: 'NoSuchBucket' })
  })

  test("at AWS keeps the SDK's host prefixes", async () => {
    const here = await session()
    expect(clientConfig(here, 'logs')).toMatchObject({ disableHostPrefix: false, region: 'eu-west-1', maxAttempts: 3 })
    nock('https://stream-logs.eu-west-1.amazonaws.com').post('/').reply(400, '{"__type":"Reached"}')
    const tail = createClient(here, 'logs', CloudWatchLogsClient).send(
      new StartLiveTailCommand({ logGroupIdentifiers: ['arn:aws:logs:eu-west-1:1:log-group:x'] }),
    )
    await expect(tail).rejects.toMatchObject({ name: 'Reached' })
  })

  test('FIPS and dual-stack of the environment do not spoil an override', () => {
    return expect(session(local).then((here) => clientConfig(here, 'logs'))).resolves.toMatchObject({
      useFipsEndpoint: false,
      useDualstackEndpoint: false,
      endpoint: local.AWS_ENDPOINT_URL,
    })
  })

  test('of a session put together by hand works too', async () => {
    const plain: Session = {
      region: 'eu-west-1',
      profile: null,
      endpoint: () => 'http://127.0.0.1:4566',
      credentials: async () => ({ accessKeyId: 'a', secretAccessKey: 'b', sessionToken: null, expiresAt: null }),
      now: () => 0,
      debug: () => {},
    }
    nock('http://127.0.0.1:4566').post('/').reply(200, '{"events":[]}')
    const answer = await createClient(plain, 'logs', CloudWatchLogsClient).send(
      new FilterLogEventsCommand({ logGroupName: 'g' }),
    )
    expect(answer.events).toEqual([])
  })
})

describe('every attempt of a client', () => {
  test('is counted, and a throttle lowers the rate of its bucket', async () => {
    const here = await session()
    const xml = (code: string) =>
      `<ErrorResponse><Error><Code>${code}</Code><Message>m</Message></Error></ErrorResponse>`
    nock('https://cloudformation.eu-west-1.amazonaws.com').post('/').twice().reply(400, xml('Throttling'))
    nock('https://cloudformation.eu-west-1.amazonaws.com')
      .post('/')
      .reply(200, '<ListStackResourcesResponse><ListStackResourcesResult/></ListStackResourcesResponse>')
    await createClient(here, 'cloudformation', CloudFormationClient).send(
      new ListStackResourcesCommand({ StackName: 'x' }),
    )
    expect(here.wire?.calls.totals()).toEqual([['cloudformation.ListStackResources', { sent: 3, throttled: 2 }]])
    const call = { service: 'cloudformation', operation: 'ListStackResources', region: 'eu-west-1', held: true }
    expect(here.wire?.buckets.bucket(call).rate()).toBeLessThan(5)
    here.wire?.calls.count('sts', 'GetCallerIdentity', 'sent')
    expect(callSummary(here.wire!.calls)).toEqual([
      '3 requests: 3 cloudformation.ListStackResources (2 throttled)',
      '1 requests for credentials: 1 sts.GetCallerIdentity',
    ])
  })

  test("waits for half of AWS's quota at AWS, and for nothing elsewhere", async () => {
    for (const [env, host, waits] of [
      [{}, 'https://lambda.eu-west-1.amazonaws.com', true],
      [local, 'http://127.0.0.1:4566', false],
    ] as const) {
      const clock = jumpingClock(Date.now())
      const here = await createSession({ env: { ...keys, ...env }, now: clock.now, wire: { clock } })
      nock(host).get('/2015-03-31/functions').times(20).reply(200, '{"Functions":[]}')
      const client = createClient(here, 'lambda', LambdaClient)
      for (let i = 0; i < 20; i++) await client.send(new ListFunctionsCommand({}))
      const waited = clock.slept.reduce((sum, ms) => sum + ms, 0)
      if (waits) expect(waited).toBeGreaterThan(2_000)
      else expect(waited).toBe(0)
    }
  })

  test('what must be sent once is sent once', async () => {
    const here = await session(local)
    nock('http://127.0.0.1:4566')
      .post(/invocations/)
      .reply(503, '{}')
    const client = createClient(here, 'lambda', LambdaClient, { maxAttempts: 1, idleMs: 900_000 })
    await expect(client.send(new InvokeCommand({ FunctionName: 'f' }))).rejects.toMatchObject({
      $metadata: { attempts: 1 },
    })
  })

  test('an abort ends the wait for the quota', async () => {
    const stop = new AbortController()
    const clock = jumpingClock(Date.now())
    const here = await createSession({
      env: keys,
      now: clock.now,
      wire: {
        clock: {
          ...clock,
          sleep: (_ms, signal) => new Promise((_, no) => signal?.addEventListener('abort', () => no(signal.reason))),
        },
      },
    })
    const bucket = here.wire!.buckets.bucket({
      service: 'lambda',
      operation: 'ListFunctions',
      region: 'eu-west-1',
      held: true,
    })
    for (let i = 0; i < 3; i++) await bucket.take()
    const sending = createClient(here, 'lambda', LambdaClient).send(new ListFunctionsCommand({}), {
      abortSignal: stop.signal,
    })
    queueMicrotask(() => stop.abort())
    await expect(sending).rejects.toMatchObject({ name: 'AbortError' })
  })
})

describe('the errors of real wire shapes', () => {
  const xml = (code: string, message: string) =>
    `<ErrorResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>r</RequestId></ErrorResponse>`
  test.each([
    ['Query', 400, xml('ValidationError', 'Stack with id orders does not exist'), 'NotFound'],
    [
      'Query',
      403,
      xml('AccessDenied', 'User: u is not authorized to perform: cloudformation:DescribeStacks on resource: r'),
      'AccessDenied',
    ],
    ['Query', 403, xml('ExpiredToken', 'The security token included in the request is expired'), 'CredentialsExpired'],
    [
      'Query',
      403,
      xml('InvalidClientTokenId', 'The security token included in the request is invalid.'),
      'CredentialsInvalid',
    ],
    ['Query', 400, xml('Throttling', 'Rate exceeded'), 'Throttled'],
    ['Query', 403, xml('RequestExpired', 'x'), 'CredentialsExpired'],
  ])('%s %d is told as %s', async (_protocol, status, body, code) => {
    nock('http://127.0.0.1:4566').post('/').times(3).reply(status, body)
    const client = createClient(await session(local), 'cloudformation', CloudFormationClient)
    const error = await client
      .send(new DescribeStacksCommand({ StackName: 'orders' }))
      .catch((thrown: unknown) => thrown)
    const problem = toProblem(error, {
      operation: 'cloudformation:DescribeStacks',
      resource: 'orders',
      region: 'eu-west-1',
    })
    expect(problem.code).toBe(code)
    if (code === 'AccessDenied') expect(problem.action).toBe('cloudformation:DescribeStacks')
  })

  test.each([
    ['ResourceNotFoundException', 404, 'NotFound'],
    ['AccessDeniedException', 403, 'AccessDenied'],
    ['TooManyRequestsException', 429, 'Throttled'],
    ['UnrecognizedClientException', 403, 'CredentialsInvalid'],
    ['ServiceException', 500, 'ServiceUnavailable'],
  ])('REST %s', async (type, status, code) => {
    nock('http://127.0.0.1:4566')
      .get(/functions/)
      .times(3)
      .reply(status, { Message: 'm' }, { 'x-amzn-errortype': `${type}:http://internal.amazon.com/coral/` })
    const client = createClient(await session(local), 'lambda', LambdaClient)
    const error = await client.send(new ListFunctionsCommand({})).catch((thrown: unknown) => thrown)
    expect(toProblem(error, { operation: 'lambda:ListFunctions' }).code).toBe(code)
  })
})
