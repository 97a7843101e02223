import { expect, test } from 'vitest'
import { Problem } from '../../src/domain/problem.ts'
import { ciGuard } from '../../src/output/ci-commands.ts'
import { answer, errorAnswer, isoTime } from '../../src/output/json.ts'

const context = { stack: 'orders', stackId: 'arn:x', account: null, region: 'eu-west-1', endpoint: null }

test('an answer has schema, context, its fields and what is missing, in that order', () => {
  const incomplete = [
    { what: 'tables', operation: 'dynamodb:DescribeTable', reason: 'denied', action: 'dynamodb:DescribeTable' },
  ]
  const text = answer('slsops.stacks/1', context, { stacks: [{ name: 'a', parent: undefined }] }, incomplete)
  expect(text.endsWith('}\n')).toBe(true)
  expect(Object.keys(JSON.parse(text))).toEqual(['schema', 'context', 'stacks', 'incomplete'])
  expect(JSON.parse(text)).toEqual({
    schema: 'slsops.stacks/1',
    context,
    stacks: [{ name: 'a', parent: null }],
    incomplete,
  })
})

test('a failure', () => {
  const problem = new Problem('AccessDenied', 'no', { hint: 'ask', action: 'logs:FilterLogEvents' })
  expect(JSON.parse(errorAnswer(problem))).toEqual({
    schema: 'slsops.error/1',
    error: { code: 'AccessDenied', message: 'no', hint: 'ask', action: 'logs:FilterLogEvents' },
  })
})

test('nothing in it moves a terminal or a runner', () => {
  const text = answer('slsops.x/1', context, { value: '\u009b31m\u202e##vso[x]' }, [], ciGuard({ TF_BUILD: 'True' }))
  expect(text).toMatch(/^[\n -~]+$/)
  expect(text).not.toContain('##')
  expect(JSON.parse(text).value).toBe('\u009b31m\u202e##vso[x]')
})

test('times are ISO 8601 with milliseconds, or null', () => {
  expect([isoTime(0), isoTime(null), isoTime(Number.NaN)]).toEqual(['1970-01-01T00:00:00.000Z', null, null])
})
