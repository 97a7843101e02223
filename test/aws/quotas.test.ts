import { describe, expect, test } from 'vitest'
import { isAwsHost, isLoopback } from '../../src/aws/endpoint.ts'
import { createBuckets, ourRate, quotaOf } from '../../src/aws/quotas.ts'
import { jumpingClock } from './fake-clock.ts'

describe('quotas', () => {
  test.each([
    ['logs', 'FilterLogEvents', 'us-east-1', 25],
    ['logs', 'FilterLogEvents', 'eu-central-1', 5],
    ['logs', 'FilterLogEvents', 'ap-northeast-3', 5],
    ['logs', 'FilterLogEvents', 'ap-southeast-3', 5],
    ['logs', 'FilterLogEvents', 'ca-west-1', 5],
    ['logs', 'FilterLogEvents', 'il-central-1', 5],
    ['logs', 'FilterLogEvents', 'eu-west-1', 10],
    ['logs', 'DescribeLogStreams', 'eu-west-1', 25],
    ['lambda', 'GetFunction', 'eu-west-1', 100],
    ['lambda', 'ListFunctions', 'eu-west-1', 15],
    ['lambda', 'GetFunctionConfiguration', 'eu-west-1', 15],
    ['apigateway', 'GetStages', 'eu-west-1', 10],
    ['cloudformation', 'ListStackResources', 'eu-west-1', 10],
    ['xray', 'GetTraceSummaries', 'eu-west-1', 10],
  ])('%s %s in %s: AWS gives %d/s, we take half', (service, operation, region, perSecond) => {
    expect(quotaOf(service, operation, region).perSecond).toBe(perSecond)
    const bucket = createBuckets(jumpingClock()).bucket({ service, operation, region, held: true })
    expect(bucket.rate()).toBe(perSecond / 2)
  })

  test('all control-plane calls of Lambda share one bucket, GetFunction has its own; regions are apart', () => {
    const buckets = createBuckets(jumpingClock())
    const get = (operation: string, region = 'eu-west-1') =>
      buckets.bucket({ service: 'lambda', operation, region, held: true })
    expect(get('ListFunctions')).toBe(get('ListAliases'))
    expect(get('GetFunction')).not.toBe(get('ListAliases'))
    expect(get('ListFunctions', 'us-east-1')).not.toBe(get('ListFunctions'))
  })

  test('only calls to AWS itself are held', () => {
    const bucket = createBuckets(jumpingClock()).bucket({
      service: 'logs',
      operation: 'FilterLogEvents',
      region: 'eu-west-1',
      held: false,
    })
    expect(bucket.rate()).toBe(Number.POSITIVE_INFINITY)
  })

  test.each([
    ['logs.eu-west-1.amazonaws.com', true],
    ['vpce-1a2b-3c4d.logs.eu-west-1.vpce.amazonaws.com', true],
    ['logs.cn-north-1.amazonaws.com.cn', true],
    ['logs.eu-west-1.api.aws', true],
    ['logs.us-iso-east-1.c2s.ic.gov', true],
    ['logs.eusc-de-east-1.amazonaws.eu', true],
    ['amazonaws.com.evil.example', false],
    ['notamazonaws.com', false],
    ['localhost', false],
    ['127.0.0.1', false],
  ])('%s belongs to AWS: %s', (host, expected) => expect(isAwsHost(host)).toBe(expected))

  test.each([
    ['localhost', true],
    ['a.localhost', true],
    ['127.0.0.1', true],
    ['127.9.9.9', true],
    ['[::1]', true],
    ['128.0.0.1', false],
    ['localhost.example', false],
  ])('%s is loopback: %s', (host, expected) => expect(isLoopback(host)).toBe(expected))
})

describe('SLSOPS_LOGS_RATE', () => {
  const call = { service: 'logs', operation: 'FilterLogEvents', region: 'eu-central-1', held: true }
  test.each([
    [{}, true, 2.5],
    [{}, false, null],
    [{ SLSOPS_LOGS_RATE: '4' }, true, 4],
    [{ SLSOPS_LOGS_RATE: '4' }, false, 4],
    [{ SLSOPS_LOGS_RATE: 'many' }, true, 2.5],
    [{ SLSOPS_LOGS_RATE: '-1' }, false, null],
  ])('%j, an endpoint of AWS: %s, gives %s a second', (env, held, expected) => {
    expect(ourRate({ ...call, held }, env)).toBe(expected)
  })
  test('is about no other call', () => {
    expect(ourRate({ ...call, operation: 'GetLogEvents' }, { SLSOPS_LOGS_RATE: '99' })).toBe(5)
  })
})
