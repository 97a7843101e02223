import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import * as http from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  CloudWatchLogsClient,
  StartLiveTailCommand,
  type StartLiveTailCommandInput,
  type StartLiveTailResponseStream,
} from '@aws-sdk/client-cloudwatch-logs'
import { afterEach, describe, expect, test } from 'vitest'
import { parseFault } from '../../../src/local/fault-words.ts'
import { faultTable } from '../../../src/local/faults.ts'
import { openGateway } from '../../../src/local/gateway.ts'
import type { LiveTailLimits } from '../../../src/local/logs/live-tail/start.ts'
import { updateQueue } from '../../../src/local/logs/live-tail/updates.ts'
import { logsService } from '../../../src/local/logs/service.ts'
import { LogStore } from '../../../src/local/logs/store.ts'
import { randomOf } from '../../../src/local/random.ts'
import { fixtures } from '../../support/fixtures.ts'
import { handClock, NOW } from './support.ts'

const account = '123456789012'
const arn = (group: string) => `arn:aws:logs:us-east-1:${account}:log-group:${group}`

const closers: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

const clientOf = (endpoint: string): CloudWatchLogsClient => {
  const client = new CloudWatchLogsClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'KEY', secretAccessKey: 'b' },
    disableHostPrefix: true,
    maxAttempts: 1,
  })
  closers.push(() => client.destroy())
  return client
}

/** A cloud of Logs alone on a clock moved by hand, and an SDK client of it. */
const open = async (liveTail: Partial<LiveTailLimits> = {}) => {
  const clock = handClock()
  const faults = faultTable({ account, now: clock.now, random: randomOf(1), sleep: clock.sleep })
  const store = new LogStore(clock.now, faults.lateMs)
  for (const group of ['/aws/lambda/a', '/aws/lambda/b', '/other']) store.ensureGroup(group, { createdAt: NOW })
  const gateway = await openGateway({
    port: 0,
    region: 'us-east-1',
    now: clock.now,
    services: [logsService(store, { account, liveTail, sleep: clock.sleep, faults })],
    mounts: [],
    fault: faults.before,
    cut: faults.cut,
  })
  closers.push(() => gateway.close())
  const client = clientOf(gateway.endpoint)
  const start = async (input: Partial<StartLiveTailCommandInput> = {}, abortSignal = new AbortController().signal) => {
    const { responseStream, $metadata } = await client.send(
      new StartLiveTailCommand({ logGroupIdentifiers: [arn('/aws/lambda/a')], ...input }),
      { abortSignal },
    )
    const stream = responseStream![Symbol.asyncIterator]()
    const first = (await stream.next()).value as StartLiveTailResponseStream
    /** The update of a second later. */
    const next = async (ms = 1000) => {
      const [{ value }] = await Promise.all([stream.next(), clock.advance(ms)])
      return (value as StartLiveTailResponseStream).sessionUpdate
    }
    const messages = async (ms?: number) => (await next(ms))?.sessionResults?.map(({ message }) => message)
    return { stream, first, next, messages, $metadata }
  }
  const put = (group: string, stream: string, ...messages: string[]) =>
    store.put(
      group,
      stream,
      messages.map((message) => ({ timestamp: clock.now() - 5, message })),
    )
  return { clock, faults, store, gateway, client, start, put }
}

describe('a session', () => {
  test('starts, tells each second what was ingested, and beats with nothing', async () => {
    const { start, put, clock } = await open()
    put('/aws/lambda/a', 's', 'before the session')
    await clock.advance(10, 0)
    const { first, next } = await start()
    expect(first.sessionStart).toEqual({
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      sessionId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      logGroupIdentifiers: [arn('/aws/lambda/a')],
      logStreamNames: [],
      logStreamNamePrefixes: [],
      logEventFilterPattern: '',
    })
    expect(await next()).toEqual({ sessionMetadata: { sampled: false }, sessionResults: [] })
    put('/aws/lambda/a', 's', 'one\n', 'zwei ü😀')
    put('/aws/lambda/b', 's', 'not asked for')
    expect(await next()).toEqual({
      sessionMetadata: { sampled: false },
      sessionResults: ['one\n', 'zwei ü😀'].map((message) => ({
        logStreamName: 's',
        logGroupIdentifier: `${account}:/aws/lambda/a`,
        message,
        timestamp: NOW + 1005,
        ingestionTime: NOW + 1010,
      })),
    })
    expect(await next()).toEqual({ sessionMetadata: { sampled: false }, sessionResults: [] })
  })

  test('tells of up to ten groups, of their matching events', async () => {
    const { start, put } = await open()
    const { messages } = await start({
      logGroupIdentifiers: ['/aws/lambda/a', '/aws/lambda/b'].map(arn),
      logEventFilterPattern: '{ $.level = "ERROR" }',
    })
    put('/aws/lambda/b', 's', '{"level":"ERROR","n":1}', '{"level":"INFO"}')
    put('/aws/lambda/a', 's', 'ERROR', '{"level":"ERROR","n":2}')
    expect(await messages()).toEqual(['{"level":"ERROR","n":1}', '{"level":"ERROR","n":2}'])
  })

  test.each([
    [{ logStreamNames: ['2026/x'] }, ['x']],
    [{ logStreamNamePrefixes: ['2026/', 'other'] }, ['x', 'y', 'z']],
  ])('tells of the streams in %j', async (input, expected) => {
    const { start, put } = await open()
    const { messages } = await start(input)
    put('/aws/lambda/a', '2026/x', 'x')
    put('/aws/lambda/a', '2026/y', 'y')
    put('/aws/lambda/a', 'other', 'z')
    put('/aws/lambda/a', 'none', 'never')
    expect(await messages()).toEqual(expected)
  })

  test('tells 500 of more events of one second, and says so', async () => {
    const { start, put } = await open()
    const { next } = await start()
    put('/aws/lambda/a', 's', ...Array.from({ length: 500 }, (_, i) => `${i}`))
    const whole = await next()
    expect([whole?.sessionMetadata?.sampled, whole?.sessionResults?.length]).toEqual([false, 500])
    put('/aws/lambda/a', 's', ...Array.from({ length: 1250 }, (_, i) => `${i}`))
    const sample = await next()
    const told = sample?.sessionResults?.map(({ message }) => Number(message)) ?? []
    expect([sample?.sessionMetadata?.sampled, told.length, new Set(told).size]).toEqual([true, 500, 500])
    expect(told).toEqual(told.toSorted((a, b) => a - b))
    expect(told.at(-1)).toBeGreaterThan(1200)
  })

  test('ends after three hours', async () => {
    const { start, clock } = await open()
    const { stream, next } = await start()
    expect((await next(3 * 3_600_000 - 1000))?.sessionResults).toEqual([])
    const [outcome] = await Promise.allSettled([stream.next(), clock.advance(1000)])
    expect(endOf(outcome)).toBe('SessionTimeoutException')
  })

  test('ends when the client leaves, which makes room for another', async () => {
    const { start } = await open({ sessions: 1 })
    const leaving = new AbortController()
    await start({}, leaving.signal)
    await expect(start()).rejects.toMatchObject({ name: 'LimitExceededException', $metadata: { httpStatusCode: 400 } })
    leaving.abort()
    const again = async (): Promise<unknown> => start().catch(() => new Promise(setImmediate).then(again))
    expect(await again()).toHaveProperty('first.sessionStart')
  })

  test('ends when the cloud closes', async () => {
    const { start, gateway } = await open()
    const { stream } = await start()
    const rest = stream.next().then(
      ({ done }) => done,
      () => 'broken',
    )
    closers.splice(0)
    await gateway.close()
    expect([true, 'broken']).toContain(await rest)
  })

  test('there are fifteen at one time', async () => {
    const { start } = await open()
    for (let n = 0; n < 15; n += 1) await start()
    await expect(start()).rejects.toMatchObject({ name: 'LimitExceededException' })
  })
})

/** An exception of the stream comes as a member of it or is thrown, as the client likes. */
const endOf = (outcome: PromiseSettledResult<unknown>): string => {
  if (outcome.status === 'rejected') return (outcome.reason as Error).name
  return Object.keys((outcome.value as IteratorResult<object>).value ?? {})[0] ?? 'nothing'
}

describe('faults', () => {
  test('of StartLiveTail end a session that runs', async () => {
    const { start, faults, clock } = await open()
    const { stream, next } = await start()
    await next()
    faults.add(parseFault(['logs.StartLiveTail', 'status=503']))
    const [outcome] = await Promise.allSettled([stream.next(), clock.advance(1000)])
    expect(endOf(outcome)).toBe('SessionStreamingException')
  })

  test('expired credentials do not, but none starts with them', async () => {
    const { start, faults, put } = await open()
    const { messages } = await start()
    faults.add(parseFault(['logs', 'expire']))
    put('/aws/lambda/a', 's', 'still here')
    expect(await messages()).toEqual(['still here'])
    await expect(start()).rejects.toMatchObject({ name: 'ExpiredTokenException' })
  })

  test('reset breaks its connection', async () => {
    const { start, faults, clock } = await open()
    const { stream } = await start()
    faults.add(parseFault(['logs.StartLiveTail', 'reset']))
    const [outcome] = await Promise.allSettled([stream.next(), clock.advance(1000)])
    expect(outcome.status).toBe('rejected')
  })

  test('late events come when they are let in, with that time', async () => {
    const { start, faults, put } = await open()
    const { next, messages } = await start()
    faults.add(parseFault(['logs', 'late=2500ms']))
    put('/aws/lambda/a', 's', 'late')
    expect(await messages()).toEqual([])
    expect(await messages()).toEqual([])
    const [event] = [...((await next())?.sessionResults ?? []), ...((await next())?.sessionResults ?? [])]
    expect(event).toMatchObject({ message: 'late', timestamp: NOW - 5, ingestionTime: NOW + 2500 })
  })
})

test.each([
  ['a name', { logGroupIdentifiers: ['/aws/lambda/a'] }, 'InvalidParameterException'],
  ['an asterisk', { logGroupIdentifiers: [`${arn('/aws/lambda/a')}:*`] }, 'InvalidParameterException'],
  ['none', { logGroupIdentifiers: [] }, 'InvalidParameterException'],
  ['eleven', { logGroupIdentifiers: Array(11).fill(arn('/aws/lambda/a')) }, 'InvalidParameterException'],
  ['a group that is not there', { logGroupIdentifiers: [arn('nope')] }, 'ResourceNotFoundException'],
  ['a group of another class', { logGroupIdentifiers: [arn('/rare')] }, 'InvalidOperationException'],
  ['a wrong pattern', { logEventFilterPattern: '{ $.a' }, 'InvalidParameterException'],
  ['streams of two ways', { logStreamNames: ['a'], logStreamNamePrefixes: ['a'] }, 'InvalidParameterException'],
  [
    'streams of two groups',
    { logGroupIdentifiers: [arn('/aws/lambda/a'), arn('/other')], logStreamNames: ['a'] },
    'InvalidParameterException',
  ],
])('%s is refused', async (_, input, name) => {
  const { start, store } = await open()
  store.ensureGroup('/rare', { createdAt: NOW, logGroupClass: 'INFREQUENT_ACCESS' })
  await expect(start(input)).rejects.toMatchObject({ name })
})

test('a client that is slow loses the oldest of more than ten updates', () => {
  const queue = updateQueue<number>()
  for (let second = 0; second < 15; second += 1) queue.add(second, second)
  expect(queue.take(15).map(({ events }) => events[0])).toEqual([5, 6, 7, 8, 9, 10, 11, 12, 13, 14])
  expect(queue.take(16)).toEqual([{ events: [], sampled: false }])
})

const recording = fixtures('aws-responses/wire-recordings/cloudwatchlogs_tests_success.json')

interface Recorded {
  readonly events: readonly {
    readonly action: {
      readonly Data?: { readonly direction: string; readonly data: { readonly Base64?: string } }
      readonly Response?: { readonly response: { readonly Ok: { readonly headers: Record<string, string[]> } } }
    }
  }[]
}

test.skipIf(recording === null)('a stream recorded from AWS is read by the client, in pieces of any size', async () => {
  const { events } = JSON.parse(readFileSync(recording!, 'utf8')) as Recorded
  const headers = events.find(({ action }) => action.Response)?.action.Response?.response.Ok.headers ?? {}
  const bytes = Buffer.concat(
    events
      .filter(({ action }) => action.Data?.direction === 'Response')
      .map(({ action }) => Buffer.from(action.Data?.data.Base64 ?? '', 'base64')),
  )
  expect(bytes.length).toBeGreaterThan(200)
  for (const size of [1, 7, 100, bytes.length]) {
    const server = http.createServer((request, response) => {
      request.resume()
      response.writeHead(200, headers)
      for (let at = 0; at < bytes.length; at += size) response.write(bytes.subarray(at, at + size))
      response.end()
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    closers.push(() => {
      server.closeAllConnections()
      server.close()
    })
    const client = clientOf(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    const { responseStream } = await client.send(new StartLiveTailCommand({ logGroupIdentifiers: [arn('x')] }))
    const got: StartLiveTailResponseStream[] = []
    for await (const event of responseStream!) got.push(event)
    expect(got).toEqual([{ sessionUpdate: { sessionMetadata: { sampled: false }, sessionResults: [] } }])
  }
})
