import { readFileSync } from 'node:fs'
import nock from 'nock'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { describeStack } from '../../src/services/cloudformation/describe-stack.ts'
import { lastSuccess } from '../../src/services/cloudformation/last-deploy.ts'
import { listStackResources } from '../../src/services/cloudformation/list-stack-resources.ts'
import { listStacks } from '../../src/services/cloudformation/list-stacks.ts'
import { answer, cloudFormationDoor, denied, doorSession, notThere, throttled } from '../support/aws-door.ts'
import { fixtures } from '../support/fixtures.ts'
import { VirtualClock } from '../support/virtual-clock.ts'

beforeEach(() => nock.disableNetConnect())
afterEach(() => {
  nock.cleanAll()
  nock.enableNetConnect()
})

const idOf = (name: string) => `arn:aws:cloudformation:us-east-1:123456789012:stack/${name}/0a1b2c3d`
const created = new Date('2026-11-01T10:00:00.000Z')
const updated = new Date('2026-11-20T10:00:00.123Z')

describe('listing stacks', () => {
  it('reads every page, leaves deleted ones out and folds nested ones', async () => {
    const pages = [
      {
        StackSummaries: [
          {
            StackId: idOf('orders'),
            StackName: 'orders',
            CreationTime: created,
            LastUpdatedTime: updated,
            StackStatus: 'UPDATE_COMPLETE',
          },
          {
            StackId: idOf('orders-child'),
            StackName: 'orders-child',
            CreationTime: created,
            StackStatus: 'CREATE_COMPLETE',
            ParentId: idOf('orders'),
            RootId: idOf('orders'),
          },
        ],
        NextToken: 'page two',
      },
      {
        StackSummaries: [
          {
            StackId: idOf('shop'),
            StackName: 'shop',
            CreationTime: created,
            StackStatus: 'ROLLBACK_COMPLETE',
            TemplateDescription: 'The AWS CloudFormation template for this Serverless application',
          },
          { StackId: idOf('gone'), StackName: 'gone', CreationTime: created, StackStatus: 'DELETE_COMPLETE' },
        ],
      },
    ]
    const { calls } = cloudFormationDoor('us-east-1', ({ input }) =>
      answer('ListStacks', pages[input['NextToken'] ? 1 : 0]!),
    )
    const counts: number[] = []
    const stacks = await listStacks(await doorSession(), undefined, (count) => counts.push(count))
    expect(stacks).toEqual([
      {
        name: 'orders',
        id: idOf('orders'),
        status: 'UPDATE_COMPLETE',
        createdAt: created.getTime(),
        updatedAt: updated.getTime(),
        tool: null,
        parent: null,
        nested: ['orders-child'],
        description: null,
      },
      {
        name: 'orders-child',
        id: idOf('orders-child'),
        status: 'CREATE_COMPLETE',
        createdAt: created.getTime(),
        updatedAt: null,
        tool: null,
        parent: 'orders',
        nested: [],
        description: null,
      },
      expect.objectContaining({ name: 'shop', tool: 'serverless', parent: null }),
    ])
    expect(counts).toEqual([2, 4])
    expect(calls.map(({ input }) => input['NextToken'])).toEqual([undefined, 'page two'])
    const asked = Object.entries(calls[0]!.input)
      .filter(([name]) => name.startsWith('StackStatusFilter'))
      .map(([, status]) => status)
    expect(asked).toContain('UPDATE_ROLLBACK_FAILED')
    expect(asked).not.toContain('DELETE_COMPLETE')
  })

  const recorded = fixtures('aws-responses/botocore-wire/xml_responses_cloudformation-list-stacks.xml')
  it.skipIf(recorded === null)('reads the list that AWS really sent where there was no stack', async () => {
    cloudFormationDoor('us-east-1', () => ({ status: 200, body: readFileSync(recorded!, 'utf8') }))
    expect(await listStacks(await doorSession())).toEqual([])
  })

  it('is not caught by a server that hands out the same token for ever', async () => {
    const { calls } = cloudFormationDoor('us-east-1', () =>
      answer('ListStacks', { StackSummaries: [], NextToken: 'same' }),
    )
    expect(await listStacks(await doorSession())).toEqual([])
    expect(calls).toHaveLength(2)
  })
})

describe('one stack', () => {
  it('is described with names of parameters, and no values', async () => {
    cloudFormationDoor('us-east-1', () =>
      answer('DescribeStacks', {
        Stacks: [
          {
            StackId: idOf('orders'),
            StackName: 'orders',
            Description: 'A <b>shop</b> & more',
            CreationTime: created,
            StackStatus: 'CREATE_COMPLETE',
            Parameters: [{ ParameterKey: 'DbPassword', ParameterValue: 'hunter2' }],
            Outputs: [{ OutputKey: 'Url', OutputValue: 'https://x' }],
            Tags: [{ Key: 'team', Value: 'shop' }],
          },
        ],
      }),
    )
    const stack = await describeStack(await doorSession(), 'orders')
    expect(stack).toEqual({
      name: 'orders',
      id: idOf('orders'),
      status: 'CREATE_COMPLETE',
      createdAt: created.getTime(),
      updatedAt: null,
      description: 'A <b>shop</b> & more',
      tags: { team: 'shop' },
      outputs: { Url: 'https://x' },
      parameters: ['DbPassword'],
      parentId: null,
    })
    expect(JSON.stringify(stack)).not.toContain('hunter2')
  })

  it('is null where there is none', async () => {
    cloudFormationDoor('us-east-1', ({ input }) => notThere(input['StackName']!))
    expect(await describeStack(await doorSession(), 'nope')).toBeNull()
  })

  it('names the action that was denied', async () => {
    cloudFormationDoor('us-east-1', () => denied('cloudformation:DescribeStacks'))
    await expect(describeStack(await doorSession(), 'orders')).rejects.toMatchObject({
      code: 'AccessDenied',
      action: 'cloudformation:DescribeStacks',
      exit: 3,
    })
  })
})

describe('resources', () => {
  it('come from every page, without those that were deleted', async () => {
    const total = 230
    const { calls } = cloudFormationDoor('us-east-1', ({ input }) => {
      const from = Number(input['NextToken'] ?? 0)
      const rows = Array.from({ length: Math.min(100, total - from) }, (_, i) => ({
        LogicalResourceId: `R${from + i}`,
        PhysicalResourceId: from + i === 7 ? undefined : `p-${from + i}`,
        ResourceType: 'AWS::SQS::Queue',
        ResourceStatus: from + i === 3 ? 'DELETE_COMPLETE' : 'CREATE_COMPLETE',
        LastUpdatedTimestamp: updated,
      }))
      return answer('ListStackResources', {
        StackResourceSummaries: rows,
        NextToken: from + 100 < total ? from + 100 : undefined,
      })
    })
    const resources = await listStackResources(await doorSession(), 'orders')
    expect(resources).toHaveLength(229)
    expect(resources[0]).toEqual({
      logicalId: 'R0',
      physicalId: 'p-0',
      type: 'AWS::SQS::Queue',
      status: 'CREATE_COMPLETE',
      updatedAt: updated.getTime(),
    })
    expect(resources.find(({ logicalId }) => logicalId === 'R7')?.physicalId).toBeNull()
    expect(calls).toHaveLength(3)
  })

  it('are slowed down by throttling, and complete all the same', async () => {
    let asked = 0
    cloudFormationDoor('us-east-1', () =>
      ++asked % 5 ? throttled : answer('ListStackResources', { StackResourceSummaries: [] }),
    )
    const clock = new VirtualClock(1_000_000)
    await clock.run(listStackResources(await doorSession({ clock }), 'orders'))
    expect(asked).toBe(5)
    expect(clock.now() - 1_000_000).toBeGreaterThan(5_000)
  })

  it('end in a Problem where nothing but throttling comes, and at once on Ctrl-C', async () => {
    const { calls } = cloudFormationDoor('us-east-1', () => throttled)
    const clock = new VirtualClock(1_000_000)
    const session = await doorSession({ clock })
    await expect(clock.run(listStackResources(session, 'orders'))).rejects.toMatchObject({ code: 'Throttled', exit: 3 })
    expect(calls).toHaveLength(7)
    const stop = new AbortController()
    const reason = new Error('stopped')
    const listing = listStackResources(session, 'orders', { signal: stop.signal })
    stop.abort(reason)
    await expect(clock.run(listing)).rejects.toBe(reason)
  })
})

describe('the last deploy', () => {
  const event = (at: string, status: string, physicalId = idOf('orders')) => ({
    StackId: idOf('orders'),
    StackName: 'orders',
    EventId: at,
    PhysicalResourceId: physicalId,
    Timestamp: new Date(at),
    ResourceStatus: status,
  })

  it('is the end of the last operation that did what it was told', async () => {
    const pages = [
      {
        StackEvents: [
          event('2026-11-20T12:00:00.000Z', 'UPDATE_ROLLBACK_COMPLETE'),
          event('2026-11-20T11:00:00.000Z', 'UPDATE_COMPLETE', 'orders-Fn'),
        ],
        NextToken: '1',
      },
      {
        StackEvents: [
          event('2026-11-19T12:00:00.000Z', 'UPDATE_COMPLETE'),
          event('2026-11-01T12:00:00.000Z', 'CREATE_COMPLETE'),
        ],
      },
    ]
    cloudFormationDoor('us-east-1', ({ input }) =>
      answer('DescribeStackEvents', pages[Number(input['NextToken'] ?? 0)]!),
    )
    expect(await lastSuccess(await doorSession(), { name: 'orders', id: idOf('orders') })).toEqual({
      at: Date.parse('2026-11-19T12:00:00.000Z'),
      status: 'UPDATE_COMPLETE',
    })
  })

  it('is null where none is kept', async () => {
    cloudFormationDoor('us-east-1', () => answer('DescribeStackEvents', { StackEvents: [] }))
    expect(await lastSuccess(await doorSession(), { name: 'orders', id: idOf('orders') })).toBeNull()
  })
})
