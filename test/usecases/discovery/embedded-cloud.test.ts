import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { wireOf } from '../../../src/aws/wire.ts'
import type { Cloud } from '../../../src/local/cloud.ts'
import { parseFault } from '../../../src/local/fault-words.ts'
import { startCloud } from '../../../src/local/start.ts'
import { deployTime } from '../../../src/usecases/discovery/deploy-time.ts'
import { discoverApp } from '../../../src/usecases/discovery/discover-app.ts'
import { functionLogSources } from '../../../src/usecases/discovery/function-log-sources.ts'
import { appLogSources } from '../../../src/usecases/discovery/log-sources.ts'
import { listApps } from '../../../src/usecases/stacks/list-apps.ts'
import { cloudSession } from '../../support/cloud-session.ts'
import { fixtures } from '../../support/fixtures.ts'

describe('the sample app', () => {
  let cloud: Cloud
  beforeAll(async () => {
    cloud = await startCloud({ traffic: false })
  })
  afterAll(() => cloud.close())

  it('is found whole, with the tool that made it', async () => {
    const session = await cloudSession(cloud)
    const { stacks, incomplete } = await listApps({ session })
    expect(stacks).toEqual([expect.objectContaining({ name: 'orders', tool: 'sam', parent: null })])
    expect(incomplete).toEqual([])
    const { app } = await discoverApp({ session, stack: 'orders' })
    const functions = app.resources.filter(({ type }) => type === 'AWS::Lambda::Function').map(({ path }) => path)
    expect(functions).toEqual(
      expect.arrayContaining(['CreateOrder', 'FulfilOrder', 'ChargeCard', 'RenderInvoice', 'ClickStats']),
    )
    expect(app).toMatchObject({ tool: 'sam', incomplete: [], account: cloud.account, region: cloud.region })
  })

  it('says where each function writes, and when it was deployed', async () => {
    const session = await cloudSession(cloud)
    const discovery = await discoverApp({ session, stack: 'orders' })
    const { sources, functions, incomplete } = await functionLogSources({ session, discovery })
    const groups = Object.fromEntries(sources.map(({ name, group, streamPart }) => [name, [group, streamPart]]))
    expect(groups['CreateOrder']).toEqual(['/aws/lambda/orders-CreateOrder', null])
    expect(groups['ClickStats']).toEqual(['/orders/workers', 'orders-ClickStats['])
    expect(incomplete).toEqual([])
    const deploy = await deployTime(session, discovery.app, functions)
    expect(deploy).toMatchObject({ what: 'orders UPDATE_COMPLETE' })
    expect(deploy!.at).toBeGreaterThanOrEqual(discovery.app.updatedAt)
    expect(deploy!.at).toBeLessThan(Date.now())
  })

  it('says where everything else writes, and what is switched off; a second time without a question', async () => {
    const session = await cloudSession(cloud)
    const discovery = await discoverApp({ session, stack: 'orders' })
    const found = await appLogSources({ session, discovery, kinds: 'all' })
    const groups = found.sources.map(({ name, sourceType, group }) => [name, sourceType, group])
    expect(groups.filter(([, type]) => type !== 'function')).toEqual([
      ['Payment', 'workflow', '/aws/vendedlogs/states/payment'],
      ['OrdersApi', 'api', '/aws/apigateway/orders-api'],
    ])
    expect(found.sources).toHaveLength(7)
    expect(found.off).toEqual([
      { what: 'access log', name: 'ShopApi', howToSwitchOn: 'AccessLogSettings on AWS::ApiGatewayV2::Stage' },
    ])
    expect(found.incomplete).toEqual([])
    const asked = wireOf(session).calls.totals()
    expect(await appLogSources({ session, discovery, kinds: 'all' })).toEqual(found)
    expect(wireOf(session).calls.totals()).toEqual(asked)
  })

  it('goes on without what it may not ask', async () => {
    const denied = await startCloud({ traffic: false })
    try {
      denied.faults.add(parseFault(['apigateway', 'deny']))
      const session = await cloudSession(denied)
      const discovery = await discoverApp({ session, stack: 'orders' })
      const { sources, off, incomplete } = await appLogSources({ session, discovery, kinds: 'all' })
      expect(sources.map(({ name }) => name)).toEqual(expect.arrayContaining(['CreateOrder', 'Payment', 'AccessLogs']))
      expect(off).toEqual([])
      expect(incomplete.map(({ what, action }) => [what, action]).sort()).toEqual([
        ['log groups of OrdersApi', 'apigateway:GET'],
        ['log groups of ShopApi', 'apigateway:GET'],
      ])
    } finally {
      await denied.close()
    }
  })

  it('knows the tool of no stack that it has too many of', async () => {
    const many = await startCloud({
      sample: false,
      stacks: Array.from({ length: 21 }, (_, i) => ({
        name: `plain-${i}`,
        createdAt: i,
        template: { Resources: { Q: { Type: 'AWS::SQS::Queue' } } },
      })),
    })
    try {
      const session = await cloudSession(many)
      const { stacks } = await listApps({ session })
      expect(stacks).toHaveLength(21)
      expect(new Set(stacks.map(({ tool }) => tool))).toEqual(new Set([null]))
      expect(
        wireOf(session)
          .calls.totals()
          .map(([call]) => call),
      ).toEqual(['cloudformation.ListStacks'])
    } finally {
      await many.close()
    }
  })
})

const folder = fixtures('templates')
const files =
  folder === null
    ? []
    : readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\/\d+res-/.test(name))

describe('real templates', () => {
  it.skipIf(files.length === 0)('each lists exactly the resources that it has, on pages however small', async () => {
    const templates = files.map((name, i) => ({ file: join(folder!, name), stack: `stack-${i}` }))
    const cloud = await startCloud({ sample: false, templates, pageSize: 7 })
    try {
      const session = await cloudSession(cloud)
      const counts = await Promise.all(
        templates.map(async ({ stack }) => {
          const { app } = await discoverApp({ session, stack })
          // A child stack's template lies elsewhere: it is listed, and named as unread.
          const children = app.resources.filter(
            ({ type }) => type === 'AWS::CloudFormation::Stack' || type === 'AWS::Serverless::Application',
          )
          const own = app.resources.filter(({ path }) => !path.includes('/'))
          return [
            own.length,
            new Set(own.map(({ logicalId }) => logicalId)).size,
            app.incomplete.length <= children.length,
          ]
        }),
      )
      const expected = files.map((name) => Number.parseInt(basename(name), 10))
      expect(counts).toEqual(expected.map((count) => [count, count, true]))
      expect(files.length).toBeGreaterThan(90)
    } finally {
      await cloud.close()
    }
  })

  const json = files.find((name) => name.startsWith('cdk/') && name.endsWith('.template.json'))
  it.skipIf(json === undefined)('keep their logical ids', async () => {
    const file = join(folder!, json!)
    const cloud = await startCloud({ sample: false, templates: [{ file, stack: 'cdk' }] })
    try {
      const { app } = await discoverApp({ session: await cloudSession(cloud), stack: 'cdk' })
      const { Resources } = JSON.parse(readFileSync(file, 'utf8')) as { Resources: object }
      expect(app.resources.map(({ logicalId }) => logicalId).sort()).toEqual(Object.keys(Resources).sort())
    } finally {
      await cloud.close()
    }
  })
})
