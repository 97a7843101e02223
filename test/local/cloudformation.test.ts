import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import {
  CloudFormationClient,
  DescribeStackEventsCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
  GetTemplateSummaryCommand,
  ListStackResourcesCommand,
  ListStacksCommand,
  paginateListStackResources,
  paginateListStacks,
} from '@aws-sdk/client-cloudformation'
import { afterAll, describe, expect, it } from 'vitest'
import { cloudFormationService } from '../../src/local/cloudformation/service.ts'
import { StackStore } from '../../src/local/cloudformation/store.ts'
import { loadTemplate } from '../../src/local/cloudformation/template.ts'
import { type Gateway, openGateway } from '../../src/local/gateway.ts'
import { fixtures } from '../support/fixtures.ts'

const created = Date.UTC(2026, 0, 1)
const queue = { Type: 'AWS::SQS::Queue' }
const stack = (url: unknown) => ({ Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: url } })

const opened: Gateway[] = []
afterAll(async () => {
  for (const gateway of opened) await gateway.close()
})

const cloud = async (pageSize?: number) => {
  const store = new StackStore({ region: 'us-east-1', account: '123456789012', seed: 1 })
  const service = cloudFormationService(store, pageSize === undefined ? {} : { pageSize })
  const gateway = await openGateway({ port: 0, region: 'us-east-1', now: Date.now, services: [service], mounts: [] })
  opened.push(gateway)
  const client = new CloudFormationClient({
    endpoint: gateway.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'A', secretAccessKey: 's' },
    maxAttempts: 1,
  })
  const resources = async (StackName: string) => {
    const found = []
    for await (const page of paginateListStackResources({ client }, { StackName }))
      found.push(...(page.StackResourceSummaries ?? []))
    return found
  }
  return { store, client, resources }
}

describe('stacks', () => {
  it('are described with all that was said of them, by name and by ARN', async () => {
    const { store, client } = await cloud()
    const { id } = store.add({
      name: 'shop',
      createdAt: created,
      tags: { STAGE: 'dev' },
      parameters: { Secret: 'x' },
      template: {
        Description: 'a & b',
        Parameters: { Secret: { Type: 'String', NoEcho: true }, Stage: { Type: 'String', Default: 'dev' } },
        Resources: { Q: queue },
        Outputs: {
          Url: { Value: { Ref: 'Q' }, Description: 'the queue' },
          Unknown: { Value: { 'Fn::ImportValue': 'elsewhere' } },
        },
      },
    })
    for (const StackName of ['shop', id]) {
      const { Stacks } = await client.send(new DescribeStacksCommand({ StackName }))
      expect(Stacks).toHaveLength(1)
      expect(Stacks?.[0]).toMatchObject({
        StackName: 'shop',
        StackId: id,
        Description: 'a & b',
        StackStatus: 'CREATE_COMPLETE',
        CreationTime: new Date(created),
        Parameters: [
          { ParameterKey: 'Secret', ParameterValue: '****' },
          { ParameterKey: 'Stage', ParameterValue: 'dev' },
        ],
        Tags: [{ Key: 'STAGE', Value: 'dev' }],
        Outputs: [{ OutputKey: 'Url', Description: 'the queue' }],
      })
      expect(Stacks?.[0]?.LastUpdatedTime).toBeUndefined()
    }
    expect(id).toMatch(/^arn:aws:cloudformation:us-east-1:123456789012:stack\/shop\/[0-9a-f-]{36}$/)
  })

  it('that are not there: AWS own words', async () => {
    const { client } = await cloud()
    const error = {
      name: 'ValidationError',
      message: 'Stack with id nope does not exist',
      $metadata: { httpStatusCode: 400 },
    }
    for (const command of [
      new DescribeStacksCommand({ StackName: 'nope' }),
      new ListStackResourcesCommand({ StackName: 'nope' }),
      new DescribeStackEventsCommand({ StackName: 'nope' }),
    ])
      await expect(client.send(command as DescribeStacksCommand)).rejects.toMatchObject(error)
  })

  it('are listed newest first, deleted ones too, by page and by status', async () => {
    const { store, client } = await cloud(2)
    for (let index = 0; index < 5; index++)
      store.add({
        name: `s${index}`,
        createdAt: created + index,
        template: { Resources: { Q: queue } },
        status: index === 3 ? 'DELETE_COMPLETE' : 'CREATE_COMPLETE',
      })
    const names = []
    let pages = 0
    for await (const page of paginateListStacks({ client }, {})) {
      pages++
      names.push(...(page.StackSummaries ?? []).map(({ StackName }) => StackName))
    }
    expect([pages, names]).toEqual([3, ['s4', 's3', 's2', 's1', 's0']])
    const { StackSummaries } = await client.send(
      new ListStacksCommand({ StackStatusFilter: ['DELETE_COMPLETE', 'DELETE_FAILED'] }),
    )
    expect(StackSummaries?.map(({ StackName, DeletionTime }) => [StackName, DeletionTime])).toEqual([
      ['s3', new Date(created + 3)],
    ])
    await expect(client.send(new DescribeStacksCommand({ StackName: 's3' }))).rejects.toMatchObject({
      name: 'ValidationError',
    })
    const byArn = await client.send(new DescribeStacksCommand({ StackName: StackSummaries?.[0]?.StackId }))
    expect(byArn.Stacks?.[0]?.StackStatus).toBe('DELETE_COMPLETE')
    await expect(client.send(new ListStacksCommand({ NextToken: 'bm9uc2Vuc2U' }))).rejects.toMatchObject({
      name: 'ValidationError',
    })
  })
})

describe('resources', () => {
  const many = Object.fromEntries(Array.from({ length: 250 }, (_, index) => [`Q${index}`, queue]))

  it('come 100 a page; DescribeStackResources has the first hundred only', async () => {
    const { store, client, resources } = await cloud()
    store.add({ name: 'many', createdAt: created, template: { Resources: many } })
    const first = await client.send(new ListStackResourcesCommand({ StackName: 'many' }))
    expect([first.StackResourceSummaries?.length, typeof first.NextToken]).toEqual([100, 'string'])
    expect((await resources('many')).map(({ LogicalResourceId }) => LogicalResourceId)).toEqual(Object.keys(many))
    const described = await client.send(new DescribeStackResourcesCommand({ StackName: 'many' }))
    expect(described.StackResources).toHaveLength(100)
  })

  it('tell their stack by physical id', async () => {
    const { store, client } = await cloud()
    store.add({
      name: 'a',
      createdAt: created,
      template: { Resources: { T: { Type: 'AWS::DynamoDB::Table', Properties: { TableName: 'orders' } } } },
    })
    const { StackResources } = await client.send(new DescribeStackResourcesCommand({ PhysicalResourceId: 'orders' }))
    expect(StackResources?.map(({ StackName, LogicalResourceId }) => [StackName, LogicalResourceId])).toEqual([
      ['a', 'T'],
    ])
    await expect(client.send(new DescribeStackResourcesCommand({ PhysicalResourceId: 'x' }))).rejects.toMatchObject({
      message: 'Stack for x does not exist',
    })
  })

  it('may still be without an id, and deleted', async () => {
    const { store, resources } = await cloud()
    store.add({
      name: 'a',
      createdAt: created,
      status: 'UPDATE_IN_PROGRESS',
      template: { Resources: { New: queue, Old: queue } },
      physicalIds: { New: '' },
      statuses: { New: 'CREATE_IN_PROGRESS', Old: 'DELETE_COMPLETE' },
    })
    expect(
      (await resources('a')).map(({ PhysicalResourceId, ResourceStatus }) => [
        PhysicalResourceId === undefined,
        ResourceStatus,
      ]),
    ).toEqual([
      [true, 'CREATE_IN_PROGRESS'],
      [false, 'DELETE_COMPLETE'],
    ])
  })
})

describe('nested stacks', () => {
  const three = {
    name: 'root',
    createdAt: created,
    template: { Resources: { A: stack('https://s3/a'), Far: stack('https://s3/far'), Q: queue } },
    nested: {
      A: {
        template: { Resources: { B: stack('https://s3/b') } },
        nested: {
          B: {
            template: {
              Parameters: { Name: { Type: 'String' } },
              Resources: { C: { Type: 'AWS::SNS::Topic', Properties: { TopicName: { Ref: 'Name' } } } },
            },
            parameters: { Name: 'deep' },
          },
        },
      },
    },
  }

  it('are walked by their ARNs three deep, and know parent and root', async () => {
    const { store, client, resources } = await cloud()
    const root = store.add(three)
    const a = (await resources('root'))[0]?.PhysicalResourceId
    const b = (await resources(a ?? ''))[0]?.PhysicalResourceId
    expect((await resources(b ?? '')).map(({ PhysicalResourceId }) => PhysicalResourceId)).toEqual([
      'arn:aws:sns:us-east-1:123456789012:deep',
    ])
    const { StackSummaries } = await client.send(new ListStacksCommand({}))
    const child = StackSummaries?.find(({ StackId }) => StackId === b)
    expect([child?.ParentId, child?.RootId]).toEqual([a, root.id])
    expect(child?.StackName).toMatch(/^root-A-[A-Za-z0-9]{12}-B-[A-Za-z0-9]{12}$/)
    expect(StackSummaries).toHaveLength(3)
  })

  it('whose template can not be reached are listed and do not exist', async () => {
    const { store, client, resources } = await cloud()
    store.add(three)
    const far = (await resources('root'))[1]
    expect(far?.ResourceType).toBe('AWS::CloudFormation::Stack')
    await expect(client.send(new DescribeStacksCommand({ StackName: far?.PhysicalResourceId }))).rejects.toMatchObject({
      name: 'ValidationError',
      message: `Stack with id ${far?.PhysicalResourceId} does not exist`,
    })
  })

  it('are read from files beside the template, and from what CDK notes; a circle is refused', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'slsops-nested-'))
    const write = (name: string, resources: object) => {
      writeFileSync(
        join(folder, name),
        JSON.stringify({ Parameters: { P: { Type: 'String', Default: 'none' } }, Resources: resources }),
      )
      return join(folder, name)
    }
    write('leaf.json', { T: { Type: 'AWS::DynamoDB::Table', Properties: { TableName: { Ref: 'P' } } } })
    write('cdk.json', {
      L: { Type: 'AWS::Serverless::Application', Properties: { Location: './leaf.json', Parameters: { P: 'given' } } },
    })
    const file = write('root.json', {
      A: stack('./leaf.json'),
      B: { ...stack({ 'Fn::Join': ['', ['https://', 'x']] }), Metadata: { 'aws:asset:path': 'cdk.json' } },
      C: stack('missing.json'),
    })
    const { store, resources } = await cloud()
    const root = store.add({ name: 'root', createdAt: created, template: readFileSync(file, 'utf8'), file })
    expect(root.children).toHaveLength(2)
    const [first, second] = root.children as [string, string]
    expect((await resources(first))[0]?.PhysicalResourceId).toBe('none')
    const leaf = (await resources(second))[0]?.PhysicalResourceId ?? ''
    expect((await resources(leaf))[0]?.PhysicalResourceId).toBe('given')

    const loop = write('loop.json', { Me: stack('loop.json') })
    expect(() =>
      store.add({ name: 'loop', createdAt: created, template: readFileSync(loop, 'utf8'), file: loop }),
    ).toThrow('includes itself')
  })
})

describe('templates, events and updates', () => {
  it('GetTemplate gives the text as it was written; its summary the transforms and types', async () => {
    const { store, client } = await cloud()
    const template =
      'Transform: AWS::Serverless-2016-10-31\nResources:\n  F:\n    Type: AWS::Serverless::Function # "why" & <how>\n'
    store.add({ name: 'sam', createdAt: created, template })
    expect((await client.send(new GetTemplateCommand({ StackName: 'sam' }))).TemplateBody).toBe(template)
    expect(await client.send(new GetTemplateSummaryCommand({ StackName: 'sam' }))).toMatchObject({
      DeclaredTransforms: ['AWS::Serverless-2016-10-31'],
      ResourceTypes: ['AWS::Lambda::Function'],
    })
  })

  it('an update moves what it touched, and leaves its events, newest first', async () => {
    const { store, client, resources } = await cloud(4)
    const before = store.add({ name: 'a', createdAt: created, template: { Resources: { A: queue, B: queue } } })
    const at = created + 86_400_000
    store.update('a', { at, took: 20_000, changed: ['A'], template: { Resources: { A: queue, B: queue, C: queue } } })
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: before.id }))
    expect(Stacks?.[0]).toMatchObject({ StackStatus: 'UPDATE_COMPLETE', LastUpdatedTime: new Date(at - 20_000) })
    expect(
      (await resources('a')).map((one) => [
        one.LogicalResourceId,
        one.ResourceStatus,
        one.LastUpdatedTimestamp?.getTime(),
      ]),
    ).toEqual([
      ['A', 'UPDATE_COMPLETE', at],
      ['B', 'CREATE_COMPLETE', created],
      ['C', 'CREATE_COMPLETE', at],
    ])
    expect((await resources('a'))[0]?.PhysicalResourceId).toBe(before.resources[0]?.physicalId)
    const first = await client.send(new DescribeStackEventsCommand({ StackName: 'a' }))
    expect(first.StackEvents?.map((event) => [event.LogicalResourceId, event.ResourceStatus])).toEqual([
      ['a', 'UPDATE_COMPLETE'],
      ['a', 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS'],
      ['C', 'UPDATE_COMPLETE'],
      ['A', 'UPDATE_COMPLETE'],
    ])
    expect(first.StackEvents?.[0]?.Timestamp).toEqual(new Date(at))
    expect(first.NextToken).toBeDefined()
  })

  it('a rolled-back update keeps the template and says why', async () => {
    const { store, client, resources } = await cloud()
    store.add({ name: 'a', createdAt: created, template: { Resources: { A: queue } } })
    const template = { Resources: { A: queue, New: queue } }
    store.update('a', {
      at: created + 1e6,
      changed: ['A'],
      template,
      status: 'UPDATE_ROLLBACK_COMPLETE',
      reason: 'Access denied',
    })
    expect(await resources('a')).toHaveLength(1)
    const { StackEvents } = await client.send(new DescribeStackEventsCommand({ StackName: 'a' }))
    const failed = StackEvents?.find(({ ResourceStatus }) => ResourceStatus === 'UPDATE_FAILED')
    expect([failed?.LogicalResourceId, failed?.ResourceStatusReason]).toEqual(['A', 'Access denied'])
    expect(StackEvents?.[0]?.ResourceStatus).toBe('UPDATE_ROLLBACK_COMPLETE')
  })

  it('a name is taken once', async () => {
    const { store } = await cloud()
    const spec = { name: 'a', createdAt: created, template: { Resources: { A: queue } } }
    store.add(spec)
    expect(() => store.add(spec)).toThrow('A stack named a is there already')
  })
})

const folder = fixtures('templates')

describe.skipIf(folder === null)('real templates (skipped where ../shared/fixtures/templates is absent)', () => {
  const files =
    folder === null
      ? []
      : readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /\/\d+res-/.test(file))

  it('there are 99 of them', () => {
    expect(files).toHaveLength(99)
  })

  it.each(files)('%s lists the keys of its Resources', async (file) => {
    const text = readFileSync(join(folder ?? '', file), 'utf8')
    const { store, resources } = await shared
    const name = `t${files.indexOf(file)}`
    store.add({ name, createdAt: created, template: text, file: join(folder ?? '', file) })
    const listed = (await resources(name)).map(({ LogicalResourceId }) => LogicalResourceId)
    expect(listed).toHaveLength(Number(/^\d+/.exec(basename(file))?.[0]))
    expect(listed).toEqual(loadTemplate(text).resources.map(({ logicalId }) => logicalId))
    expect(new Set(listed).size).toBe(listed.length)
  })

  const shared = cloud(25)
})
