import nock from 'nock'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startCloud } from '../../src/local/start.ts'
import { stackOperations } from '../../src/services/cloudformation/deploy-events.ts'
import { answer, cloudFormationDoor, denied, doorSession } from '../support/aws-door.ts'
import { cloudSession } from '../support/cloud-session.ts'

afterEach(() => {
  nock.cleanAll()
  nock.enableNetConnect()
})

const id = 'arn:aws:cloudformation:us-east-1:123456789012:stack/orders/0a1b2c3d'
const stack = { name: 'orders', id }
const NOON = Date.UTC(2026, 10, 24, 12)
const minute = 60_000

/** `[minutes after noon, logical id or null for the stack, status, type]`, oldest first. */
type Told = readonly [at: number, what: string | null, status: string, type?: string]

const eventsOf = (story: readonly Told[]) =>
  story
    .map(([at, what, status, type = 'AWS::Lambda::Function']) => ({
      StackId: id,
      StackName: 'orders',
      EventId: `${what ?? 'stack'} ${status} ${at}`,
      LogicalResourceId: what ?? 'orders',
      PhysicalResourceId: what === null ? id : `orders-${what}`,
      ResourceType: what === null ? 'AWS::CloudFormation::Stack' : type,
      Timestamp: new Date(NOON + at * minute),
      ResourceStatus: status,
    }))
    .reverse()

const update: readonly Told[] = [
  [0, null, 'UPDATE_IN_PROGRESS'],
  [1, 'FulfilOrder', 'UPDATE_IN_PROGRESS'],
  [2, 'FulfilOrder', 'UPDATE_COMPLETE'],
  [2, 'Orders', 'UPDATE_COMPLETE', 'AWS::DynamoDB::Table'],
  [3, 'CreateOrder', 'UPDATE_COMPLETE'],
  [4, null, 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS'],
  [5, 'FulfilOrder', 'DELETE_COMPLETE'],
  [6, null, 'UPDATE_COMPLETE'],
]
const rolledBack: readonly Told[] = [
  [20, null, 'UPDATE_IN_PROGRESS'],
  [21, 'ChargeCard', 'UPDATE_COMPLETE'],
  [22, 'CreateOrder', 'UPDATE_FAILED'],
  [22, null, 'UPDATE_ROLLBACK_IN_PROGRESS'],
  [23, 'ChargeCard', 'UPDATE_COMPLETE'],
  [24, null, 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS'],
  [25, null, 'UPDATE_ROLLBACK_COMPLETE'],
]
const running: readonly Told[] = [
  [40, null, 'UPDATE_IN_PROGRESS'],
  [41, 'ChargeCard', 'UPDATE_COMPLETE'],
]

/** CloudFormation with this story, so many events a page. */
const door = (story: readonly Told[], perPage = 100) => {
  const events = eventsOf(story)
  return cloudFormationDoor('us-east-1', ({ input }) => {
    const from = Number(input['NextToken'] ?? 0)
    const next = from + perPage < events.length ? String(from + perPage) : undefined
    return answer('DescribeStackEvents', { StackEvents: events.slice(from, from + perPage), NextToken: next })
  })
}

const first = {
  id: 'stack UPDATE_COMPLETE 6',
  at: NOON + 6 * minute,
  startedAt: NOON,
  status: 'UPDATE_COMPLETE',
  functions: ['FulfilOrder', 'CreateOrder'],
}
const second = {
  id: 'stack UPDATE_ROLLBACK_COMPLETE 25',
  at: NOON + 25 * minute,
  startedAt: NOON + 20 * minute,
  status: 'UPDATE_ROLLBACK_COMPLETE',
  functions: ['ChargeCard'],
}

describe('the operations of a stack', () => {
  beforeEach(() => nock.disableNetConnect())

  it('are told with their ends, and the functions that they changed', async () => {
    const { calls } = door([...update, ...rolledBack])
    const { ended, runningSince } = await stackOperations(await doorSession(), stack, NOON - minute)
    expect({ ended, runningSince }).toEqual({ ended: [first, second], runningSince: null })
    expect(calls.map(({ input }) => input['StackName'])).toEqual([id])
  })

  it.each([1, 2, 3, 5])('are the same in pages of %i, and no page is read in vain', async (perPage) => {
    const { calls } = door([...update, ...rolledBack, ...running], perPage)
    const found = await stackOperations(await doorSession(), stack, NOON + 10 * minute)
    expect(found).toEqual({ ended: [second], runningSince: NOON + 40 * minute })
    // Down to the end of the one before, which is not of the window.
    expect(calls.length).toBe(Math.ceil(10 / perPage))
  })

  it('that reach into the window are read to their beginning', async () => {
    door([...update, ...rolledBack], 2)
    const { ended } = await stackOperations(await doorSession(), stack, NOON + 24 * minute)
    expect(ended).toEqual([second])
  })

  it('take one page where nothing has happened', async () => {
    const { calls } = door([...update, ...rolledBack], 2)
    expect(await stackOperations(await doorSession(), stack, NOON + 60 * minute)).toEqual({
      ended: [],
      runningSince: null,
    })
    expect(calls.length).toBe(1)
  })

  it('that are under way since before the window are known as such', async () => {
    door([...update, ...running], 1)
    const { runningSince } = await stackOperations(await doorSession(), stack, NOON + 50 * minute)
    expect(runningSince).toBe(NOON + 40 * minute)
  })

  it('begin with the creation, and end with the removal', async () => {
    door([
      [-2, null, 'REVIEW_IN_PROGRESS'],
      [0, null, 'CREATE_IN_PROGRESS'],
      [1, 'CreateOrder', 'CREATE_COMPLETE'],
      [2, null, 'CREATE_COMPLETE'],
      [9, null, 'DELETE_IN_PROGRESS'],
      [9, 'CreateOrder', 'DELETE_COMPLETE'],
      [10, null, 'DELETE_COMPLETE'],
    ])
    const { ended } = await stackOperations(await doorSession(), stack, NOON - 60 * minute)
    expect(ended.map(({ status, functions, startedAt }) => [status, functions, (startedAt! - NOON) / minute])).toEqual([
      ['CREATE_COMPLETE', ['CreateOrder'], 0],
      ['DELETE_COMPLETE', ['CreateOrder'], 9],
    ])
  })

  it('say which permission is missing', async () => {
    cloudFormationDoor('us-east-1', () => denied('cloudformation:DescribeStackEvents'))
    await expect(stackOperations(await doorSession(), stack, NOON)).rejects.toMatchObject({
      code: 'AccessDenied',
      action: 'cloudformation:DescribeStackEvents',
    })
  })
})

it('are those of the sample app in the embedded cloud', async () => {
  const now = Date.now()
  const cloud = await startCloud({ traffic: false, now: () => now })
  try {
    const session = await cloudSession(cloud)
    const { ended } = await stackOperations(session, cloud.stacks[0]!, 0)
    expect(ended.map(({ status }) => status)).toEqual(['CREATE_COMPLETE', 'UPDATE_COMPLETE'])
    expect(ended[1]!.functions).toContain('FulfilOrder')
    expect(ended[1]!.startedAt).toBeLessThan(ended[1]!.at)
  } finally {
    await cloud.close()
  }
})
