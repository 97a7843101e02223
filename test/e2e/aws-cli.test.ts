import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DemoServer, demoServer } from '../support/demo-server.ts'
import { awsCli } from '../support/peers.ts'
import { runProgram } from '../support/run-slsops.ts'

/** `aws --endpoint-url ...` against `slsops demo serve`: clients that nobody here wrote judge the embedded cloud. */
describe.each([2, 1] as const)('aws CLI %s.x against slsops demo serve', { timeout: 60_000 }, (major) => {
  const cli = awsCli(major)
  const test = it.skipIf(cli === null)
  const needs = cli === null ? ` (needs aws CLI ${major}.x)` : ''
  const folder = mkdtempSync(join(tmpdir(), 'slsops-aws-'))
  let demo: DemoServer
  beforeAll(async () => {
    if (cli !== null) demo = await demoServer(['--no-traffic'])
  })
  afterAll(() => demo?.stop())

  const run = (...words: string[]) =>
    runProgram(cli!.file, ['--endpoint-url', demo.endpoint, ...words], { env: demo.env, cwd: folder })
  /** What it prints as JSON; an exit code other than 0 fails the test with what it said. */
  const aws = async (...words: string[]) => {
    const { stdout, stderr, code } = await run('--output', 'json', ...words)
    expect(code, stderr).toBe(0)
    return stdout.trim() === '' ? null : JSON.parse(stdout)
  }

  it.skipIf(cli === null || major === 1)(`logs tail${major === 1 ? ' (only 2.x has it)' : needs}`, async () => {
    const { stdout, code, stderr } = await run('logs', 'tail', '/aws/lambda/orders-CreateOrder', '--since', '2h')
    expect(code, stderr).toBe(0)
    expect(stdout).toMatch(/START RequestId: [0-9a-f-]{36} Version: \$LATEST/)
    expect(stdout).toMatch(/REPORT RequestId:/)
  })

  test(`cloudformation${needs}`, async () => {
    const { StackResourceSummaries: all } = await aws(
      'cloudformation',
      'list-stack-resources',
      '--stack-name',
      'orders',
    )
    expect(all.length).toBeGreaterThan(20)
    expect(all.map((one: { LogicalResourceId: string }) => one.LogicalResourceId)).toContain('FulfilOrder')
    const { Stacks } = await aws('cloudformation', 'describe-stacks', '--stack-name', 'orders')
    expect(Stacks).toMatchObject([{ StackName: 'orders', StackStatus: 'UPDATE_COMPLETE' }])
    const none = await run('cloudformation', 'describe-stacks', '--stack-name', 'nothing')
    expect(none.stderr).toContain('(ValidationError)')
  })

  test(`lambda invoke, whose lines then are in the log${needs}`, async () => {
    const { Functions } = await aws('lambda', 'list-functions')
    expect(Functions.length).toBe(5)
    const payload = [
      '--payload',
      JSON.stringify({ orderId: 'o-1', amount: 10 }),
      ...(major === 2 ? ['--cli-binary-format', 'raw-in-base64-out'] : []),
    ]
    const answer = await aws(
      'lambda',
      'invoke',
      '--function-name',
      'orders-ChargeCard',
      '--log-type',
      'Tail',
      ...payload,
      'out.json',
    )
    expect(answer.StatusCode).toBe(200)
    expect(() => JSON.parse(readFileSync(join(folder, 'out.json'), 'utf8'))).not.toThrow()
    const id = /START RequestId: (\S+)/.exec(Buffer.from(answer.LogResult, 'base64').toString())?.[1]
    const { events } = await aws(
      'logs',
      'filter-log-events',
      '--log-group-name',
      '/aws/lambda/orders-ChargeCard',
      '--filter-pattern',
      `"${id}"`,
    )
    expect(events.some(({ message }: { message: string }) => message.startsWith('REPORT'))).toBe(true)
  })

  test(`sqs: a message in and out${needs}`, async () => {
    expect((await aws('sqs', 'list-queues')).QueueUrls).toHaveLength(2)
    const { QueueUrl: url } = await aws('sqs', 'create-queue', '--queue-name', 'by-aws-cli')
    const attributes = '{"a":{"DataType":"String","StringValue":"b"}}'
    await aws('sqs', 'send-message', '--queue-url', url, '--message-body', 'Grüße', '--message-attributes', attributes)
    const { Attributes } = await aws('sqs', 'get-queue-attributes', '--queue-url', url, '--attribute-names', 'All')
    expect(Attributes.ApproximateNumberOfMessages).toBe('1')
    const received = await aws('sqs', 'receive-message', '--queue-url', url, '--message-attribute-names', 'All')
    expect(received.Messages).toMatchObject([{ Body: 'Grüße', MessageAttributes: { a: { StringValue: 'b' } } }])
    await aws('sqs', 'delete-message', '--queue-url', url, '--receipt-handle', received.Messages[0].ReceiptHandle)
  })

  test(`dynamodb: an item in and out${needs}`, async () => {
    expect(await aws('dynamodb', 'list-tables')).toEqual({ TableNames: ['orders'] })
    const { Table } = await aws('dynamodb', 'describe-table', '--table-name', 'orders')
    const key = Object.fromEntries(
      Table.KeySchema.map(({ AttributeName }: { AttributeName: string }) => [AttributeName, { S: 'by-aws-cli' }]),
    )
    await aws('dynamodb', 'put-item', '--table-name', 'orders', '--item', JSON.stringify({ ...key, note: { S: 'x' } }))
    expect(await aws('dynamodb', 'get-item', '--table-name', 'orders', '--key', JSON.stringify(key))).toMatchObject({
      Item: { note: { S: 'x' } },
    })
  })

  test(`sns, s3, sts${needs}`, async () => {
    const { Topics } = await aws('sns', 'list-topics')
    expect(Topics.map(({ TopicArn }: { TopicArn: string }) => TopicArn)).toEqual([
      expect.stringMatching(/:order-events$/),
    ])
    const { Buckets } = await aws('s3api', 'list-buckets')
    const bucket = Buckets[0].Name
    const put = await runProgram(
      cli!.file,
      ['--endpoint-url', demo.endpoint, 's3', 'cp', '-', `s3://${bucket}/by-cli.txt`],
      { env: demo.env, input: 'hello' },
    )
    expect(put.code, put.stderr).toBe(0)
    expect((await run('s3', 'cp', `s3://${bucket}/by-cli.txt`, '-')).stdout).toBe('hello')
    expect((await run('s3', 'ls', `s3://${bucket}/`)).stdout).toContain('by-cli.txt')
    expect((await aws('sts', 'get-caller-identity')).Account).toBe('123456789012')
  })

  test.each([
    ['ec2', 'describe-instances', 'DescribeInstances'],
    ['logs', 'describe-destinations', 'DescribeDestinations'],
    ['cloudformation', 'list-exports', 'ListExports'],
  ])(`what is not there says so by name: %s %s${needs}`, async (service, command, operation) => {
    const { code, stderr } = await run(service, command)
    expect(code).not.toBe(0)
    expect(stderr).toContain(`does not implement ${service}.${operation}`)
    expect(stderr).toContain('NotImplemented')
  })
})

describe('an operation that is not there', () => {
  it('answers 501', async () => {
    const demo = await demoServer(['--no-sample'])
    const authorization =
      'AWS4-HMAC-SHA256 Credential=A/20260101/eu-west-1/kafka/aws4_request, SignedHeaders=host, Signature=0'
    const { status } = await fetch(`${demo.endpoint}/v1/clusters`, { headers: { authorization } })
    await demo.stop()
    expect(status).toBe(501)
  })
})
