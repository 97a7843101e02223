import { existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  BatchWriteItemCommand,
  CreateTableCommand,
  type CreateTableCommandInput,
  DynamoDBClient,
  type KeySchemaElement,
} from '@aws-sdk/client-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startCloud } from '../../src/local/start.ts'
import { awsCli, motoServer, startMoto } from '../support/peers.ts'
import { json, ndjson, runProgram, slsops } from '../support/run-slsops.ts'

const folder = mkdtempSync(join(tmpdir(), 'slsops-tables-'))
const file = join(folder, 'shop.json')
const attribute = (AttributeName: string, AttributeType: 'S' | 'N') => ({ AttributeName, AttributeType })
const key = (hash: string, range?: string): KeySchemaElement[] => [
  { AttributeName: hash, KeyType: 'HASH' },
  ...(range === undefined ? [] : [{ AttributeName: range, KeyType: 'RANGE' as const }]),
]
const lines: CreateTableCommandInput = {
  TableName: 'shop-lines',
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [attribute('order', 'S'), attribute('line', 'N'), attribute('sku', 'S')],
  KeySchema: key('order', 'line'),
  GlobalSecondaryIndexes: [{ IndexName: 'bySku', KeySchema: key('sku'), Projection: { ProjectionType: 'ALL' } }],
}
const blobs: CreateTableCommandInput = {
  TableName: 'shop-blobs',
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [attribute('id', 'N')],
  KeySchema: key('id'),
}
const tables = { Lines: lines, Blobs: blobs }
const Resources = Object.fromEntries(
  Object.entries(tables).map(([name, Properties]) => [name, { Type: 'AWS::DynamoDB::Table', Properties }]),
)
writeFileSync(file, JSON.stringify({ Resources }))

type Env = Readonly<Record<string, string>>
const clientOf = (env: Env): DynamoDBClient =>
  new DynamoDBClient({
    ...{ endpoint: env['AWS_ENDPOINT_URL']!, region: env['AWS_REGION']! },
    credentials: { accessKeyId: env['AWS_ACCESS_KEY_ID']!, secretAccessKey: env['AWS_SECRET_ACCESS_KEY']! },
  })

const [cli, moto] = [awsCli(2) ?? awsCli(1), motoServer()]
const clouds = {
  'the embedded cloud': {
    missing: null,
    start: async () => {
      const cloud = await startCloud({ sample: false, templates: [{ file, stack: 'shop' }] })
      const client = clientOf(cloud.env)
      // It lists a template's tables, and makes none.
      for (const input of Object.values(tables)) await client.send(new CreateTableCommand(input))
      client.destroy()
      return cloud
    },
  },
  moto_server: {
    missing: moto === null ? 'moto_server' : cli === null ? 'the aws CLI' : null,
    start: async () => {
      const server = await startMoto(moto!)
      const keys = { AWS_ACCESS_KEY_ID: 'AKIAMOTO000000000000', AWS_SECRET_ACCESS_KEY: 'moto' }
      const env = { AWS_ENDPOINT_URL: server.endpoint, AWS_REGION: 'eu-west-1', ...keys }
      const words = ['cloudformation', 'create-stack', '--stack-name', 'shop', '--template-body', `file://${file}`]
      const made = await runProgram(cli!.file, ['--endpoint-url', server.endpoint, ...words], { env })
      if (made.code !== 0) throw new Error(made.stderr)
      return { env, close: server.close }
    },
  },
} satisfies Record<
  string,
  { missing: string | null; start: () => Promise<{ env: Env; close: () => Promise<unknown> }> }
>

describe.each(Object.entries(clouds))('tables of %s', { timeout: 60_000 }, (name, { missing, start }) => {
  const test = it.skipIf(missing !== null)
  const needs = missing === null ? '' : ` (needs ${missing})`
  let place: { readonly env: Env; readonly close: () => Promise<unknown> }
  const run = (...words: string[]) => slsops(['dynamodb', ...words, '-s', 'shop'], { env: place.env })
  const got = async (...words: string[]) => json(await run('get', ...words, '--json')).items[0]

  beforeAll(async () => {
    if (missing !== null) return
    place = await start()
  }, 60_000)
  afterAll(() => place?.close())

  test(`lists and describes them${needs}`, async () => {
    const answer = json(await run('tables', '--json'))
    expect(answer).toMatchObject({ schema: 'slsops.dynamodb-tables/1', incomplete: [] })
    const found = answer.tables.find(({ logicalId }: { logicalId: string }) => logicalId === 'Lines')
    expect(found).toMatchObject({
      ...{
        name: 'shop-lines',
        status: 'ACTIVE',
        billing: 'on-demand',
        stream: null,
        recoveryDays: null,
        ttlAttribute: null,
      },
      key: { partition: { name: 'order', type: 'S' }, sort: { name: 'line', type: 'N' } },
      indexes: [{ name: 'bySku', kind: 'global', key: { partition: { name: 'sku', type: 'S' }, sort: null } }],
    })
    const described = await run('describe', 'Lines')
    expect(described.stdout).toMatch(/key +order, line \(number\)/)
    expect(described.stdout).toMatch(/global index +bySku: sku, all/)
  })

  const hostile = '\u001b]0;owned\u0007\u202etxt'
  const item = `{"order":"o-1","line":1,"sku":"tea","exact":12345678901234567890.12345678,"tags":{"$set":["a","b"]},"bin":{"$binary":"aGk="},"text":${JSON.stringify(hostile)}}`

  test(`refuses every writing verb without a yes, and sends nothing${needs}`, async () => {
    const made = await run('put', 'Lines', item, '--yes')
    expect(made.code, made.stderr).toBe(0)
    const before = (await run('scan', 'Lines', '-o', 'ndjson')).stdout
    const verbs = [
      ['put', 'Lines', '{"order":"o-2","line":1}'],
      ['put', 'Lines', '{"order":"o-1","line":1}'],
      ['update', 'Lines', 'o-1', '1', '--set', 'sku="mug"'],
      ['delete', 'Lines', 'o-1', '1'],
      ['sql', `DELETE FROM Lines WHERE "order" = 'o-1' AND line = 1`],
      ['sql', `DELETE FROM Lines WHERE "order" = 'o-1' AND line = 1`, '--write'],
    ]
    for (const verb of verbs) {
      for (const more of [[], ['--read-only', '--yes', ...(verb[0] === 'sql' ? ['--write'] : [])]]) {
        const ran = await run(...verb, ...(verb.includes('--write') ? more.filter((one) => one !== '--write') : more))
        expect(ran.code, verb.join(' ')).toBe(2)
        expect(ran.stderr).toContain('nothing was done')
      }
    }
    expect((await run('scan', 'Lines', '-o', 'ndjson')).stdout).toBe(before)
  })

  test(`keeps digits, sets and bytes, and shows hostile text as text${needs}`, async () => {
    const line = (await run('get', 'Lines', 'o-1', '1', '-o', 'ndjson')).stdout
    expect(line).toContain('12345678901234567890.12345678')
    expect(JSON.parse(line)).toMatchObject({ tags: { $set: ['a', 'b'] }, bin: { $binary: 'aGk=' }, text: hostile })
    expect(JSON.parse((await run('get', 'Lines', 'o-1', '1', '--raw', '-o', 'ndjson')).stdout)).toMatchObject({
      exact: { N: '12345678901234567890.12345678' },
      tags: { SS: ['a', 'b'] },
      bin: { B: 'aGk=' },
    })
    for (const words of [
      ['get', 'Lines', 'o-1', '1'],
      ['query', 'Lines', 'o-1'],
      ['scan', 'Lines'],
      ['delete', 'Lines', 'o-1', '1', '--read-only'],
    ]) {
      const { stdout, stderr } = await run(...words)
      expect(stdout + stderr).not.toMatch(/[\u001b\u0007\u202e]/)
    }
  })

  test(`puts, updates, queries and deletes${needs}`, async () => {
    for (const line of [2, 3, 4, 5]) {
      expect((await run('put', 'Lines', `{"order":"o-1","line":${line},"sku":"tea"}`, '--yes')).code).toBe(0)
    }
    const numbers = async (...words: string[]) =>
      ndjson(await run('query', 'Lines', 'o-1', '-o', 'ndjson', ...words)).map(({ line }) => line)
    expect(await numbers('--sk', '>= 3')).toEqual([3, 4, 5])
    expect(await numbers('--sk', 'between 2 and 3', '--desc')).toEqual([3, 2])
    expect(await numbers('--limit', '2')).toEqual([1, 2])
    expect(await numbers('--filter', 'exact exists', '--limit', '1')).toEqual([1])
    const cut = json(await run('query', 'Lines', 'tea', '--index', 'bySku', '--limit', '3', '--json'))
    expect(cut).toMatchObject({ table: 'shop-lines', returned: 3, lastKey: { order: 'o-1', sku: 'tea' } })
    expect(cut.consumedCapacity).toBeGreaterThan(0)

    const updated = await run('update', 'Lines', 'o-1', '2', '--set', 'sku="mug"', '--set', 'n=1e3', '--yes', '--json')
    expect(updated.stderr).toContain('- sku: "tea"')
    expect(json(updated)).toMatchObject({
      outcome: 'changed',
      changes: [
        { name: 'sku', before: 'tea', after: 'mug' },
        { name: 'n', before: null, after: 1000 },
      ],
    })
    expect(await got('Lines', 'o-1', '2')).toEqual({ order: 'o-1', line: 2, sku: 'mug', n: 1000 })
    expect((await run('put', 'Lines', '{"order":"o-1","line":2,"other":true}', '--yes')).code).toBe(0)
    expect(await got('Lines', 'o-1', '2')).toEqual({ order: 'o-1', line: 2, other: true })
    expect((await run('delete', 'Lines', 'o-1', '2', '--yes')).code).toBe(0)
    expect((await run('get', 'Lines', 'o-1', '2')).code).toBe(1)
  })

  test(`says what is wrong with words${needs}`, async () => {
    for (const [words, said] of [
      [['get', 'Lines', 'o-1'], 'line is missing'],
      [['get', 'Lines', 'o-1', 'x'], 'line is a number'],
      [['get', 'o-1', '1'], 'Lines'],
      [['query', 'Lines', 'o-1', '--index', 'nope'], 'bySku'],
      [['query', 'Blobs', '1', '--sk', '3'], 'no sort key'],
      [['put', 'Lines', '{"order":"o-1"}', '--yes'], 'has no line'],
      [['put', 'Lines', '{"order":"o-1","line":"1"}', '--yes'], 'is a number'],
      [['update', 'Lines', 'o-1', '1', '--set', 'line=2', '--yes'], 'part of the key'],
      [['update', 'Lines', 'o-1', '1', '--set', 'sku=mug', '--yes'], 'no JSON'],
      [['scan', 'Lines', '--all', '--json'], 'ndjson'],
    ] as const) {
      const ran = await run(...words)
      expect(ran.code, words.join(' ')).toBe(2)
      expect(ran.stderr + ran.stdout).toContain(said)
    }
  })

  test(`${name === 'moto_server' ? 'reads with PartiQL' : 'refuses PartiQL by name'}${needs}`, async () => {
    const ran = await run(
      'sql',
      `SELECT sku FROM Lines WHERE "order" = ? AND line = ?`,
      '--param',
      '"o-1"',
      '--param',
      '1',
      '-o',
      'ndjson',
    )
    if (name === 'moto_server') expect(ndjson(ran)).toEqual([{ sku: 'tea' }])
    else
      expect([ran.code, ran.stderr]).toEqual([
        3,
        expect.stringContaining('does not implement dynamodb.ExecuteStatement'),
      ])
  })

  test(`streams all, and goes on after a kill${needs}`, async () => {
    const blob = 'x'.repeat(150_000)
    const puts = Array.from({ length: 24 }, (_, id) => ({
      PutRequest: { Item: { id: { N: String(id) }, blob: { S: blob } } },
    }))
    const client = clientOf(place.env)
    for (let at = 0; at < puts.length; at += 6)
      await client.send(new BatchWriteItemCommand({ RequestItems: { 'shop-blobs': puts.slice(at, at + 6) } }))
    client.destroy()
    const resume = join(folder, `${name.length}.resume`)
    const words = ['dynamodb', 'scan', 'Blobs', '--all', '--resume', resume, '-s', 'shop']
    const read: string[] = []
    for (let turn = 0; turn < 10 && (turn === 0 || existsSync(resume)); turn++) {
      const ran = await slsops(words, {
        env: place.env,
        started: (child) => {
          const known = existsSync(resume) ? readFileSync(resume, 'utf8') : ''
          const look = setInterval(() => {
            if (!existsSync(resume) || readFileSync(resume, 'utf8') === known) return
            expect(statSync(resume).mode & 0o777).toBe(0o600)
            child.kill('SIGKILL')
          }, 2)
          child.once('close', () => clearInterval(look))
        },
      })
      read.push(...ran.stdout.split('\n').slice(0, -1))
    }
    expect(existsSync(resume)).toBe(false)
    expect([...new Set(read.map((line) => JSON.parse(line).id))].sort((a, b) => a - b)).toEqual(puts.map((_, id) => id))
  })
})
