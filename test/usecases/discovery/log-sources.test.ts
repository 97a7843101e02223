import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import nock from 'nock'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { apiSources } from '../../../src/usecases/discovery/api-logs.ts'
import { openDiscoveryCache } from '../../../src/usecases/discovery/cache.ts'
import { discoverApp } from '../../../src/usecases/discovery/discover-app.ts'
import { appLogSources, logResourcesOf, type SourceKind } from '../../../src/usecases/discovery/log-sources.ts'
import { attributor } from '../../../src/usecases/tail/attribute.ts'
import { jumpingClock } from '../../aws/fake-clock.ts'
import { answer, cloudFormationDoor, doorSession, lambdaDoor } from '../../support/aws-door.ts'
import { type DoorAnswer, type DoorCall, logDoors, refused } from '../../support/log-doors.ts'

beforeEach(() => nock.disableNetConnect())
afterEach(() => {
  nock.cleanAll()
  nock.enableNetConnect()
})

const start = Date.parse('2026-11-24T10:00:00.000Z')
const groupArn = (name: string): string => `arn:aws:logs:us-east-1:123456789012:log-group:${name}`
const machineArn = (name: string): string => `arn:aws:states:us-east-1:123456789012:stateMachine:${name}`
const stackId = (name: string): string => `arn:aws:cloudformation:us-east-1:123456789012:stack/${name}/0a1b`

type Row = readonly [logicalId: string, type: string, physicalId: string]
const fn = (name: string): Row => [name, 'AWS::Lambda::Function', `orders-${name}`]
const rest = (name: string, id: string): Row => [name, 'AWS::ApiGateway::RestApi', id]
const http = (name: string, id: string): Row => [name, 'AWS::ApiGatewayV2::Api', id]
const machine = (name: string): Row => [name, 'AWS::StepFunctions::StateMachine', machineArn(name.toLowerCase())]
const bus = (name: string): Row => [name, 'AWS::Events::EventBus', name.toLowerCase()]
const logGroup = (name: string, group: string): Row => [name, 'AWS::Logs::LogGroup', group]

/** The orders app as this test's AWS has it. */
interface World {
  rows: readonly Row[]
  child: readonly Row[]
  updatedAt: Date
  /** REST and HTTP API id -> its stages. */
  stages: Record<string, readonly object[]>
  /** State machine's name -> group. */
  machines: Record<string, string | null>
  lambdaGroup: string | null
  answer: ((call: DoorCall) => DoorAnswer | undefined) | null
}

const prod = { stageName: 'prod', accessLogSettings: { destinationArn: groupArn('/aws/apigateway/orders') } }
const whole = (): World => ({
  rows: [
    fn('CreateOrder'),
    rest('OrdersApi', 'aaa'),
    http('ShopApi', 'bbb'),
    machine('Payment'),
    machine('Refund'),
    bus('Bus'),
    logGroup('FunctionLogs', '/aws/lambda/orders-CreateOrder'),
    logGroup('AccessLogs', '/aws/apigateway/orders'),
    logGroup('AuditLogs', '/orders/audit'),
  ],
  child: [],
  updatedAt: new Date(start),
  stages: { aaa: [prod], bbb: [{ stageName: '$default' }] },
  machines: { payment: '/aws/vendedlogs/states/payment', refund: null },
  lambdaGroup: null,
  answer: null,
})

const serve = (world: World) => {
  const summary = ([LogicalResourceId, ResourceType, PhysicalResourceId]: Row) => ({
    LogicalResourceId,
    ResourceType,
    PhysicalResourceId,
    ResourceStatus: 'CREATE_COMPLETE',
    LastUpdatedTimestamp: new Date(start),
  })
  const cloud = cloudFormationDoor('us-east-1', ({ operation, input }) => {
    const isChild = input['StackName']?.includes('child') ?? false
    if (operation === 'ListStackResources')
      return answer(operation, { StackResourceSummaries: (isChild ? world.child : world.rows).map(summary) })
    return answer(operation, {
      Stacks: [
        {
          StackName: 'orders',
          StackId: stackId('orders'),
          StackStatus: 'UPDATE_COMPLETE',
          CreationTime: new Date(start - 9e8),
          LastUpdatedTime: world.updatedAt,
        },
      ],
    })
  })
  const lambda = lambdaDoor('us-east-1', ({ input }) => ({
    status: 200,
    body: {
      FunctionName: input['name'],
      ...(world.lambdaGroup === null ? {} : { LoggingConfig: { LogGroup: world.lambdaGroup } }),
    },
  }))
  const logs = logDoors((call) => {
    const own = world.answer?.(call)
    if (own !== undefined) return own
    const { service, operation, input } = call
    const id = /^\/(?:restapis|v2\/apis)\/(\w+)\/stages$/.exec(operation)?.[1]
    if (service === 'apigateway') {
      const stages = world.stages[id ?? ''] ?? []
      return { body: operation.startsWith('/v2') ? { items: stages } : { item: stages } }
    }
    if (operation === 'DescribeEventBus')
      return { body: { Arn: `arn:aws:events:us-east-1:123456789012:event-bus/${input['Name']}` } }
    const group = world.machines[String(input['stateMachineArn']).split(':').at(-1)!]
    const destinations = [{ cloudWatchLogsLogGroup: { logGroupArn: `${groupArn(group ?? '')}:*` } }]
    return { body: { loggingConfiguration: group ? { level: 'ALL', destinations } : { level: 'OFF' } } }
  })
  return { calls: logs.calls, lambda: lambda.calls, cloud: cloud.calls }
}

const cacheIn = () => openDiscoveryCache({ env: { XDG_CACHE_HOME: mkdtempSync(join(tmpdir(), 'slsops-logs-')) } })

const find = async (
  kinds: 'all' | readonly SourceKind[] = 'all',
  cache: ReturnType<typeof cacheIn> | null = null,
  clock = jumpingClock(start),
) => {
  const session = await doorSession({ clock })
  const discovery = await discoverApp({ session, stack: 'orders', cache })
  return { discovery, ...(await appLogSources({ session, discovery, kinds })) }
}

const named = (sources: readonly { name: string; sourceType: string; group: string }[]) =>
  sources.map(({ name, sourceType, group }) => [sourceType, name, group])

describe('every log source of an app', () => {
  it('is there once, under the name of its resource; what is off is named with what would switch it on', async () => {
    serve(whole())
    const { sources, functions, off, incomplete } = await find()
    expect(named(sources)).toEqual([
      ['function', 'CreateOrder', '/aws/lambda/orders-CreateOrder'],
      ['api', 'OrdersApi', '/aws/apigateway/orders'],
      ['workflow', 'Payment', '/aws/vendedlogs/states/payment'],
      ['group', 'AuditLogs', '/orders/audit'],
    ])
    expect(sources[1]).toEqual({
      group: '/aws/apigateway/orders',
      streamPart: null,
      name: 'OrdersApi',
      sourceType: 'api',
      logicalId: 'OrdersApi',
      functionName: null,
      stack: 'orders',
    })
    expect(functions.map(({ path }) => path)).toEqual(['CreateOrder'])
    expect(off).toEqual([
      { what: 'access log', name: 'ShopApi', howToSwitchOn: 'AccessLogSettings on AWS::ApiGatewayV2::Stage' },
      { what: 'workflow log', name: 'Refund', howToSwitchOn: 'LoggingConfiguration.Level: ERROR on the state machine' },
      { what: 'event bus log', name: 'Bus', howToSwitchOn: 'LogConfig.Level: ERROR on AWS::Events::EventBus' },
    ])
    expect(incomplete).toEqual([])
  })

  const reads: readonly (readonly [readonly SourceKind[], readonly string[], number, readonly string[]])[] = [
    [['function'], [], 1, ['CreateOrder']],
    [['api'], ['/restapis/aaa/stages', '/v2/apis/bbb/stages'], 0, ['OrdersApi']],
    [['workflow'], ['DescribeStateMachine', 'DescribeStateMachine'], 0, ['Payment']],
    [['bus'], ['DescribeEventBus'], 0, []],
    [['function', 'bus'], ['DescribeEventBus'], 1, ['CreateOrder']],
    [
      ['group'],
      [
        '/restapis/aaa/stages',
        '/v2/apis/bbb/stages',
        'DescribeEventBus',
        'DescribeStateMachine',
        'DescribeStateMachine',
      ],
      1,
      ['AuditLogs'],
    ],
  ]
  it.each(reads)('of the kinds %j needs %j', async (kinds, operations, functions, names) => {
    const { calls, lambda } = serve(whole())
    const { sources } = await find(kinds)
    expect(sources.map(({ name }) => name)).toEqual(names)
    expect(calls.map(({ operation }) => operation).sort()).toEqual(operations)
    expect(lambda).toHaveLength(functions)
  })

  it('asks nobody but Lambda where the stack has functions and groups that are theirs', async () => {
    const { calls } = serve({ ...whole(), rows: [fn('CreateOrder'), logGroup('L', '/aws/lambda/orders-CreateOrder')] })
    expect((await find()).sources.map(({ name }) => name)).toEqual(['CreateOrder'])
    expect(calls).toEqual([])
  })

  it('is narrowed to those that are named, and tells no group of another one for unclaimed', async () => {
    serve(whole())
    const session = await doorSession()
    const discovery = await discoverApp({ session, stack: 'orders' })
    const { resources } = discovery.app
    expect(logResourcesOf(resources).map(({ path }) => path)).toEqual([
      ...['OrdersApi', 'ShopApi', 'Payment', 'Refund', 'Bus'],
      ...['FunctionLogs', 'AccessLogs', 'AuditLogs'],
    ])
    const only = async (...paths: string[]) => {
      const others = resources.filter(({ path }) => paths.includes(path))
      const found = await appLogSources({ session, discovery, kinds: 'all', functions: [], others })
      return [found.sources.map(({ name }) => name), found.off.map(({ name }) => name)]
    }
    expect(await only('OrdersApi', 'Refund')).toEqual([['OrdersApi'], ['Refund']])
    expect(await only('AccessLogs', 'AuditLogs')).toEqual([['AuditLogs'], []])
    expect(await only()).toEqual([[], []])
  })

  it('has the path for a name where nested stacks have it twice', async () => {
    const child: Row = ['Child', 'AWS::CloudFormation::Stack', stackId('child')]
    const refund: Row = ['Payment', 'AWS::StepFunctions::StateMachine', machineArn('refund')]
    const world = { ...whole(), rows: [machine('Payment'), child], child: [refund] }
    world.machines = { payment: '/payment', refund: '/refund' }
    serve(world)
    const { sources } = await find(['workflow'])
    expect(sources.map(({ name, logicalId, group }) => [name, logicalId, group])).toEqual([
      ['Payment', 'Payment', '/payment'],
      ['Child/Payment', 'Payment', '/refund'],
    ])
  })
})

describe('the sources of an API', () => {
  const owner = { resource: { logicalId: 'Api' } as never, name: 'Api', stack: 'orders' }
  const access = (stage: string, group: string | null) => ({
    log: 'access' as const,
    stage,
    group,
    howToSwitchOn: group === null ? `switch ${stage}` : null,
  })
  const exec = (stage: string, group: string | null) => ({
    ...access(stage, group),
    log: 'execution' as const,
    howToSwitchOn: group === null ? 'level' : null,
  })
  it.each([
    ['no stage at all', [], [], []],
    ['one stage', [access('prod', '/a'), exec('prod', null)], [['Api', '/a']], []],
    [
      'one stage, both logs',
      [access('prod', '/a'), exec('prod', '/e')],
      [
        ['Api', '/a'],
        ['Api exec', '/e'],
      ],
      [],
    ],
    ['an execution log alone', [access('prod', null), exec('prod', '/e')], [['Api exec', '/e']], []],
    [
      'several stages',
      [access('prod', '/p'), exec('prod', '/pe'), access('dev', '/d'), exec('dev', null)],
      [
        ['Api/prod', '/p'],
        ['Api/prod exec', '/pe'],
        ['Api/dev', '/d'],
      ],
      [],
    ],
    [
      'one stage that logs of several',
      [access('prod', '/p'), access('dev', null), exec('dev', null)],
      [['Api', '/p']],
      [['Api/dev', 'switch dev']],
    ],
    [
      'no stage that logs',
      [access('prod', null), exec('prod', null), access('dev', null), exec('dev', null)],
      [],
      [['Api', 'switch prod']],
    ],
    ['stages that share a group', [access('prod', '/all'), access('dev', '/all')], [['Api', '/all']], []],
  ] as const)('%s', (_, destinations, sources, off) => {
    const found = apiSources(owner, destinations)
    expect(found.sources.map(({ name, group }) => [name, group])).toEqual(sources)
    expect(found.off.map(({ name, howToSwitchOn }) => [name, howToSwitchOn])).toEqual(off)
  })
})

describe('a group that several write to', () => {
  it('is told apart by the streams of workflows and functions', async () => {
    const world = whole()
    world.lambdaGroup = '/orders/all'
    world.machines = { payment: '/orders/all', refund: '/orders/all' }
    world.stages['aaa'] = [{ stageName: 'prod', accessLogSettings: { destinationArn: groupArn('/orders/all') } }]
    serve(world)
    const { sources } = await find()
    const own = sources.filter(({ group }) => group === '/orders/all')
    expect(own.map(({ name, streamPart, streamStart }) => [name, streamPart, streamStart])).toEqual([
      ['CreateOrder', 'orders-CreateOrder[', undefined],
      ['OrdersApi', null, undefined],
      ['Payment', null, 'states/payment/'],
      ['Refund', null, 'states/refund/'],
    ])
    const sourceOf = attributor(sources)
    const whose = (stream: string) => sourceOf({ group: '/orders/all', stream })?.name
    expect(whose('2026/11/24/orders-CreateOrder[$LATEST]0a1b')).toBe('CreateOrder')
    expect(whose('states/payment/2026-11-24-10/00000000')).toBe('Payment')
    expect(whose('states/refund/2026-11-24-10/00000000')).toBe('Refund')
    expect(whose('c81e728d9d4c2f636f067f89cc14862c')).toBe('OrdersApi')
    expect(attributor(sources)({ group: '/orders/audit', stream: 'any' })?.name).toBe('AuditLogs')
  })

  it('bears the name of the group where nothing tells its lines apart', async () => {
    const world = whole()
    world.stages['bbb'] = [prod]
    serve(world)
    const { sources } = await find(['api'])
    expect(named(sources)).toEqual([['api', 'AccessLogs', '/aws/apigateway/orders']])
  })
})

describe('what is remembered', () => {
  it('makes a second command ask nothing', async () => {
    const { calls, lambda, cloud } = serve(whole())
    const cache = cacheIn()
    const first = await find('all', cache)
    const asked = () => calls.length + lambda.length + cloud.length
    expect(asked()).toBe(8)
    const second = await find('all', cache)
    expect(asked()).toBe(8)
    expect(second.discovery.remembered).toBe(true)
    expect(second).toMatchObject({ sources: first.sources, off: first.off, functions: first.functions })
    // What another kind needs is asked for the first time it is needed.
    const narrow = cacheIn()
    await find(['function'], narrow)
    await find(['function', 'bus'], narrow)
    expect(calls.slice(5).map(({ operation }) => operation)).toEqual(['DescribeEventBus'])
  })

  it('is a refusal too, which costs that one resource and names its action', async () => {
    const world = whole()
    world.answer = ({ service }) => (service === 'apigateway' ? refused('apigateway:GET') : undefined)
    const { calls } = serve(world)
    const cache = cacheIn()
    const first = await find('all', cache)
    expect(first.sources.map(({ name }) => name)).toEqual(['CreateOrder', 'Payment', 'AccessLogs', 'AuditLogs'])
    expect(first.off.map(({ name }) => name)).toEqual(['Refund', 'Bus'])
    expect(first.incomplete).toEqual(
      ['OrdersApi', 'ShopApi'].map((path) => ({
        what: `log groups of ${path}`,
        operation: 'apigateway:GetStages',
        reason: expect.stringContaining('Not allowed to call apigateway:GET'),
        action: 'apigateway:GET',
      })),
    )
    expect(calls).toHaveLength(5)
    expect((await find('all', cache)).incomplete).toEqual(first.incomplete)
    expect(calls).toHaveLength(5)
  })

  it('is no answer that was not one', async () => {
    const world = whole()
    world.answer = ({ service }) =>
      service === 'states'
        ? { status: 400, error: 'ThrottlingException', body: { message: 'Rate exceeded' } }
        : undefined
    const { calls } = serve(world)
    const cache = cacheIn()
    const { incomplete } = await find(['workflow'], cache)
    expect(incomplete.map(({ what, operation, action }) => [what, operation, action])).toEqual([
      ['log groups of Payment', 'states:DescribeStateMachine', null],
      ['log groups of Refund', 'states:DescribeStateMachine', null],
    ])
    world.answer = null
    const before = calls.length
    expect((await find(['workflow'], cache)).sources.map(({ name }) => name)).toEqual(['Payment'])
    expect(calls.length - before).toBe(2)
  })

  it('is asked again when it has aged, or the stack has moved, and a change is told', async () => {
    const world = whole()
    const { calls } = serve(world)
    const cache = cacheIn()
    const clock = jumpingClock(start)
    const { discovery } = await find(['api'], cache, clock)
    expect(await discovery.revalidate()).toBe('same')
    expect(calls).toHaveLength(2)
    clock.advance(16 * 60_000)
    expect(await discovery.revalidate()).toBe('same')
    expect(calls).toHaveLength(4)
    clock.advance(16 * 60_000)
    world.stages['bbb'] = [{ stageName: '$default', accessLogSettings: { destinationArn: groupArn('/shop') } }]
    expect(await discovery.revalidate()).toBe('changed')
    expect(named((await find(['api'], cache, clock)).sources).at(-1)).toEqual(['api', 'ShopApi', '/shop'])
    expect(calls).toHaveLength(6)
    // A resource that was replaced has another id, and what was told of the old one counts no more.
    world.updatedAt = new Date(start + 1)
    world.rows = [rest('OrdersApi', 'ccc')]
    world.stages['ccc'] = [{ stageName: 'live', accessLogSettings: { destinationArn: groupArn('/new') } }]
    expect(await discovery.revalidate()).toBe('changed')
    expect(named((await find(['api'], cache, clock)).sources)).toEqual([['api', 'OrdersApi', '/new']])
    expect(calls).toHaveLength(7)
  })
})
