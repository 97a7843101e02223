import { once } from 'node:events'
import * as http from 'node:http'
import { CloudFormationClient, DescribeStacksCommand, ListStacksCommand } from '@aws-sdk/client-cloudformation'
import { CloudWatchLogsClient, DescribeLogGroupsCommand, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { InvokeCommand, LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda'
import { ListTopicsCommand, SNSClient } from '@aws-sdk/client-sns'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Gateway, openGateway } from '../../src/local/gateway.ts'
import { type LocalService, ServiceError } from '../../src/local/service.ts'

const at = Date.UTC(2026, 0, 2, 3, 4, 5)
const hostile = 'a<b>&"\u0000\u001b[31m\ud800 \r\n ü😀'

const services: LocalService[] = [
  {
    name: 'logs',
    protocol: { kind: 'json', version: '1.1', target: 'Logs_20140328' },
    operations: {
      DescribeLogGroups: (input) => ({ logGroups: [{ logGroupName: input['logGroupNamePrefix'], creationTime: at }] }),
      FilterLogEvents() {
        throw new ServiceError('ResourceNotFoundException', 'The specified log group does not exist.')
      },
    },
  },
  {
    name: 'cloudformation',
    protocol: {
      kind: 'query',
      version: '2010-05-15',
      namespace: 'http://cloudformation.amazonaws.com/doc/2010-05-15/',
    },
    operations: {
      ListStacks: (form) => ({
        StackSummaries: [
          {
            StackName: form['StackStatusFilter.member.1'],
            TemplateDescription: hostile,
            CreationTime: new Date(at),
            StackStatus: 'CREATE_COMPLETE',
            DeletionTime: null,
          },
        ],
      }),
      DescribeStacks() {
        throw new TypeError('boom')
      },
    },
  },
  {
    name: 'lambda',
    protocol: {
      kind: 'rest-json',
      routes: [
        { operation: 'Invoke', method: 'POST', path: '/2015-03-31/functions/{FunctionName}/invocations' },
        { operation: 'ListTags', method: 'GET', path: '/2017-03-31/tags/{Resource+}' },
      ],
    },
    operations: {
      Invoke(input, call) {
        if (input['FunctionName'] === 'none')
          throw new ServiceError('ResourceNotFoundException', 'Function not found', 404)
        return call.respond({ status: 200, headers: { 'x-amz-executed-version': '$LATEST' }, body: call.body })
      },
    },
  },
]

let gateway: Gateway
beforeAll(async () => {
  gateway = await openGateway({
    port: 0,
    region: 'us-east-1',
    now: () => at,
    services,
    mounts: [
      {
        name: 'sns',
        handle(request, response, body) {
          request.setEncoding('utf8')
          let again = ''
          request.on('data', (chunk: string) => {
            again += chunk
          })
          request.on('end', () =>
            response.end(
              `<ListTopicsResponse><ListTopicsResult><Topics><member><TopicArn>${again === body.toString()} ${again.includes('Action=ListTopics')}</TopicArn></member></Topics></ListTopicsResult></ListTopicsResponse>`,
            ),
          )
        },
      },
    ],
  })
})
afterAll(() => gateway.close())

const config = () => ({
  endpoint: gateway.endpoint,
  region: 'eu-west-1',
  credentials: { accessKeyId: 'A', secretAccessKey: 's' },
  maxAttempts: 1,
})

const raw = async (path: string, headers: Record<string, string>, body = '') => {
  const request = http.request(`${gateway.endpoint}${path}`, { method: 'POST', headers, agent: false })
  request.end(body)
  const [response] = (await once(request, 'response')) as [http.IncomingMessage]
  let text = ''
  for await (const chunk of response) text += String(chunk)
  return { status: response.statusCode, headers: response.headers, text }
}

const signed = (service: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=A/20260102/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
})

describe('protocols, through the SDK clients', () => {
  it('JSON: input, output, AWS errors by name', async () => {
    const client = new CloudWatchLogsClient(config())
    const { logGroups, $metadata } = await client.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: hostile }))
    expect(logGroups).toEqual([{ logGroupName: hostile, creationTime: at }])
    expect($metadata.requestId).toMatch(/^[0-9a-f-]{36}$/)
    await expect(client.send(new FilterLogEventsCommand({ logGroupName: 'x' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'The specified log group does not exist.',
      $metadata: { httpStatusCode: 400 },
    })
  })

  it('Query: lists, times, and text that XML has no spelling for', async () => {
    const client = new CloudFormationClient(config())
    const { StackSummaries } = await client.send(new ListStacksCommand({ StackStatusFilter: ['CREATE_COMPLETE'] }))
    expect(StackSummaries).toEqual([
      {
        StackName: 'CREATE_COMPLETE',
        TemplateDescription: 'a<b>&"\ufffd\ufffd[31m\ufffd \r\n ü😀',
        CreationTime: new Date(at),
        StackStatus: 'CREATE_COMPLETE',
      },
    ])
  })

  it('REST-JSON: path parameters, raw payloads, errors', async () => {
    const client = new LambdaClient(config())
    const answer = await client.send(new InvokeCommand({ FunctionName: 'f', Payload: Buffer.from('not json') }))
    expect([answer.ExecutedVersion, Buffer.from(answer.Payload ?? []).toString()]).toEqual(['$LATEST', 'not json'])
    await expect(client.send(new InvokeCommand({ FunctionName: 'none' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Function not found',
      $metadata: { httpStatusCode: 404 },
    })
  })

  it('a mount gets the request with its body to be read again', async () => {
    const { Topics } = await new SNSClient(config()).send(new ListTopicsCommand({}))
    expect(Topics).toEqual([{ TopicArn: 'true true' }])
  })

  it('what is unforeseen is a 500 that names the operation', async () => {
    await expect(new CloudFormationClient(config()).send(new DescribeStacksCommand({}))).rejects.toMatchObject({
      name: 'InternalFailure',
      message: 'The embedded cloud failed in cloudformation.DescribeStacks: boom',
      $metadata: { httpStatusCode: 500 },
    })
  })
})

describe('what is not here', () => {
  it('an operation of a REST service that has no route', async () => {
    await expect(new LambdaClient(config()).send(new ListFunctionsCommand({}))).rejects.toMatchObject({
      name: 'NotImplemented',
      message: 'The embedded cloud does not implement lambda.GET /2015-03-31/functions',
      $metadata: { httpStatusCode: 501 },
    })
  })

  it.each([
    [
      'JSON',
      'logs',
      { 'x-amz-target': 'Logs_20140328.TagLogGroup' },
      '',
      'logs.TagLogGroup',
      '"__type":"NotImplemented"',
    ],
    [
      'JSON, prototype names',
      'logs',
      { 'x-amz-target': 'Logs_20140328.constructor' },
      '',
      'logs.constructor',
      '"__type":',
    ],
    [
      'JSON, no such service',
      'athena',
      { 'x-amz-target': 'AmazonAthena.GetWorkGroup' },
      '',
      'athena.GetWorkGroup',
      '"__type":',
    ],
    [
      'Query',
      'cloudformation',
      { 'content-type': 'application/x-www-form-urlencoded' },
      'Action=DeleteStack',
      'cloudformation.DeleteStack',
      '<Code>NotImplemented</Code>',
    ],
    [
      'Query, no such service',
      'ec2',
      { 'content-type': 'application/x-www-form-urlencoded' },
      'Action=RunInstances',
      'ec2.RunInstances',
      '<Code>NotImplemented</Code>',
    ],
    ['REST-XML, no such service', 's3', {}, '', 's3.POST /', '<Error><Code>NotImplemented</Code>'],
  ])('%s: 501 in the shape of the protocol', async (_, service, headers, body, name, shape) => {
    const answer = await raw('/', { ...headers, ...signed(service) }, body)
    expect(answer.status).toBe(501)
    expect(answer.text).toContain(`The embedded cloud does not implement ${name}`)
    expect(answer.text).toContain(shape)
  })
})

describe('routing', () => {
  it('an unsigned call is known by its target, a presigned one by its query', async () => {
    const unsigned = await raw('/', { 'x-amz-target': 'Logs_20140328.DescribeLogGroups' }, '{"logGroupNamePrefix":"p"}')
    expect(JSON.parse(unsigned.text)).toEqual({ logGroups: [{ logGroupName: 'p', creationTime: at }] })
    const presigned = await raw('/b/k?X-Amz-Credential=A%2F20260102%2Fus-east-1%2Fs3%2Faws4_request', {})
    expect(presigned.text).toContain('does not implement s3.POST /b/k')
    expect((await raw('/', {})).status).toBe(403)
  })

  it('every answer has a request id and the date of the clock of the cloud', async () => {
    for (const headers of [signed('logs'), signed('nothing'), { origin: 'http://x' }]) {
      const answer = await raw('/', headers)
      expect(answer.headers['x-amzn-requestid']).toMatch(/^[0-9a-f-]{36}$/)
      expect(answer.headers.date).toBe('Fri, 02 Jan 2026 03:04:05 GMT')
    }
  })

  it('JSON that is none is a SerializationException', async () => {
    const target = { 'x-amz-target': 'Logs_20140328.DescribeLogGroups' }
    for (const body of ['{', '[]', '1']) expect((await raw('/', target, body)).text).toContain('SerializationException')
  })
})

describe('the door', () => {
  it.each([
    ['127.0.0.1', 400],
    ['localhost', 400],
    ['[::1]', 400],
    ['bucket.localhost', 400],
    ['evil.example', 403],
    ['127.0.0.1.evil.example', 403],
    ['localhost.evil.example', 403],
    ['127.0.0.1@evil.example', 403],
  ])('Host %s: %i', async (host, status) => {
    const headers = { host: `${host}:${gateway.port}`, 'x-amz-target': 'Logs_20140328.FilterLogEvents' }
    expect((await raw('/', headers, '{}')).status).toBe(status)
  })

  it('another port, or an Origin, is refused', async () => {
    const target = { 'x-amz-target': 'Logs_20140328.FilterLogEvents' }
    expect((await raw('/', { ...target, host: `127.0.0.1:${gateway.port + 1}` }, '{}')).status).toBe(403)
    expect((await raw('/', { ...target, origin: gateway.endpoint }, '{}')).status).toBe(403)
    expect((await raw('/', { ...target, origin: 'null' }, '{}')).status).toBe(403)
  })
})

describe('streams', () => {
  it('stop when the client goes away, and when the cloud closes', async () => {
    const ended: string[] = []
    const streaming: LocalService = {
      name: 'logs',
      protocol: { kind: 'json', version: '1.1', target: 'Logs_20140328' },
      operations: {
        StartLiveTail: (input, call) =>
          call.respond({
            status: 200,
            body: (async function* () {
              yield Buffer.from('first')
              await new Promise((resolve) => call.signal.addEventListener('abort', resolve))
              ended.push(String(input['name']))
            })(),
          }),
      },
    }
    const own = await openGateway({ port: 0, region: 'us-east-1', now: () => at, services: [streaming], mounts: [] })
    const open = async (name: string) => {
      const headers = { 'x-amz-target': 'Logs_20140328.StartLiveTail' }
      const request = http.request(own.endpoint, { method: 'POST', headers, agent: false })
      request.on('error', () => undefined).end(JSON.stringify({ name }))
      const [response] = (await once(request, 'response')) as [http.IncomingMessage]
      response.on('error', () => undefined)
      expect(String((await once(response, 'data'))[0])).toBe('first')
      return request
    }
    const left = await open('left')
    await open('closed')
    left.destroy()
    while (ended.length === 0) await new Promise(setImmediate)
    expect(ended).toEqual(['left'])
    await own.close()
    await new Promise(setImmediate)
    expect(ended).toEqual(['left', 'closed'])
  })
})

describe('connections that break', () => {
  const answer = JSON.stringify({ nextToken: 'x'.repeat(100_000) })
  const withCut = async (share: number | null, use: (own: Gateway) => Promise<void>): Promise<void> => {
    const own = await openGateway({
      port: 0,
      region: 'us-east-1',
      now: () => at,
      services: [
        {
          name: 'logs',
          protocol: { kind: 'json', version: '1.1', target: 'Logs_20140328' },
          operations: Object.fromEntries([['FilterLogEvents', () => JSON.parse(answer)]]),
        },
      ],
      mounts: [{ name: 'sns', handle: (_, response) => void response.end(answer) }],
      cut: () => share,
    })
    await use(own).finally(() => own.close())
  }
  const ask = async (own: Gateway, headers: Record<string, string>) => {
    const request = http.request(own.endpoint, { method: 'POST', headers, agent: false })
    const response = new Promise<http.IncomingMessage>((resolve, reject) => {
      request.on('response', resolve).on('error', reject)
    })
    request.end('{}')
    const got = await response
    let received = ''
    const whole = await new Promise<boolean>((resolve) => {
      got.on('data', (chunk) => {
        received += String(chunk)
      })
      got.on('end', () => resolve(true)).on('error', () => resolve(false))
    })
    return { headers: got.headers, received, whole }
  }
  const targets = [
    ['a service', { 'x-amz-target': 'Logs_20140328.FilterLogEvents' }],
    ['a mount', signed('sns')],
  ] as const

  it.each(targets)('%s: before the answer', async (_, headers) => {
    await withCut(0, async (own) => {
      await expect(ask(own, { ...headers })).rejects.toMatchObject({ code: 'ECONNRESET' })
    })
  })

  it.each(targets)('%s: in the middle of the body', async (_, headers) => {
    await withCut(0.25, async (own) => {
      const { received, whole } = await ask(own, { ...headers })
      expect(whole).toBe(false)
      expect(received).toBe(answer.slice(0, Math.floor(answer.length / 4)))
    })
  })

  it.each(targets)('%s: not at all', async (_, headers) => {
    await withCut(null, async (own) =>
      expect(await ask(own, { ...headers })).toMatchObject({ received: answer, whole: true }),
    )
  })

  it('an SDK client takes half an answer for none', async () => {
    await withCut(0.5, async (own) => {
      const client = new CloudWatchLogsClient({ ...config(), endpoint: own.endpoint })
      await expect(client.send(new FilterLogEventsCommand({ logGroupName: 'x' }))).rejects.toThrow()
    })
  })
})
