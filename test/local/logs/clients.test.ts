import { execFile } from 'node:child_process'
import { existsSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
  paginateFilterLogEvents,
} from '@aws-sdk/client-cloudwatch-logs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Gateway, openGateway } from '../../../src/local/gateway.ts'
import { logsService } from '../../../src/local/logs/service.ts'
import { LogStore } from '../../../src/local/logs/store.ts'
import { fixtures } from '../../support/fixtures.ts'

const run = promisify(execFile)
const file = fixtures('logs/lambda-logs.ndjson')
const lines = file === null ? [] : readFileSync(file, 'utf8').trimEnd().split('\n')
const real = lines.map((line) => (JSON.parse(line) as { message: string }).message)
const programs = [
  ...new Set([...(process.env['PATH'] ?? '').split(delimiter), '/usr/bin'].map((folder) => join(folder, 'aws'))),
]
const aws = [...new Set(programs.filter((program) => existsSync(program)).map((program) => realpathSync(program)))]

let gateway: Gateway
let client: CloudWatchLogsClient
beforeAll(async () => {
  const services = [logsService(new LogStore())]
  gateway = await openGateway({ port: 0, region: 'us-east-1', now: Date.now, services, mounts: [] })
  client = new CloudWatchLogsClient({
    endpoint: gateway.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  })
})
afterAll(async () => {
  client.destroy()
  await gateway.close()
})

const messages = async (logGroupName: string, pageSize: number): Promise<string[]> => {
  const got: string[] = []
  for await (const page of paginateFilterLogEvents({ client, pageSize }, { logGroupName }))
    for (const event of page.events ?? []) got.push(event.message ?? '')
  return got
}
const inOrder = (all: readonly string[]): string[] => all.toSorted()

describe.skipIf(file === null)('real Lambda lines come back byte-equal, each exactly once', () => {
  const timed = () => real.map((message, i) => ({ timestamp: Date.now() - real.length + i, message }))

  test('through the SDK client, over several pages', async () => {
    const where = { logGroupName: '/aws/lambda/sdk', logStreamName: '2026/11/24/[$LATEST]ab' }
    await client.send(new CreateLogGroupCommand({ logGroupName: where.logGroupName }))
    await client.send(new CreateLogStreamCommand(where))
    const answer = await client.send(new PutLogEventsCommand({ ...where, logEvents: timed() }))
    expect(answer.rejectedLogEventsInfo).toBeUndefined()
    expect(real).toHaveLength(255)
    expect(await messages(where.logGroupName, 40)).toEqual(real)
  })

  test.skipIf(aws.length === 0).each(aws)('through %s', async (program) => {
    const logGroupName = `/aws/lambda/cli${aws.indexOf(program)}`
    const input = join(process.env['HOME'] ?? '', `events${aws.indexOf(program)}.json`)
    writeFileSync(input, JSON.stringify(timed()))
    const env = { ...process.env, AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', AWS_DEFAULT_REGION: 'us-east-1' }
    const cli = (...words: string[]) =>
      run(program, ['--endpoint-url', gateway.endpoint, 'logs', ...words, '--log-group-name', logGroupName], { env })
    await cli('create-log-group')
    await cli('create-log-stream', '--log-stream-name', 's')
    await cli('put-log-events', '--log-stream-name', 's', '--log-events', `file://${input}`)
    expect(inOrder(await messages(logGroupName, 100))).toEqual(inOrder(real))
    const { stdout } = await cli('filter-log-events')
    const { events } = JSON.parse(stdout) as { events: { message: string }[] }
    expect(inOrder(events.map(({ message }) => message))).toEqual(inOrder(real))
  })
})

test('an operation that is not there names itself', async () => {
  const { DescribeMetricFiltersCommand } = await import('@aws-sdk/client-cloudwatch-logs')
  const asked = client.send(new DescribeMetricFiltersCommand({}))
  await expect(asked).rejects.toMatchObject({
    $metadata: { httpStatusCode: 501 },
    message: expect.stringContaining('logs.DescribeMetricFilters'),
  })
})
