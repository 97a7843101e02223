import { describe, expect, it } from 'vitest'
import { allowsInvoke } from '../../../src/domain/access/allows.ts'
import { invokersOf } from '../../../src/domain/access/invokers.ts'
import { permissionOf } from '../../../src/domain/access/permissions.ts'
import { parsePolicy, type Statement } from '../../../src/domain/access/policy.ts'

const policy = (...Statement: unknown[]): readonly Statement[] => parsePolicy(JSON.stringify({ Statement }))!
const invoke = { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: 'arn:aws:lambda:eu-west-1:1:function:f' }
const service = (name: string) => ({ Principal: { Service: `${name}.amazonaws.com` } })
const from = (arn: string) => ({ Condition: { ArnLike: { 'AWS:SourceArn': arn } } })

describe('who may invoke a function', () => {
  const cases: readonly (readonly [string, object, { who: string; source: string | null; open: boolean }])[] = [
    [
      'a topic',
      { ...service('sns'), ...from('arn:aws:sns:r:1:t') },
      { who: 'SNS', source: 'arn:aws:sns:r:1:t', open: false },
    ],
    ['any bucket of anybody', service('s3'), { who: 'S3', source: null, open: true }],
    [
      'any bucket of one account',
      { ...service('s3'), Condition: { StringEquals: { 'aws:SourceAccount': '1' } } },
      { who: 'S3', source: null, open: false },
    ],
    ['a source that is none', { ...service('events'), ...from('*') }, { who: 'EventBridge', source: '*', open: true }],
    ['everybody', { Principal: '*' }, { who: 'everybody', source: null, open: true }],
    [
      'another account',
      { Principal: { AWS: 'arn:aws:iam::210987654321:root' } },
      { who: 'account 210987654321', source: null, open: false },
    ],
    [
      'a role',
      { Principal: { AWS: 'arn:aws:iam::1:role/ci' } },
      { who: 'role/ci of account 1', source: null, open: false },
    ],
    ['a service that has no name here', service('new-one'), { who: 'new-one.amazonaws.com', source: null, open: true }],
    [
      'a URL for all',
      {
        Principal: '*',
        Action: 'lambda:InvokeFunctionUrl',
        Condition: { StringEquals: { 'lambda:FunctionUrlAuthType': 'NONE' } },
      },
      { who: 'everybody', source: null, open: true },
    ],
    [
      'a URL with signatures',
      {
        Principal: '*',
        Action: 'lambda:InvokeFunctionUrl',
        Condition: { StringEquals: { 'lambda:FunctionUrlAuthType': 'AWS_IAM' } },
      },
      { who: 'everybody', source: null, open: false },
    ],
    ['a denial', { Effect: 'Deny', Principal: '*' }, { who: 'everybody', source: null, open: false }],
  ]
  it.each(cases)('%s', (_, statement, expected) => {
    expect(invokersOf(policy({ ...invoke, ...statement }))).toMatchObject([expected])
  })
  it('a statement about another action is no invoker', () => {
    expect(invokersOf(policy({ ...invoke, Action: 'lambda:GetFunction', Principal: '*' }))).toEqual([])
  })
})

describe('what a role may do', () => {
  const cases: readonly (readonly [string, object, string, readonly string[]])[] = [
    [
      'narrow',
      { Action: ['s3:GetObject', 's3:PutObject'], Resource: 'arn:aws:s3:::b/*' },
      's3: GetObject, PutObject',
      [],
    ],
    ['all of a service', { Action: 's3:*', Resource: 'arn:aws:s3:::b' }, 's3: everything', ['every action of s3']],
    ['administrator', { Action: '*', Resource: '*' }, 'everything', ['every action', 'on every resource']],
    ['every resource', { Action: 'dynamodb:PutItem', Resource: '*' }, 'dynamodb: PutItem', ['on every resource']],
    [
      'what takes no resource',
      { Action: ['xray:PutTraceSegments', 'logs:PutLogEvents'], Resource: '*' },
      'xray: PutTraceSegments; logs: PutLogEvents',
      [],
    ],
    [
      'all but',
      { NotAction: 'iam:*', Resource: 'arn:aws:s3:::b' },
      'all but iam: everything',
      ['every action but those named', 'every action of iam'],
    ],
    ['a denial', { Effect: 'Deny', Action: '*', Resource: '*' }, 'everything', []],
  ]
  it.each(cases)('%s', (_, statement, what, wide) => {
    expect(permissionOf(policy({ Effect: 'Allow', ...statement })[0]!)).toMatchObject({ what, wide })
  })
})

describe('whether a role may invoke a function', () => {
  const arn = 'arn:aws:lambda:eu-west-1:1:function:shop-pay'
  const cases: readonly (readonly [string, readonly object[], boolean])[] = [
    ['by its ARN', [{ Action: 'lambda:InvokeFunction', Resource: arn }], true],
    ['by a version of it', [{ Action: 'lambda:InvokeFunction', Resource: `${arn}:*` }], true],
    ['by wildcards', [{ Action: 'Lambda:Invoke*', Resource: '*' }], true],
    ['another function', [{ Action: 'lambda:InvokeFunction', Resource: `${arn}2` }], false],
    ['another action', [{ Action: 'lambda:GetFunction', Resource: arn }], false],
    [
      'denied as well',
      [
        { Action: '*', Resource: '*' },
        { Effect: 'Deny', Action: 'lambda:*', Resource: '*' },
      ],
      false,
    ],
    ['all but this one', [{ Action: 'lambda:InvokeFunction', NotResource: arn }], true],
    ['all but its name and versions', [{ Action: 'lambda:InvokeFunction', NotResource: `${arn}*` }], false],
  ]
  it.each(cases)('%s', (_, statements, expected) => {
    expect(allowsInvoke(policy(...statements.map((one) => ({ Effect: 'Allow', ...one }))), arn)).toBe(expected)
  })
})

it.each(['', 'null', '{}', '[]', 'not JSON'])('a text that is no policy: %s', (text) =>
  expect(parsePolicy(text)).toBe(null),
)
