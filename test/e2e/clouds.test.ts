import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startCloud } from '../../src/local/start.ts'
import { awsCli, motoServer, startMoto } from '../support/peers.ts'
import { json, ndjson, runProgram, slsops } from '../support/run-slsops.ts'

const template = {
  Description: 'A shop, small',
  Resources: {
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
        },
      },
    },
    Basket: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Runtime: 'nodejs22.x',
        Handler: 'index.handler',
        Timeout: 10,
        Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
        Code: { ZipFile: 'exports.handler = async () => 1' },
      },
    },
    Checkout: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        FunctionName: 'shop-checkout',
        Runtime: 'nodejs22.x',
        Handler: 'index.handler',
        Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
        Code: { ZipFile: 'exports.handler = async () => 2' },
      },
    },
    Orders: { Type: 'AWS::SQS::Queue' },
    Items: {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      },
    },
  },
}

const id = '8fab6c1e-98a6-4f2a-9d5e-0c3a5c2f1b77'
const messages = {
  Basket: [
    `START RequestId: ${id} Version: $LATEST\n`,
    `2026-01-01T00:00:00.000Z\t${id}\tINFO\tbasket of 3\n`,
    `END RequestId: ${id}\n`,
    `REPORT RequestId: ${id}\tDuration: 12.50 ms\tBilled Duration: 13 ms\tMemory Size: 128 MB\tMax Memory Used: 67 MB\t\n`,
  ],
  Checkout: [
    '{"level":"ERROR","message":"card was declined","orderId":"o-1"}\n',
    'Grüße \u001b[31mrot\u001b[0m 漢字\n',
  ],
}

interface Place {
  readonly env: Readonly<Record<string, string>>
  readonly close: () => Promise<unknown>
}

const file = join(mkdtempSync(join(tmpdir(), 'slsops-shop-')), 'shop.json')
writeFileSync(file, JSON.stringify(template))
const cli = awsCli(2) ?? awsCli(1)
const moto = motoServer()

const aws = async (env: Place['env'], ...words: string[]): Promise<string> => {
  const { code, stdout, stderr } = await runProgram(
    cli!.file,
    ['--endpoint-url', env['AWS_ENDPOINT_URL']!, '--output', 'json', ...words],
    { env },
  )
  if (code !== 0) throw new Error(`aws ${words.slice(0, 2).join(' ')}: ${stderr}`)
  return stdout
}

/** Each has the stack `shop` and nothing else, and is spoken to with AWS_ENDPOINT_URL and a pair of keys alone. */
const clouds: Readonly<Record<string, { readonly missing: string | null; readonly start: () => Promise<Place> }>> = {
  'the embedded cloud': {
    missing: cli === null ? 'the aws CLI' : null,
    start: () => startCloud({ sample: false, templates: [{ file, stack: 'shop' }] }),
  },
  moto_server: {
    missing:
      [...(moto === null ? ['moto_server'] : []), ...(cli === null ? ['the aws CLI'] : [])].join(' and ') || null,
    start: async () => {
      const server = await startMoto(moto!)
      const env = {
        AWS_ENDPOINT_URL: server.endpoint,
        AWS_REGION: 'eu-west-1',
        AWS_ACCESS_KEY_ID: 'AKIAMOTO000000000000',
        AWS_SECRET_ACCESS_KEY: 'moto',
      }
      await aws(env, 'cloudformation', 'create-stack', '--stack-name', 'shop', '--template-body', `file://${file}`)
      return { env, close: server.close }
    },
  },
}

describe.each(Object.entries(clouds))('whole commands on %s', { timeout: 60_000 }, (name, { missing, start }) => {
  const test = it.skipIf(missing !== null)
  const needs = missing === null ? '' : ` (${name} needs ${missing})`
  let place: Place
  const run = (...words: string[]) => slsops(words, { env: place.env })

  beforeAll(async () => {
    if (missing !== null) return
    place = await start()
    const { StackResources } = JSON.parse(
      await aws(place.env, 'cloudformation', 'describe-stack-resources', '--stack-name', 'shop'),
    )
    const at = Date.now() - 30_000
    for (const [logicalId, lines] of Object.entries(messages)) {
      const { PhysicalResourceId: physical } = StackResources.find(
        (one: { LogicalResourceId: string }) => one.LogicalResourceId === logicalId,
      )
      const where = ['--log-group-name', `/aws/lambda/${physical}`]
      const events = lines.map((message, n) => ({ timestamp: at + n * 1000, message }))
      await aws(place.env, 'logs', 'create-log-group', ...where)
      await aws(place.env, 'logs', 'create-log-stream', ...where, '--log-stream-name', 'one')
      await aws(
        place.env,
        'logs',
        'put-log-events',
        ...where,
        '--log-stream-name',
        'one',
        '--log-events',
        JSON.stringify(events),
      )
    }
  }, 60_000)
  afterAll(() => place?.close())

  test(`stacks finds it${needs}`, async () => {
    const ran = await run('stacks', '--json')
    expect(ran.code, ran.stderr).toBe(0)
    expect(json(ran)).toMatchObject({
      schema: 'slsops.stacks/1',
      context: { region: 'eu-west-1', endpoint: `${place.env['AWS_ENDPOINT_URL']}` },
      stacks: [{ name: 'shop', status: 'CREATE_COMPLETE', parent: null }],
    })
  })

  test(`resources lists what it is made of${needs}`, async () => {
    const ran = await run('resources', '--stack', 'shop', '--json')
    const { resources, context } = json(ran)
    expect(ran.code, ran.stderr).toBe(0)
    expect(context).toMatchObject({ stack: 'shop', account: '123456789012' })
    expect(Object.fromEntries(resources.map((one: { path: string; type: string }) => [one.path, one.type]))).toEqual(
      Object.fromEntries(Object.entries(template.Resources).map(([key, { Type }]) => [key, Type])),
    )
    const table = await run('resources', '--stack', 'shop', '--type', 'lambda')
    expect(table.stdout).toMatch(/Basket/)
    expect(table.stdout).not.toMatch(/Items/)
  })

  test(`functions tells what they are made of, and who may invoke them${needs}`, async () => {
    const ran = await run('functions', '--stack', 'shop', '--no-figures', '--json')
    expect(ran.code, ran.stdout).toBe(0)
    const { functions, incomplete } = json(ran)
    expect(incomplete).toEqual([])
    expect(functions.find((one: { logicalId: string }) => one.logicalId === 'Basket')).toMatchObject({
      packageType: 'Zip',
      runtime: 'nodejs22.x',
      runtimeDeprecatedOn: '2027-04-30',
      timeoutMs: 10_000,
      triggers: [],
    })
    expect(ran.stdout).not.toMatch(/awslambda|snapshots/)
    const shown = await run('functions', 'show', 'shop-checkout', '--stack', 'shop', '--json')
    expect(json(shown)).toMatchObject({ handler: 'index.handler', versions: [], aliases: [], url: null, invokers: [] })
    const access = await run('access', 'Checkout', '--stack', 'shop', '--json')
    expect(json(access)).toMatchObject({ invokers: [], role: { complete: true, policies: [] }, incomplete: [] })
    const status = await run('status', '--stack', 'shop', '--json')
    // The embedded cloud makes no queues and tables of given templates, and says so.
    const provisioned = name === 'moto_server'
    expect(json(status)).toMatchObject(
      provisioned
        ? { problems: [], queues: [{ visible: 0 }], tables: [{ status: 'ACTIVE' }], incomplete: [] }
        : { problems: [], queues: [], tables: [] },
    )
    expect(status.code, status.stderr).toBe(provisioned ? 0 : 3)
  })

  test(`tail has every line of all functions, in order${needs}`, async () => {
    const ran = await run('tail', '--stack', 'shop', '--no-follow', '-o', 'ndjson')
    // A stack that was just made shows its deploy among the lines.
    const records = ndjson(ran).filter(({ kind }) => kind !== 'deploy')
    expect(ran.code, ran.stderr).toBe(0)
    for (const [logicalId, lines] of Object.entries(messages)) {
      expect(records.filter((record) => record.logicalId === logicalId).map(({ message }) => message)).toEqual(lines)
    }
    expect(records).toHaveLength(messages.Basket.length + messages.Checkout.length)
    expect(records.map(({ time }) => time)).toEqual(records.map(({ time }) => time).toSorted())
    expect(records.map(({ kind }) => kind).toSorted()).toEqual(['app', 'app', 'app', 'end', 'report', 'start'])
    expect(ran.stderr).toMatch(/^6 events/m)
  })

  test(`tail takes a name, and a pattern${needs}`, async () => {
    const named = await run('tail', 'Basket', '--stack', 'shop', '--no-follow', '-o', 'raw')
    expect(named.stdout.split('\n').filter(Boolean)).toHaveLength(4)
    const grepped = await run('tail', '--stack', 'shop', '--no-follow', '--grep', 'declined', '-o', 'ndjson')
    expect(ndjson(grepped)).toMatchObject([{ source: 'Checkout', level: 'ERROR', format: 'json' }])
    const byPattern = await run(
      'tail',
      'shop-checkout',
      '--stack',
      'shop',
      '--no-follow',
      '--filter',
      '"card was declined"',
      '-o',
      'ndjson',
    )
    expect(ndjson(byPattern)).toHaveLength(1)
  })

  test(`for people no control byte of a line comes through${needs}`, async () => {
    const { stdout, code } = await run('tail', '--stack', 'shop', '--no-follow')
    expect(code).toBe(0)
    expect(stdout).toContain('Grüße')
    expect(stdout).toContain('漢字')
    expect(stdout).not.toContain('\u001b')
    expect(stdout).not.toContain('START RequestId')
  })

  test(`a name or stack that is not there is usage, with what there is${needs}`, async () => {
    const name = await run('tail', 'Baskett', '--stack', 'shop', '--no-follow')
    expect(name.code).toBe(2)
    expect(name.stderr).toContain('Basket')
    const stack = await run('resources', '--stack', 'shopp')
    expect(stack.code).toBe(2)
    expect(stack.stderr).toContain('shop')
    const none = await run('resources', '--json')
    expect(none.code).toBe(2)
    expect(json(none)).toMatchObject({ schema: 'slsops.error/1', error: { message: 'which stack?' } })
  })

  test(`a log group that is not there yet is no error${needs}`, async () => {
    const ran = await run('tail', '--log-group', '/aws/lambda/not-yet', '--no-follow')
    expect(ran).toMatchObject({ code: 0, stdout: '' })
    expect(ran.stderr).toContain('no such log group yet')
  })
})
