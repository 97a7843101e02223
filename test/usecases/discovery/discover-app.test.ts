import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import nock from 'nock'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDiscoveryCache } from '../../../src/usecases/discovery/cache.ts'
import { discoverApp, discoverAppNow } from '../../../src/usecases/discovery/discover-app.ts'
import { functionLogSources, functionsOf } from '../../../src/usecases/discovery/function-log-sources.ts'
import {
  type Answer,
  answer,
  type Call,
  cloudFormationDoor,
  denied,
  doorSession,
  lambdaDoor,
  notThere,
  throttled,
} from '../../support/aws-door.ts'
import { VirtualClock } from '../../support/virtual-clock.ts'

beforeEach(() => nock.disableNetConnect())
afterEach(() => {
  nock.cleanAll()
  nock.enableNetConnect()
})

const idOf = (name: string, uuid = '0a1b') => `arn:aws:cloudformation:us-east-1:123456789012:stack/${name}/${uuid}`
const start = Date.parse('2026-11-24T10:00:00.000Z')

interface Row {
  readonly id: string
  readonly type?: string
  readonly physical?: string
}
/** Stacks by name, each with its rows; the world may change between calls. */
interface World {
  stacks: Record<string, readonly Row[]>
  updatedAt: Date | null
  uuid: string
  status: string
}
const world = (stacks: World['stacks']): World => ({ stacks, updatedAt: null, uuid: '0a1b', status: 'CREATE_COMPLETE' })
const nested = (name: string): Row => ({ id: name, type: 'AWS::CloudFormation::Stack', physical: idOf(name) })
const fn = (name: string): Row => ({ id: name, type: 'AWS::Lambda::Function', physical: `orders-${name}` })
const orders = () =>
  world({
    orders: [fn('CreateOrder'), fn('FulfilOrder'), { id: 'Orders', type: 'AWS::DynamoDB::Table', physical: 'orders' }],
  })

const summary = (row: Row) => ({
  LogicalResourceId: row.id,
  PhysicalResourceId: row.physical ?? `https://sqs/123456789012/${row.id}`,
  ResourceType: row.type ?? 'AWS::SQS::Queue',
  ResourceStatus: 'CREATE_COMPLETE',
  LastUpdatedTimestamp: new Date(start),
})

const nameOf = (nameOrId: string): string => nameOrId.split('/')[1] ?? nameOrId

const serve = (of: World, override: (call: Call) => Answer | null = () => null) =>
  cloudFormationDoor('us-east-1', (call): Answer => {
    const special = override(call)
    if (special) return special
    const asked = call.input['StackName'] ?? ''
    const rows = of.stacks[nameOf(asked)]
    if (call.operation === 'ListStacks') {
      const StackSummaries = Object.keys(of.stacks).map((name) => ({
        StackName: name,
        StackId: idOf(name),
        CreationTime: new Date(start),
        StackStatus: 'CREATE_COMPLETE',
      }))
      return answer('ListStacks', { StackSummaries })
    }
    if (!rows) return notThere(asked)
    if (call.operation === 'DescribeStacks') {
      const stack = {
        StackName: nameOf(asked),
        StackId: idOf(nameOf(asked), of.uuid),
        CreationTime: new Date(start - 9e8),
        LastUpdatedTime: of.updatedAt,
        StackStatus: of.status,
      }
      return answer('DescribeStacks', { Stacks: [stack] })
    }
    const from = Number(call.input['NextToken'] ?? 0)
    const StackResourceSummaries = rows.slice(from, from + 100).map(summary)
    return answer('ListStackResources', {
      StackResourceSummaries,
      NextToken: from + 100 < rows.length ? from + 100 : undefined,
    })
  })

const freshCache = () => {
  const root = mkdtempSync(join(tmpdir(), 'slsops-discovery-'))
  return { cache: openDiscoveryCache({ env: { XDG_CACHE_HOME: root } }), folder: join(root, 'slsops', 'discovery') }
}

describe('discovering an app', () => {
  it('lists 500 resources nested three deep, each under its path', async () => {
    const rows = (prefix: string, count: number): Row[] =>
      Array.from({ length: count }, (_, i) => ({ id: `${prefix}${i}` }))
    const { calls } = serve(
      world({
        orders: [...rows('A', 120), nested('Child'), ...rows('B', 79)],
        Child: [nested('Inner'), ...rows('C', 149)],
        Inner: [...rows('D', 99), nested('Deepest')],
        Deepest: rows('E', 50),
      }),
    )
    const progress: number[] = []
    const { app } = await discoverApp({
      session: await doorSession(),
      stack: 'orders',
      onProgress: ({ resources }) => progress.push(resources),
    })
    expect(app.resources).toHaveLength(500)
    expect(new Set(app.resources.map(({ path }) => path)).size).toBe(500)
    const paths = app.resources.map(({ path }) => path)
    // What is nested follows its stack, and order is CloudFormation's.
    expect(paths.slice(119, 124)).toEqual(['A119', 'Child', 'Child/Inner', 'Child/Inner/D0', 'Child/Inner/D1'])
    expect(paths.at(-1)).toBe('B78')
    expect(app.resources.find(({ path }) => path === 'Child/Inner/Deepest/E49')).toMatchObject({
      logicalId: 'E49',
      stack: 'Deepest',
      name: 'E49',
      arn: 'arn:aws:sqs:us-east-1:123456789012:E49',
    })
    expect(app).toMatchObject({
      name: 'orders',
      account: '123456789012',
      partition: 'aws',
      region: 'us-east-1',
      incomplete: [],
    })
    expect(progress.at(-1)).toBe(500)
    expect(calls).toHaveLength(1 + 2 + 2 + 1 + 1)
  })

  it('asks three things at a time at most', async () => {
    const children = Array.from({ length: 20 }, (_, i) => `Child${i}`)
    const stacks = Object.fromEntries(children.map((name) => [name, [{ id: 'Q' }]]))
    let running = 0
    let most = 0
    nock('https://cloudformation.us-east-1.amazonaws.com')
      .persist()
      .post('/')
      .reply(async (request: Request) => {
        const input = Object.fromEntries(new URLSearchParams(await request.text()))
        most = Math.max(most, ++running)
        await new Promise((resolve) => setImmediate(resolve))
        running--
        if (input['Action'] === 'DescribeStacks') {
          return [
            200,
            answer('DescribeStacks', {
              Stacks: [
                {
                  StackName: 'orders',
                  StackId: idOf('orders'),
                  CreationTime: new Date(start),
                  StackStatus: 'CREATE_COMPLETE',
                },
              ],
            }).body,
          ]
        }
        const name = nameOf(input['StackName'] ?? '')
        const rows = name === 'orders' ? children.map(nested) : stacks[name]!
        return [
          200,
          answer('ListStackResources', {
            StackResourceSummaries: rows.map(({ id, type, physical }: Row) => ({
              LogicalResourceId: id,
              ResourceType: type ?? 'X::Y::Z',
              PhysicalResourceId: physical ?? id,
              ResourceStatus: 'CREATE_COMPLETE',
            })),
          }).body,
        ]
      })
    const { app } = await discoverApp({ session: await doorSession(), stack: 'orders' })
    expect(app.resources).toHaveLength(40)
    expect(most).toBeLessThanOrEqual(3)
    expect(most).toBeGreaterThan(1)
  })

  it('is slowed down by throttling, and complete all the same', async () => {
    let asked = 0
    serve(world({ orders: [nested('A'), nested('B')], A: [{ id: 'Q' }], B: [{ id: 'Q' }] }), () =>
      ++asked % 3 ? throttled : null,
    )
    const clock = new VirtualClock(start)
    const { app } = await clock.run(discoverApp({ session: await doorSession({ clock }), stack: 'orders' }))
    expect(app.resources.map(({ path }) => path)).toEqual(['A', 'A/Q', 'B', 'B/Q'])
    expect(app.incomplete).toEqual([])
  })

  it('names a nested stack that it may not read, and reads the rest', async () => {
    serve(world({ orders: [nested('Secret'), nested('Gone'), nested('Open')], Open: [{ id: 'Q' }] }), ({ input }) =>
      input['StackName'] === idOf('Secret') ? denied('cloudformation:ListStackResources') : null,
    )
    const { app } = await discoverApp({ session: await doorSession(), stack: 'orders' })
    expect(app.resources.map(({ path }) => path)).toEqual(['Secret', 'Gone', 'Open', 'Open/Q'])
    const operation = 'cloudformation:ListStackResources'
    expect(app.incomplete).toEqual(
      expect.arrayContaining([
        { what: 'nested stack Secret', operation, reason: expect.stringContaining('Not allowed'), action: operation },
        { what: 'nested stack Gone', operation, reason: expect.stringContaining('does not exist'), action: null },
      ]),
    )
  })

  it('does not follow a nested stack into itself', async () => {
    serve(world({ orders: [nested('orders'), nested('Child')], Child: [nested('Child')] }))
    const { app } = await discoverApp({ session: await doorSession(), stack: 'orders' })
    expect(app.resources.map(({ path }) => path)).toEqual(['orders', 'Child', 'Child/Child'])
  })

  it('shows the nearest names for a stack that is not there', async () => {
    serve(world({ 'orders-prod': [], 'orders-dev': [], shop: [] }))
    await expect(discoverApp({ session: await doorSession(), stack: 'order-prod' })).rejects.toMatchObject({
      code: 'StackNotFound',
      exit: 2,
      hint: 'stacks there: orders-prod, orders-dev, shop',
    })
  })

  it('says how to see them where the stacks may not be listed', async () => {
    serve(world({}), ({ operation }) => (operation === 'ListStacks' ? denied('cloudformation:ListStacks') : null))
    await expect(discoverApp({ session: await doorSession(), stack: 'x' })).rejects.toMatchObject({
      exit: 2,
      hint: expect.stringContaining('slsops stacks'),
    })
  })

  it('fails as a whole where the root may not be read', async () => {
    serve(orders(), ({ operation }) =>
      operation === 'ListStackResources' ? denied('cloudformation:ListStackResources') : null,
    )
    await expect(discoverApp({ session: await doorSession(), stack: 'orders' })).rejects.toMatchObject({
      code: 'AccessDenied',
      exit: 3,
    })
  })
})

describe('what is remembered', () => {
  it('is used at once, by a private file, and asks nothing', async () => {
    const { cache, folder } = freshCache()
    const { calls } = serve(orders())
    const first = await discoverApp({ session: await doorSession(), stack: 'orders', cache })
    expect(first.remembered).toBe(false)
    const asked = calls.length
    const second = await discoverApp({ session: await doorSession(), stack: 'orders', cache })
    expect(second.remembered).toBe(true)
    expect(second.app).toEqual(first.app)
    expect(calls).toHaveLength(asked)
    const [file] = readdirSync(folder)
    expect(statSync(join(folder, file!)).mode & 0o777).toBe(0o600)
    expect(statSync(folder).mode & 0o777).toBe(0o700)
  })

  it('is passed over with --refresh, and written anew', async () => {
    const { cache } = freshCache()
    const changing = orders()
    const { calls } = serve(changing)
    await discoverApp({ session: await doorSession(), stack: 'orders', cache })
    const before = calls.length
    changing.stacks = { orders: [fn('Other')] }
    const { app, remembered } = await discoverApp({
      session: await doorSession(),
      stack: 'orders',
      cache,
      refresh: true,
    })
    expect([remembered, app.resources.length, calls.length > before]).toEqual([false, 1, true])
    expect((await discoverApp({ session: await doorSession(), stack: 'orders', cache })).app).toEqual(app)
  })

  it.each(['', '{', 'null', '[]', '{"version":1}', '{"version":99,"key":{},"entry":{}}', 'truncate'])(
    'is passed over where its file is broken: %s',
    async (text) => {
      const { cache, folder } = freshCache()
      serve(orders())
      await discoverApp({ session: await doorSession(), stack: 'orders', cache })
      const file = join(folder, readdirSync(folder)[0]!)
      writeFileSync(
        file,
        text === 'truncate' ? readFileSync(file, 'utf8').replace('"path":"CreateOrder"', '"path":7') : text,
      )
      const again = await discoverApp({ session: await doorSession(), stack: 'orders', cache })
      expect([again.remembered, again.app.resources.length]).toEqual([false, 3])
    },
  )

  it('belongs to account, region, endpoint and stack, and outlives a session key', async () => {
    const { cache } = freshCache()
    serve(orders())
    const other = (env: Record<string, string>) => doorSession({ env })
    await discoverApp({ session: await other({ AWS_ACCESS_KEY_ID: 'ASIAY34FZKBOKMUTVV7A' }), stack: 'orders', cache })
    const seen = async (env: Record<string, string>, stack = 'orders') =>
      (await discoverApp({ session: await other(env), stack, cache })).remembered
    expect(await seen({ AWS_ACCESS_KEY_ID: 'ASIAY34FZKBOAAAAAAAA' })).toBe(true)
    expect(await seen({ AWS_ACCESS_KEY_ID: 'ASIAQNZGKIQY56JQ7WML' })).toBe(false)
    expect(await seen({ AWS_ACCESS_KEY_ID: 'ASIAY34FZKBOKMUTVV7A' }, idOf('orders'))).toBe(false)
    expect(
      await seen({ AWS_ACCESS_KEY_ID: 'ASIAY34FZKBOKMUTVV7A', AWS_ENDPOINT_URL_LAMBDA: 'http://127.0.0.1:1' }),
    ).toBe(false)
  })

  it('is not written in the middle of a deploy', async () => {
    const { cache, folder } = freshCache()
    serve({ ...orders(), status: 'UPDATE_IN_PROGRESS' })
    await discoverApp({ session: await doorSession(), stack: 'orders', cache })
    expect(() => readdirSync(folder)).toThrow()
  })

  it('never fails a command that can write nowhere', async () => {
    serve(orders())
    const file = join(mkdtempSync(join(tmpdir(), 'slsops-discovery-')), 'no-folder')
    writeFileSync(file, '')
    const cache = openDiscoveryCache({ env: { XDG_CACHE_HOME: file } })
    expect((await discoverApp({ session: await doorSession(), stack: 'orders', cache })).app.resources).toHaveLength(3)
  })
})

describe('looking again', () => {
  it('costs one call where nothing has changed', async () => {
    const { cache } = freshCache()
    const { calls } = serve(orders())
    await discoverApp({ session: await doorSession(), stack: 'orders', cache })
    const before = calls.length
    const warm = await discoverApp({ session: await doorSession(), stack: 'orders', cache })
    expect(await warm.revalidate()).toBe('same')
    expect(calls.slice(before).map(({ operation }) => operation)).toEqual(['DescribeStacks'])
  })

  it.each<[string, (of: World) => void]>([
    ['an update', (of) => Object.assign(of, { updatedAt: new Date(start), status: 'UPDATE_COMPLETE' })],
    ['a stack made anew under the name', (of) => Object.assign(of, { uuid: 'ffff' })],
  ])('finds %s, and remembers it', async (_, change) => {
    const { cache } = freshCache()
    const changing = orders()
    serve(changing)
    await discoverApp({ session: await doorSession(), stack: 'orders', cache })
    const warm = await discoverApp({ session: await doorSession(), stack: 'orders', cache })
    change(changing)
    changing.stacks = { orders: [fn('Other')] }
    expect(await warm.revalidate()).toBe('changed')
    expect(warm.app.resources.map(({ path }) => path)).toEqual(['Other'])
    expect((await discoverApp({ session: await doorSession(), stack: 'orders', cache })).app.resources).toHaveLength(1)
  })

  it('forgets a stack that is gone; what must not act on it says so', async () => {
    const { cache, folder } = freshCache()
    const changing = orders()
    serve(changing)
    const options = async () => ({ session: await doorSession(), stack: 'orders', cache })
    await discoverApp(await options())
    changing.stacks = { shop: [] }
    await expect(discoverAppNow(await options())).rejects.toMatchObject({
      code: 'StackNotFound',
      hint: 'stacks there: shop',
    })
    expect(readdirSync(folder)).toEqual([])
  })

  it('tries again what could not be read', async () => {
    const { cache } = freshCache()
    let closed = true
    serve(world({ orders: [nested('Child')], Child: [{ id: 'Q' }] }), ({ input }) =>
      closed && input['StackName'] === idOf('Child') ? denied('cloudformation:ListStackResources') : null,
    )
    await discoverApp({ session: await doorSession(), stack: 'orders', cache })
    const warm = await discoverApp({ session: await doorSession(), stack: 'orders', cache })
    expect([warm.remembered, warm.app.incomplete.length]).toEqual([true, 1])
    closed = false
    await warm.revalidate()
    expect([warm.app.incomplete.length, warm.app.resources.length]).toEqual([0, 2])
  })
})

describe('where functions write', () => {
  const config = (name: string, group = `/aws/lambda/${name}`) => ({
    FunctionName: name,
    Timeout: 3,
    LoggingConfig: { LogGroup: group, LogFormat: 'JSON' },
  })

  it('takes three requests for one function when nothing is known, and none when it is', async () => {
    const { cache } = freshCache()
    const cloud = serve(orders())
    const lambda = lambdaDoor('us-east-1', ({ input }) => ({ status: 200, body: config(input['name']!) }))
    const ask = async () => {
      const session = await doorSession()
      const discovery = await discoverApp({ session, stack: 'orders', cache })
      const functions = functionsOf(discovery.app.resources).filter(({ path }) => path === 'CreateOrder')
      return functionLogSources({ session, discovery, functions })
    }
    const first = await ask()
    expect(first.sources).toEqual([
      {
        group: '/aws/lambda/orders-CreateOrder',
        streamPart: null,
        name: 'CreateOrder',
        sourceType: 'function',
        logicalId: 'CreateOrder',
        functionName: 'orders-CreateOrder',
        stack: 'orders',
      },
    ])
    expect(first.functions[0]).toMatchObject({ timeoutMs: 3000, logFormat: 'json', assumed: null })
    expect([...cloud.calls, ...lambda.calls].map(({ operation }) => operation).sort()).toEqual([
      'DescribeStacks',
      'GetFunctionConfiguration',
      'ListStackResources',
    ])
    expect(await ask()).toEqual(first)
    expect(cloud.calls.length + lambda.calls.length).toBe(3)
  })

  it('reads a shared group by the part of its streams', async () => {
    serve(orders())
    lambdaDoor('us-east-1', ({ input }) => ({ status: 200, body: config(input['name']!, '/orders/all') }))
    const session = await doorSession()
    const { sources } = await functionLogSources({
      session,
      discovery: await discoverApp({ session, stack: 'orders' }),
    })
    expect(sources.map(({ group, streamPart }) => [group, streamPart])).toEqual([
      ['/orders/all', 'orders-CreateOrder['],
      ['/orders/all', 'orders-FulfilOrder['],
    ])
  })

  it('lists where there are many, and asks for those that the list did not show', async () => {
    const names = Array.from({ length: 12 }, (_, i) => `Fn${i}`)
    serve(world({ orders: names.map(fn) }))
    const { calls } = lambdaDoor('us-east-1', ({ operation, input }) =>
      operation === 'ListFunctions'
        ? { status: 200, body: { Functions: names.slice(1).map((name) => config(`orders-${name}`)) } }
        : { status: 200, body: config(input['name']!) },
    )
    const session = await doorSession()
    const { functions } = await functionLogSources({
      session,
      discovery: await discoverApp({ session, stack: 'orders' }),
    })
    expect(functions.map(({ path }) => path)).toEqual(names)
    expect(functions.every(({ timeoutMs }) => timeoutMs === 3000)).toBe(true)
    expect(calls.map(({ operation, input }) => input['name'] ?? operation)).toEqual(['ListFunctions', 'orders-Fn0'])
  })

  it('takes the default group where Lambda may not be asked, says so, and asks again next time', async () => {
    const { cache } = freshCache()
    serve(orders())
    let closed = true
    const { calls } = lambdaDoor('us-east-1', ({ input }) =>
      closed
        ? {
            status: 403,
            body: { Message: 'User: x is not authorized to perform: lambda:GetFunctionConfiguration on resource: y' },
            error: 'AccessDeniedException',
          }
        : { status: 200, body: config(input['name']!, '/mine') },
    )
    const ask = async () => {
      const session = await doorSession()
      return functionLogSources({ session, discovery: await discoverApp({ session, stack: 'orders', cache }) })
    }
    const { sources, incomplete } = await ask()
    expect(sources.map(({ group }) => group)).toEqual([
      '/aws/lambda/orders-CreateOrder',
      '/aws/lambda/orders-FulfilOrder',
    ])
    expect(incomplete[0]).toMatchObject({
      operation: 'lambda:GetFunctionConfiguration',
      action: 'lambda:GetFunctionConfiguration',
      what: expect.stringContaining('CreateOrder'),
    })
    expect(incomplete).toHaveLength(2)
    closed = false
    expect((await ask()).sources.map(({ group }) => group)).toEqual(['/mine', '/mine'])
    expect(calls).toHaveLength(4)
  })

  it('tells apart functions of the same logical id, and keeps the log of a web function and of one not yet made', async () => {
    serve(
      world({
        orders: [
          nested('A'),
          nested('B'),
          { id: 'Web', type: 'AWS::Lambda::WebFunction', physical: 'site' },
          { id: 'Unborn', type: 'AWS::Lambda::Function', physical: '' },
        ],
        A: [{ id: 'Worker', type: 'AWS::Lambda::Function', physical: 'a-Worker' }],
        B: [{ id: 'Worker', type: 'AWS::Lambda::Function', physical: 'b-Worker' }],
      }),
    )
    lambdaDoor('us-east-1', ({ input }) => ({ status: 200, body: config(input['name']!) }))
    const session = await doorSession()
    const { sources, incomplete } = await functionLogSources({
      session,
      discovery: await discoverApp({ session, stack: 'orders' }),
    })
    expect(sources.map(({ name, group }) => [name, group])).toEqual([
      ['A/Worker', '/aws/lambda/a-Worker'],
      ['B/Worker', '/aws/lambda/b-Worker'],
      ['Web', '/aws/lambda/web/site'],
    ])
    expect(incomplete).toEqual([])
  })

  it('finds in the background that a console moved the log of a function', async () => {
    const { cache } = freshCache()
    serve(orders())
    let group: string | undefined
    lambdaDoor('us-east-1', ({ input }) => ({ status: 200, body: config(input['name']!, group) }))
    const clock = new VirtualClock(start)
    const warm = async () => {
      const session = await doorSession({ clock })
      const discovery = await discoverApp({ session, stack: 'orders', cache })
      return { discovery, logs: await functionLogSources({ session, discovery }) }
    }
    await warm()
    group = '/moved'
    expect(await (await warm()).discovery.revalidate()).toBe('same')
    await clock.run(clock.sleep(16 * 60_000))
    const { discovery, logs } = await warm()
    expect(logs.sources[0]!.group).toBe('/aws/lambda/orders-CreateOrder')
    expect(await discovery.revalidate()).toBe('changed')
    expect((await warm()).logs.sources[0]!.group).toBe('/moved')
  })
})
