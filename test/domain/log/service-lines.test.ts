import { describe, expect, it } from 'vitest'
import { accessOf } from '../../../src/domain/log/access-line.ts'
import { parseLine } from '../../../src/domain/log/parse-line.ts'
import { isRoutine } from '../../../src/domain/log/workflow-line.ts'

describe('the path of an access line', () => {
  it.each([
    ['/prod/orders', '/orders', '/orders'],
    ['/prod/orders/o-1', '/orders/{id}', '/orders/o-1'],
    ['/prod/orders/o-1/items', '/orders/{id}/items', '/orders/o-1/items'],
    ['/prod/files/a/b.txt', '/files/{proxy+}', '/files/a/b.txt'],
    ['/prod/', '/', '/'],
    ['/prod', '/', '/'],
    // A custom domain's base path, or none of the stage's own: as it was asked for.
    ['/orders', '/orders', '/orders'],
    ['/orders/o-1', '/orders/{id}', '/orders/o-1'],
    ['/v1/shop/orders', '/orders', '/v1/shop/orders'],
    ['/prod/other', '/orders', '/prod/other'],
    ['/orders', undefined, '/orders'],
    [undefined, '/orders/{id}', '/orders/{id}'],
    ['-', '/orders', '/orders'],
  ])('%s of the resource %s', (path, resourcePath, shown) => {
    expect(accessOf({ path, resourcePath }).path).toBe(shown)
  })
})

const step = (type: string, details: object, more: object = {}): string =>
  JSON.stringify({
    details,
    redrive_count: '0',
    id: '2',
    type,
    previous_event_id: '0',
    event_timestamp: '1787541942901',
    execution_arn: 'arn:aws:states:eu-west-1:123456789012:execution:payment:e-1',
    ...more,
  })

describe('a line of a workflow', () => {
  const answer = { errorType: 'PaymentDeclined', errorMessage: 'card 0002 was declined', trace: ['PaymentDeclined: x'] }
  it.each([
    ['TaskStateEntered', { name: 'ChargeCard' }, null, 'TaskStateEntered ChargeCard', null],
    ['ExecutionSucceeded', {}, null, 'ExecutionSucceeded', null],
    [
      'LambdaFunctionFailed',
      { error: 'PaymentDeclined', cause: JSON.stringify(answer) },
      'ERROR',
      'LambdaFunctionFailed',
      { type: 'PaymentDeclined', message: 'card 0002 was declined', stack: null },
    ],
    [
      'LambdaFunctionFailed',
      { cause: JSON.stringify(answer) },
      'ERROR',
      'LambdaFunctionFailed',
      { type: 'PaymentDeclined', message: 'card 0002 was declined', stack: null },
    ],
    [
      'TaskFailed',
      { error: 'States.TaskFailed', cause: '{"no":"payload"}' },
      'ERROR',
      'TaskFailed',
      { type: 'States.TaskFailed', message: '{"no":"payload"}', stack: null },
    ],
    [
      'ExecutionFailed',
      { error: 'E', cause: '{cut off' },
      'ERROR',
      'ExecutionFailed',
      { type: 'E', message: '{cut off', stack: null },
    ],
    ['ExecutionAborted', {}, 'ERROR', 'ExecutionAborted', { type: null, message: null, stack: null }],
    ['ExecutionTimedOut', { error: 'States.Timeout' }, 'ERROR', 'ExecutionTimedOut', { type: 'States.Timeout' }],
  ])('%s %j', (type, details, level, text, error) => {
    const line = parseLine(step(type, details))
    expect(line).toMatchObject({ kind: 'workflow', level, text })
    if (error === null) expect(line.error).toBeNull()
    else expect(line.error).toMatchObject(error)
    expect(line.fields).toMatchObject({ id: '2', execution_arn: expect.stringContaining('payment') })
  })

  it.each([
    ['ExecutionStarted', {}, false],
    ['ExecutionSucceeded', {}, false],
    ['TaskStateEntered', { name: 'ChargeCard' }, false],
    ['TaskStateExited', { name: 'ChargeCard' }, true],
    ['LambdaFunctionScheduled', {}, true],
    ['LambdaFunctionStarted', {}, true],
    ['LambdaFunctionSucceeded', {}, true],
    ['TaskSubmitted', {}, false],
    ['TaskScheduled', {}, true],
    ['LambdaFunctionFailed', {}, false],
    ['MapIterationStarted', { name: 'Each' }, true],
    ['WaitStateEntered', { name: 'Pause' }, false],
  ])('%s: routine is %s', (type, details, routine) => {
    expect(isRoutine(parseLine(step(type, details)))).toBe(routine)
  })

  it('is no routine where it is no workflow', () => {
    expect(isRoutine(parseLine('LambdaFunctionScheduled'))).toBe(false)
  })
})

describe('a line of an event bus', () => {
  const busStep = (type: string, details: object, more: object = {}): string =>
    JSON.stringify({
      resource_arn: 'arn:aws:events:eu-west-1:123456789012:event-bus/shop',
      message_timestamp_ms: 1787541942901,
      event_id: 'e-1',
      request_id: 'r-1',
      message_type: type,
      log_level: 'TRACE',
      details,
      ...more,
    })
  const rule = { rule_arn: 'arn:aws:events:eu-west-1:123456789012:rule/shop/orders-placed' }
  it.each([
    ['EVENT_RECEIPT', { detail_type: 'OrderPlaced', source: 'shop' }, 'TRACE', 'EVENT_RECEIPT OrderPlaced'],
    ['RULE_MATCH', rule, 'TRACE', 'RULE_MATCH orders-placed'],
    ['NO_STANDARD_RULES_MATCHED', {}, 'TRACE', 'NO_STANDARD_RULES_MATCHED'],
    ['INVOCATION_ATTEMPT_RETRYABLE_FAILURE', rule, 'WARN', 'INVOCATION_ATTEMPT_RETRYABLE_FAILURE orders-placed'],
    ['INVOCATION_THROTTLE_START', rule, 'WARN', 'INVOCATION_THROTTLE_START orders-placed'],
    ['INVOCATION_FAILURE', rule, 'ERROR', 'INVOCATION_FAILURE orders-placed'],
    ['INVOCATION_DLQ', rule, 'ERROR', 'INVOCATION_DLQ orders-placed'],
  ])('%s', (type, details, level, text) => {
    const line = parseLine(busStep(type, details), 'bus')
    expect(line).toMatchObject({ kind: 'app', level, text, requestId: 'r-1', error: null })
    expect(line.fields).toEqual({ event_id: 'e-1', details })
  })

  it('tells what the called service said', () => {
    const error = { error_message: 'no such queue', aws_service: 'SQS', http_status_code: 400 }
    expect(parseLine(busStep('INVOCATION_ATTEMPT_PERMANENT_FAILURE', rule, { error }))).toMatchObject({
      level: 'ERROR',
      error: { type: null, message: 'no such queue', stack: null },
    })
    expect(parseLine(busStep('EVENT_INGEST_SUCCESS', {}, { log_level: 'ERROR' })).level).toBeNull()
  })

  it('is one by its shape alone', () => {
    expect(parseLine('{"message_type":"a","message":"m"}')).toMatchObject({ text: 'm' })
    expect(parseLine('{"message_type":1,"resource_arn":"x:event-bus/y","message":"m"}')).toMatchObject({ text: 'm' })
  })
})
