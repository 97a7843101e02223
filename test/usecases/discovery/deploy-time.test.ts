import nock from 'nock'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { FunctionInfo } from '../../../src/domain/function-info.ts'
import type { StackApp } from '../../../src/domain/stack.ts'
import { deployTime } from '../../../src/usecases/discovery/deploy-time.ts'
import { answer, cloudFormationDoor, denied, doorSession } from '../../support/aws-door.ts'

beforeEach(() => nock.disableNetConnect())
afterEach(() => {
  nock.cleanAll()
  nock.enableNetConnect()
})

const id = 'arn:aws:cloudformation:us-east-1:123456789012:stack/orders/0a1b'
const app = { name: 'orders', id } as StackApp
const changed = (path: string, lastModified: number | null) => ({ path, lastModified }) as FunctionInfo
const ended = (at: number) =>
  answer('DescribeStackEvents', {
    StackEvents: [
      {
        StackId: id,
        StackName: 'orders',
        EventId: '1',
        PhysicalResourceId: id,
        Timestamp: new Date(at),
        ResourceStatus: 'UPDATE_COMPLETE',
      },
    ],
  })

describe('deploy as a time', () => {
  it.each([
    [
      'the stack, when it ended after its functions changed',
      5000,
      [4000, 4500],
      { at: 5000, what: 'orders UPDATE_COMPLETE' },
    ],
    ['a function that was changed later than that', 5000, [4000, 6000], { at: 6000, what: 'Fn1 was changed' }],
    ['the stack, when no function says anything', 5000, [null], { at: 5000, what: 'orders UPDATE_COMPLETE' }],
  ])('is that of %s', async (_, at, functions, expected) => {
    cloudFormationDoor('us-east-1', () => ended(at))
    const infos = functions.map((time, i) => changed(`Fn${i}`, time))
    expect(await deployTime(await doorSession(), app, infos)).toEqual(expected)
  })

  it('is null where nothing is known', async () => {
    cloudFormationDoor('us-east-1', () => answer('DescribeStackEvents', { StackEvents: [] }))
    expect(await deployTime(await doorSession(), app, [])).toBeNull()
  })

  it('is left to the functions where the events may not be read', async () => {
    cloudFormationDoor('us-east-1', () => denied('cloudformation:DescribeStackEvents'))
    expect(await deployTime(await doorSession(), app, [changed('Fn', 7)])).toEqual({ at: 7, what: 'Fn was changed' })
    await expect(deployTime(await doorSession(), app, [])).rejects.toMatchObject({
      action: 'cloudformation:DescribeStackEvents',
    })
  })
})
