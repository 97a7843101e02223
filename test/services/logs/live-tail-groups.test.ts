import { describe, expect, it } from 'vitest'
import { groupArn, groupTold, namedIn } from '../../../src/services/logs/live-tail-groups.ts'

const place = { partition: 'aws-cn', region: 'cn-north-1', account: '111111111111' }
const arn = (account: string, name: string) => `arn:aws:logs:eu-west-1:${account}:log-group:${name}`

describe('groups of Live Tail', () => {
  it.each([
    ['/aws/lambda/a', 'arn:aws-cn:logs:cn-north-1:111111111111:log-group:/aws/lambda/a'],
    [`${arn('222222222222', '/x')}:*`, arn('222222222222', '/x')],
    [arn('222222222222', '/x'), arn('222222222222', '/x')],
  ])('%s is given as %s', (group, expected) => expect(groupArn(group, place)).toBe(expected))

  it.each([
    ['111111111111:/a', '/a'],
    [arn('111111111111', '/a'), '/a'],
    ['/a', 'the other /a'],
    ['222222222222:/a', 'the other /a'],
    [`${arn('222222222222', '/a')}:*`, 'the other /a'],
    ['333333333333:/b', '/b'],
    ['/b', '/b'],
    ['/unknown', '/unknown'],
  ])('what is told of %s belongs to %s', (identifier, group) => {
    const groupOf = groupTold([
      { group: '/b', arn: arn('111111111111', '/b') },
      { group: '/a', arn: arn('111111111111', '/a') },
      { group: 'the other /a', arn: arn('222222222222', '/a') },
    ])
    expect(groupOf(identifier)).toBe(group)
    expect(groupOf(identifier)).toBe(group)
  })

  it.each([
    ['The specified log group does not exist.', []],
    ['The log group /a.b does not exist.', ['/a.b']],
    [`Not authorized on resource: ${arn('111111111111', '/a')}:log-stream:`, [arn('2', '/a')]],
    ['no /a.bc, no /a.b-c', []],
    ['(/a.b), "/long/name"', ['/a.b', '/long/name']],
  ])('an error that says "%s" names %j', (message, expected) => {
    expect(namedIn(new Error(message), ['/a.b', '/long/name', arn('2', '/a')])).toEqual(expected)
  })
})
