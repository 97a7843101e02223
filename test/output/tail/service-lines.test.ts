import { describe, expect, it } from 'vitest'
import { human } from '../../../src/output/tail/human.ts'
import { event, source } from '../../domain/log/event.ts'

const style = { color: false, unicode: true, width: 100 } as const
const show = (message: string, platform = false): string =>
  human({ style, zone: 'UTC', platform })(event(message, { source: source('Payment', { sourceType: 'workflow' }) }))

const step = (type: string, details: object, executionArn: string): string =>
  JSON.stringify({ details, id: '2', type, event_timestamp: '1787541942901', execution_arn: executionArn })

const standard = 'arn:aws:states:eu-west-1:123456789012:execution:payment:4ccf08b5-9867-4898-a14d-0da6849bf288'
const named = 'arn:aws:states:eu-west-1:123456789012:execution:payment:order-7001'
const express = 'arn:aws:states:eu-west-1:123456789012:express:payment:order-7001:7fa0cfbe-be28-4a20-9875-73c37f5dc39e'

describe('the lines of a workflow, for people', () => {
  it.each([
    ['TaskStateEntered', { name: 'ChargeCard' }, standard, 'TaskStateEntered ChargeCard  execution=4ccf08b5'],
    ['ExecutionStarted', { roleArn: 'r' }, named, 'ExecutionStarted  execution=order-7001'],
    ['ExecutionSucceeded', {}, express, 'ExecutionSucceeded  execution=order-7001'],
  ])('%s', (type, details, arn, text) => {
    expect(show(step(type, details, arn))).toBe(`14:03:21.118  Payment         ${text}\n`)
  })

  it('tell why something failed, in the words of what failed', () => {
    const cause = JSON.stringify({ errorType: 'PaymentDeclined', errorMessage: 'card 0002 was declined', trace: ['x'] })
    expect(show(step('LambdaFunctionFailed', { error: 'PaymentDeclined', cause }, named)).split('\n')).toEqual([
      '14:03:21.118  Payment  ERROR  LambdaFunctionFailed  execution=order-7001',
      `${' '.repeat(30)}PaymentDeclined: card 0002 was declined`,
      '',
    ])
  })

  it.each(['LambdaFunctionScheduled', 'LambdaFunctionStarted', 'LambdaFunctionSucceeded', 'TaskStateExited'])(
    '%s says nothing beside the others, but with --platform',
    (type) => {
      expect(show(step(type, {}, named))).toBe('')
      expect(show(step(type, {}, named), true)).toContain(type)
    },
  )
})

it('an access line has the path without its stage', () => {
  const line = {
    httpMethod: 'POST',
    path: '/prod/orders',
    resourcePath: '/orders',
    status: '201',
    responseLatency: '53',
  }
  const api = source('OrdersApi', { sourceType: 'api' })
  expect(human({ style, zone: 'UTC' })(event(JSON.stringify(line), { source: api }))).toBe(
    '14:03:21.118  OrdersApi         POST /orders → 201  53 ms\n',
  )
})
