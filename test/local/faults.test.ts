import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Problem } from '../../src/domain/problem.ts'
import { parseFault } from '../../src/local/fault-words.ts'
import { faultTable } from '../../src/local/faults.ts'
import { type Gateway, openGateway } from '../../src/local/gateway.ts'
import { randomOf } from '../../src/local/random.ts'

const words = (text: string) => parseFault(text.split(' '))

const all = 'throttle, latency, status, deny, reset, expire, late, duplicate'

describe('parseFault', () => {
  it.each([
    ['logs.FilterLogEvents throttle=0.5', 'logs', 'FilterLogEvents', [{ kind: 'throttle', share: 0.5 }], null],
    ['logs throttle', 'logs', null, [{ kind: 'throttle', share: 1 }], null],
    ['cloudwatch latency=300ms', 'monitoring', null, [{ kind: 'latency', ms: 300 }], null],
    [
      'stepfunctions.DescribeExecution status=503',
      'states',
      'DescribeExecution',
      [{ kind: 'status', status: 503 }],
      null,
    ],
    ['lambda.Invoke deny --for 30s', 'lambda', 'Invoke', [{ kind: 'deny' }], 30_000],
    [
      'sqs --for 1.5m latency=2s throttle=1',
      'sqs',
      null,
      [
        { kind: 'latency', ms: 2000 },
        { kind: 'throttle', share: 1 },
      ],
      90_000,
    ],
    ['logs late=30s', 'logs', null, [{ kind: 'late', ms: 30_000 }], null],
    ['logs.PutLogEvents late=2m', 'logs', 'PutLogEvents', [{ kind: 'late', ms: 120_000 }], null],
    ['logs duplicate=0.1', 'logs', null, [{ kind: 'duplicate', share: 0.1 }], null],
    ['logs.filterlogevents duplicate', 'logs', 'filterlogevents', [{ kind: 'duplicate', share: 1 }], null],
    ['lambda reset=0.1 --for 1m', 'lambda', null, [{ kind: 'reset', share: 0.1 }], 60_000],
    ['logs expire --for 10s', 'logs', null, [{ kind: 'expire' }], 10_000],
  ])('%s', (text, service, operation, effects, forMs) => {
    expect(words(text)).toEqual({ service, operation, effects, forMs })
  })

  it.each([
    ['', 'A fault begins with a service or a service and its operation, not ""'],
    ['logs', `What is to happen to logs? One of ${all}`],
    ['logs throttle=2', 'throttle takes a number from 0 to 1, not "2"'],
    ['logs status=200', 'status takes a number from 400 to 599, not "200"'],
    ['logs latency=3', 'latency takes a duration such as 300ms, 30s or 5m, not "3"'],
    ['logs deny --for', '--for takes a duration such as 300ms, 30s or 5m, not ""'],
    ['logs late', 'late takes a duration such as 300ms, 30s or 5m, not ""'],
    ['lambda late=30s', 'late is a fault of logs or logs.PutLogEvents only, not of lambda'],
    ['logs.GetLogEvents late=30s', 'late is a fault of logs or logs.PutLogEvents only, not of logs.GetLogEvents'],
    ['sqs duplicate=0.1', 'duplicate is a fault of logs or logs.FilterLogEvents only, not of sqs'],
    ['logs duplicate=2', 'duplicate takes a number from 0 to 1, not "2"'],
    ['logs reset=x', 'reset takes a number from 0 to 1, not "x"'],
    ['logs expire=10s', 'expire takes no value, not "10s"'],
    ['logs constructor', `Unknown fault "constructor"; there are ${all}`],
  ])('%s: a usage problem', (text, message) => {
    expect(() => words(text)).toThrow(expect.objectContaining({ code: 'Usage', exit: 2, message }))
  })

  it('never throws anything but a Problem', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string(), fc.constantFrom('logs', '--for', '30s', 'throttle=', 'deny'))),
        (any) => {
          try {
            expect(parseFault(any).service).not.toBe('')
          } catch (error) {
            expect(error).toBeInstanceOf(Problem)
          }
        },
      ),
    )
  })
})

const table = (now: () => number = () => 0) => {
  const slept: number[] = []
  const faults = faultTable({
    account: '123456789012',
    now,
    random: randomOf(1),
    keys: ['FIRST'],
    sleep: async (ms) => {
      slept.push(ms)
    },
  })
  const meet = (service: string, operation: string, accessKey: string | null = null) =>
    faults.before({ service, operation, region: 'us-east-1', signal: AbortSignal.abort(), accessKey })
  return { faults, slept, meet }
}

describe('faults in force', () => {
  it('meet the operation they name, or every one of the service, and nothing else', async () => {
    const { faults, meet } = table()
    faults.add(words('logs.FilterLogEvents status=503'))
    faults.add(words('lambda status=500'))
    expect((await meet('logs', 'FilterLogEvents'))?.code).toBe('ServiceUnavailable')
    expect(await meet('logs', 'GetLogEvents')).toBeNull()
    expect((await meet('lambda', 'Anything'))?.code).toBe('InternalFailure')
    expect(await meet('sqs', 'SendMessage')).toBeNull()
  })

  it('end with their time, or with reset', async () => {
    let now = 1000
    const { faults, meet } = table(() => now)
    faults.add(words('logs deny --for 30s'))
    now += 29_999
    expect(await meet('logs', 'X')).not.toBeNull()
    now += 1
    expect(await meet('logs', 'X')).toBeNull()
    faults.add(words('logs deny'))
    expect(faults.list()).toHaveLength(1)
    faults.reset()
    expect(await meet('logs', 'X')).toBeNull()
  })

  it('throttle the share that was asked for, the same calls for the same seed', async () => {
    const run = async () => {
      const { faults, meet } = table()
      faults.add(words('logs throttle=0.3'))
      const hits: boolean[] = []
      for (let call = 0; call < 1000; call++) hits.push((await meet('logs', 'X')) !== null)
      return hits
    }
    const hits = await run()
    expect(hits.filter(Boolean).length).toBeGreaterThan(250)
    expect(hits.filter(Boolean).length).toBeLessThan(350)
    expect(await run()).toEqual(hits)
  })

  it('add latency, and let the call through', async () => {
    const { faults, slept, meet } = table()
    faults.add(words('logs latency=300ms'))
    expect(await meet('logs', 'X')).toBeNull()
    expect(slept).toEqual([300])
  })

  it.each([
    ['logs', 'ThrottlingException', 400],
    ['dynamodb', 'ThrottlingException', 400],
    ['cloudformation', 'Throttling', 400],
    ['lambda', 'TooManyRequestsException', 429],
    ['sqs', 'RequestThrottled', 400],
    ['s3', 'SlowDown', 503],
  ])('%s is throttled as %s', async (service, code, status) => {
    const { faults, meet } = table()
    faults.add({ service, operation: null, effects: [{ kind: 'throttle', share: 1 }], forMs: null })
    expect(await meet(service, 'X')).toMatchObject({ code, status })
  })

  it.each([
    ['logs', 'FilterLogEvents', 'AccessDeniedException', 'logs:FilterLogEvents'],
    ['cloudformation', 'ListStackResources', 'AccessDenied', 'cloudformation:ListStackResources'],
    ['lambda', 'Invoke', 'AccessDeniedException', 'lambda:InvokeFunction'],
    ['monitoring', 'GetMetricData', 'AccessDenied', 'cloudwatch:GetMetricData'],
    ['states', 'DescribeExecution', 'AccessDeniedException', 'states:DescribeExecution'],
    ['s3', 'ListObjectsV2', 'AccessDenied', 's3:ListBucket'],
  ])('%s.%s is denied as %s, naming %s', async (service, operation, code, action) => {
    const { faults, meet } = table()
    faults.add({ service, operation: null, effects: [{ kind: 'deny' }], forMs: null })
    const error = await meet(service, operation)
    expect(error?.code).toBe(code)
    expect(error?.message).toBe(
      `User: arn:aws:iam::123456789012:user/demo is not authorized to perform: ${action} on resource: ` +
        `arn:aws:${action.split(':')[0]}:us-east-1:123456789012:* because no identity-based policy allows the ${action} action`,
    )
  })
})

describe('reset', () => {
  it('breaks the share that was asked for, some before the answer and some in its middle', () => {
    const { faults } = table()
    faults.add(words('logs.FilterLogEvents reset=0.4'))
    const call = { service: 'logs', operation: 'FilterLogEvents' }
    const cuts = Array.from({ length: 1000 }, () => faults.cut(call)).filter((share) => share !== null)
    expect(cuts.length).toBeGreaterThan(350)
    expect(cuts.length).toBeLessThan(450)
    const midway = cuts.filter((share) => share > 0)
    expect(midway.length).toBeGreaterThan(cuts.length * 0.4)
    expect(midway.length).toBeLessThan(cuts.length * 0.6)
    expect(Math.max(...midway)).toBeLessThan(1)
    expect(faults.cut({ ...call, operation: 'GetLogEvents' })).toBeNull()
  })
})

describe('expire', () => {
  it('meets the keys that were in use when it was set, until it is over', async () => {
    let now = 0
    const { faults, meet } = table(() => now)
    expect(await meet('logs', 'X', 'OLD')).toBeNull()
    faults.add(words('logs expire --for 10s'))
    for (const key of ['FIRST', 'OLD'])
      expect(await meet('logs', 'X', key)).toMatchObject({
        code: 'ExpiredTokenException',
        message: 'The security token included in the request is expired',
        status: 400,
      })
    expect(await meet('logs', 'X', 'NEW')).toBeNull()
    expect(await meet('logs', 'X')).toBeNull()
    expect(await meet('sqs', 'X', 'OLD')).toBeNull()
    now = 10_000
    expect(await meet('logs', 'X', 'OLD')).toBeNull()
    faults.add(words('logs expire'))
    expect(await meet('logs', 'X', 'NEW')).not.toBeNull()
    faults.reset()
    expect(await meet('logs', 'X', 'NEW')).toBeNull()
  })

  it.each([
    ['sts', 'ExpiredToken', 403, 'The security token included in the request is expired'],
    ['lambda', 'ExpiredTokenException', 403, 'The security token included in the request is expired'],
    ['dynamodb', 'ExpiredTokenException', 400, 'The security token included in the request is expired'],
    ['s3', 'ExpiredToken', 400, 'The provided token has expired.'],
  ])('%s says %s', async (service, code, status, message) => {
    const { faults, meet } = table()
    faults.add(words(`${service} expire`))
    expect(await meet(service, 'X', 'FIRST')).toMatchObject({ code, status, message })
  })
})

describe('late and duplicate', () => {
  it('hold for the log events only while they are in force', () => {
    let now = 0
    const { faults } = table(() => now)
    expect([faults.lateMs(), faults.duplicated()]).toEqual([0, false])
    faults.add(words('logs late=30s duplicate --for 1s'))
    faults.add(words('logs.PutLogEvents late=1s'))
    expect([faults.lateMs(), faults.duplicated()]).toEqual([31_000, true])
    now = 1000
    expect([faults.lateMs(), faults.duplicated()]).toEqual([1000, false])
  })

  it('double the share that was asked for', () => {
    const { faults } = table()
    faults.add(words('logs duplicate=0.1'))
    const twice = Array.from({ length: 1000 }, () => faults.duplicated()).filter(Boolean).length
    expect(twice).toBeGreaterThan(70)
    expect(twice).toBeLessThan(130)
  })
})

describe('through the SDK clients', () => {
  const withGateway = async (fault: string, use: (gateway: Gateway) => Promise<void>) => {
    const { faults } = table()
    faults.add(words(fault))
    const call = () => ({})
    const gateway = await openGateway({
      port: 0,
      region: 'us-east-1',
      now: Date.now,
      mounts: [],
      fault: faults.before,
      services: [
        {
          name: 'logs',
          protocol: { kind: 'json', version: '1.1', target: 'Logs_20140328' },
          operations: { DescribeLogGroups: call },
        },
        {
          name: 'cloudformation',
          protocol: { kind: 'query', version: '2010-05-15', namespace: 'x' },
          operations: { DescribeStacks: call },
        },
        {
          name: 'lambda',
          protocol: {
            kind: 'rest-json',
            routes: [{ operation: 'Invoke', method: 'POST', path: '/2015-03-31/functions/{FunctionName}/invocations' }],
          },
          operations: { Invoke: call },
        },
      ],
    })
    await use(gateway).finally(() => gateway.close())
  }
  const config = (gateway: Gateway) => ({
    endpoint: gateway.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'FIRST', secretAccessKey: 's' },
    maxAttempts: 1,
  })
  const calls: Readonly<Record<string, (gateway: Gateway) => Promise<unknown>>> = {
    logs: (gateway) => new CloudWatchLogsClient(config(gateway)).send(new DescribeLogGroupsCommand({})),
    cloudformation: (gateway) =>
      new CloudFormationClient(config(gateway)).send(new DescribeStacksCommand({ StackName: 'a' })),
    lambda: (gateway) => new LambdaClient(config(gateway)).send(new InvokeCommand({ FunctionName: 'f' })),
  }

  it.each([
    ['logs', 'throttle', 'ThrottlingException', 400],
    ['cloudformation', 'throttle', 'Throttling', 400],
    ['lambda', 'throttle', 'TooManyRequestsException', 429],
    ['logs', 'deny', 'AccessDeniedException', 400],
    ['cloudformation', 'deny', 'AccessDenied', 403],
    ['lambda', 'deny', 'AccessDeniedException', 403],
    ['logs', 'status=503', 'ServiceUnavailable', 503],
    ['cloudformation', 'status=503', 'ServiceUnavailable', 503],
    ['lambda', 'status=500', 'InternalFailure', 500],
    ['logs', 'expire', 'ExpiredTokenException', 400],
    ['cloudformation', 'expire', 'ExpiredToken', 403],
    ['lambda', 'expire', 'ExpiredTokenException', 403],
  ])('%s %s: %s', async (service, fault, name, status) => {
    await withGateway(`${service} ${fault}`, async (gateway) => {
      await expect(calls[service]?.(gateway)).rejects.toMatchObject({ name, $metadata: { httpStatusCode: status } })
    })
  })
})
