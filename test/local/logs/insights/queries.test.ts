import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { promisify } from 'node:util'
import {
  CloudWatchLogsClient,
  GetQueryResultsCommand,
  StartQueryCommand,
  type StartQueryCommandInput,
  StopQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import { afterEach, describe, expect, test } from 'vitest'
import { openGateway } from '../../../../src/local/gateway.ts'
import type { QueryTimes } from '../../../../src/local/logs/insights/queries.ts'
import { logsService } from '../../../../src/local/logs/service.ts'
import { LogStore } from '../../../../src/local/logs/store.ts'
import { DAY, HOUR, handClock, MINUTE, NOW } from '../support.ts'

const closers: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

const open = async (insights: Partial<QueryTimes> = {}) => {
  const clock = handClock()
  const store = new LogStore(clock.now)
  const gateway = await openGateway({
    port: 0,
    region: 'us-east-1',
    now: clock.now,
    services: [logsService(store, { insights })],
    mounts: [],
  })
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' }
  const client = new CloudWatchLogsClient({
    endpoint: gateway.endpoint,
    region: 'us-east-1',
    credentials,
    maxAttempts: 1,
  })
  closers.push(
    () => gateway.close(),
    () => client.destroy(),
  )
  const range = { startTime: (NOW - HOUR) / 1000, endTime: NOW / 1000 }
  const start = async (queryString: string, input: Partial<StartQueryCommandInput> = { logGroupName: '/g' }) =>
    (await client.send(new StartQueryCommand({ ...range, queryString, ...input }))).queryId ?? ''
  const results = (queryId: string, input: { nextToken?: string; maxItems?: number } = {}) =>
    client.send(new GetQueryResultsCommand({ queryId, ...input }))
  const values = async (queryString: string, input?: Partial<StartQueryCommandInput>) => {
    const id = await start(queryString, input)
    await clock.advance(1000, 0)
    return ((await results(id)).results ?? []).map((row) => row[0]?.value)
  }
  const put = (group: string, ...messages: string[]) =>
    store.put(
      group,
      's',
      messages.map((message, i) => ({ timestamp: NOW - (messages.length - i) * 1000, message })),
    )
  return { clock, store, gateway, client, start, results, values, put }
}

describe('a query', () => {
  test('is scheduled, runs with partial results, and is complete', async () => {
    const { start, results, clock, put } = await open({ scheduledMs: 100, runMs: 1000 })
    put('/g', ...Array.from({ length: 100 }, (_, i) => `line ${i}`))
    const id = await start('fields @message | filter @message like /line \\d*[05]$/')
    expect(id).toMatch(/^[0-9a-f-]{36}$/)
    expect(await results(id)).toMatchObject({ status: 'Scheduled', results: [], queryLanguage: 'CWLI' })
    await clock.advance(600, 0)
    const partial = await results(id)
    expect(partial).toMatchObject({ status: 'Running', statistics: { recordsScanned: 50, recordsMatched: 10 } })
    expect(partial.results?.[0]?.[0]).toEqual({ field: '@message', value: 'line 95' })
    await clock.advance(500, 0)
    const whole = await results(id)
    expect(whole).toMatchObject({
      status: 'Complete',
      statistics: { recordsScanned: 100, recordsMatched: 20, bytesScanned: 3290, logGroupsScanned: 1 },
    })
    expect(whole.results?.slice(0, 10)).toEqual(partial.results)
    put('/g', 'line 5')
    expect((await results(id)).results).toEqual(whole.results)
  })

  test('takes seconds, both ends inclusive', async () => {
    const { store, values } = await open()
    for (const at of [-1001, -1000, -1, 0, 1]) store.put('/g', 's', [{ timestamp: NOW + at, message: `${at}` }])
    const range = { startTime: NOW / 1000 - 1, endTime: NOW / 1000 }
    expect(await values('fields @message', { logGroupName: '/g', ...range })).toEqual(['0', '-1', '-1000'])
  })

  test('goes over names, identifiers and ARNs, in the order of time', async () => {
    const { values, put, clock } = await open()
    put('/a', 'a1', 'a2')
    put('/b', 'b1')
    put('/c', 'c1')
    const arn = 'arn:aws:logs:us-east-1:123456789012:log-group:/b'
    expect(await values('fields @message', { logGroupNames: ['/a', '/b'] })).toEqual(['b1', 'a2', 'a1'])
    expect(await values('fields @message', { logGroupIdentifiers: ['/a', arn] })).toEqual(['b1', 'a2', 'a1'])
    expect(await values('fields @log', { logGroupIdentifiers: [arn] })).toEqual(['123456789012:/b'])
    expect(clock.now()).toBe(NOW + 3000)
  })

  test('finds what is of the infrequent class', async () => {
    const { store, values, put } = await open()
    store.ensureGroup('/rare', { createdAt: NOW - DAY, logGroupClass: 'INFREQUENT_ACCESS' })
    put('/rare', 'found')
    expect(await values('fields @message', { logGroupName: '/rare' })).toEqual(['found'])
  })

  test('gives its rows in pages, by a token that is good for an hour', async () => {
    const { start, results, clock, put } = await open()
    put('/g', ...Array.from({ length: 25 }, (_, i) => `${i}`))
    const id = await start('fields @message | sort @timestamp asc')
    await clock.advance(1000, 0)
    const got: (string | undefined)[] = []
    let nextToken: string | undefined
    do {
      const page = await results(id, { maxItems: 10, ...(nextToken && { nextToken }) })
      got.push(...(page.results ?? []).map((row) => row[0]?.value))
      nextToken = page.nextToken
    } while (nextToken)
    expect(got).toEqual(Array.from({ length: 25 }, (_, i) => `${i}`))
    const { nextToken: old = '' } = await results(id, { maxItems: 10 })
    await clock.advance(61 * MINUTE, 0)
    await expect(results(id, { nextToken: old })).rejects.toMatchObject({ name: 'InvalidParameterException' })
  })

  test('gives 10,000 rows unless more are asked for, 10,000 a page', async () => {
    const { start, results, clock, put } = await open()
    put('/g', ...Array.from({ length: 10_050 }, (_, i) => `${i}`))
    const input = { logGroupName: '/g', startTime: NOW / 1000 - 20_000 }
    const plain = await start('fields @message', input)
    const more = await start('fields @message | limit 100000', input)
    const asked = await start('fields @message', { ...input, limit: 10_020 })
    await clock.advance(1000, 0)
    const lengths = async (id: string): Promise<number[]> => {
      const first = await results(id)
      const { nextToken } = first
      return [first.results?.length ?? 0, nextToken ? ((await results(id, { nextToken })).results?.length ?? 0) : 0]
    }
    expect(await lengths(plain)).toEqual([10_000, 0])
    expect(await lengths(more)).toEqual([10_000, 50])
    expect(await lengths(asked)).toEqual([10_000, 20])
  })

  test('is stopped once, and keeps what it had found', async () => {
    const { start, results, clock, put, client } = await open({ scheduledMs: 0, runMs: 1000 })
    put('/g', ...Array.from({ length: 10 }, (_, i) => `${i}`))
    const id = await start('fields @message')
    await clock.advance(500, 0)
    expect((await client.send(new StopQueryCommand({ queryId: id }))).success).toBe(true)
    await clock.advance(5000, 0)
    const stopped = await results(id)
    expect([stopped.status, stopped.results?.length, stopped.statistics?.recordsScanned]).toEqual(['Cancelled', 5, 5])
    const again = client.send(new StopQueryCommand({ queryId: id }))
    await expect(again).rejects.toMatchObject({ name: 'InvalidParameterException' })
  })

  test('is one of a hundred at one time', async () => {
    const { start, clock, put } = await open({ queries: 2 })
    put('/g', 'x')
    await start('fields @message')
    await start('fields @message')
    await expect(start('fields @message')).rejects.toMatchObject({
      name: 'LimitExceededException',
      message: 'Account maximum query concurrency limit of [2] reached.',
    })
    await clock.advance(1000, 0)
    expect(await start('fields @message')).not.toBe('')
  })
})

describe('a query that is refused', () => {
  test('because it is malformed says where', async () => {
    const { start, put } = await open()
    put('/g', 'x')
    await expect(start('fields @message | filter a >> 1')).rejects.toMatchObject({
      name: 'MalformedQueryException',
      message: 'unexpected symbol found > at line 1 and position 29',
      queryCompileError: { location: { startCharOffset: 28, endCharOffset: 28 } },
      $metadata: { httpStatusCode: 400 },
    })
  })

  test.each([
    ['SOURCE logGroups() | fields @message', {}, 'the Insights command SOURCE'],
    ['pattern @message', {}, 'the Insights command pattern'],
    ['SELECT 1', { queryLanguage: 'SQL' as const }, 'Insights queries in SQL'],
  ])('%s names what is not here', async (query, input, what) => {
    const { start, put } = await open()
    put('/g', 'x')
    await expect(start(query, { logGroupName: '/g', ...input })).rejects.toMatchObject({
      $metadata: { httpStatusCode: 501 },
      message: `The embedded cloud does not implement ${what}`,
    })
  })

  test.each([
    ['no group', {}, 'InvalidParameterException'],
    ['groups in two ways', { logGroupName: '/g', logGroupNames: ['/g'] }, 'InvalidParameterException'],
    ['no names', { logGroupNames: [] }, 'InvalidParameterException'],
    ['51 groups', { logGroupNames: Array.from({ length: 51 }, () => '/g') }, 'InvalidParameterException'],
    ['a group that is not there', { logGroupName: '/none' }, 'ResourceNotFoundException'],
    ['an end before its start', { logGroupName: '/g', endTime: 1 }, 'InvalidParameterException'],
    ['a limit of 0', { logGroupName: '/g', limit: 0 }, 'InvalidParameterException'],
    ['parts of a second', { logGroupName: '/g', startTime: 1.5 }, 'SerializationException'],
  ])('%s: %s', async (_, input, name) => {
    const { start, put } = await open()
    put('/g', 'x')
    await expect(start('fields @message', input)).rejects.toMatchObject({ name })
  })

  test('an id that nobody gave', async () => {
    const { results } = await open()
    await expect(results('none')).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
  })
})

const aws = ['/usr/bin/aws'].filter((program) => existsSync(program))

test.skipIf(aws.length === 0)('through the aws CLI', async () => {
  const { gateway, put, clock } = await open()
  put('/g', '{"n":1}', '{"n":2}')
  const env = { ...process.env, AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', AWS_DEFAULT_REGION: 'us-east-1' }
  const cli = async (...words: string[]): Promise<Record<string, unknown>> => {
    const { stdout } = await promisify(execFile)(aws[0]!, ['--endpoint-url', gateway.endpoint, 'logs', ...words], {
      env,
    })
    return JSON.parse(stdout)
  }
  const range = ['--start-time', String(NOW / 1000 - 60), '--end-time', String(NOW / 1000)]
  const { queryId } = await cli(
    'start-query',
    '--log-group-name',
    '/g',
    ...range,
    '--query-string',
    'stats sum(n) as all',
  )
  await clock.advance(1000, 0)
  expect(await cli('get-query-results', '--query-id', String(queryId))).toMatchObject({
    status: 'Complete',
    results: [[{ field: 'all', value: '3' }]],
    statistics: { recordsMatched: 2, recordsScanned: 2, bytesScanned: 66 },
  })
})
