import nock from 'nock'
import { afterEach, describe, expect, it } from 'vitest'
import { describeTable } from '../../../src/services/dynamodb/describe-table.ts'
import { executeStatement, readPage } from '../../../src/services/dynamodb/read-items.ts'
import { deleteItem, putItem } from '../../../src/services/dynamodb/write-items.ts'
import { doorSession } from '../../support/aws-door.ts'

type Reply = { readonly status?: number; readonly type?: string; readonly body?: unknown } | 'cut'

/** DynamoDB at AWS's own address: gives the replies in order, the last one for ever, and keeps what was asked. */
const door = (...replies: readonly Reply[]) => {
  const calls: { readonly operation: string; readonly input: Record<string, unknown> }[] = []
  nock('https://dynamodb.us-east-1.amazonaws.com')
    .persist()
    .post('/')
    .reply(async (request: Request) => {
      const operation = request.headers.get('x-amz-target')!.split('.')[1]!
      calls.push({ operation, input: JSON.parse(await request.text()) })
      const reply = replies[Math.min(calls.length, replies.length) - 1]!
      if (reply === 'cut') throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })
      const { status = 200, type, body = {} } = reply
      return [
        status,
        JSON.stringify(type === undefined ? body : { __type: `com.amazonaws#${type}`, ...(body as object) }),
      ]
    })
  return calls
}

afterEach(() => nock.cleanAll())

const schema = { partition: { name: 'id', type: 'S' }, sort: null } as const
const key = { id: { S: 'a' } }
const writing = { table: 'orders', schema, shown: null }
const page = { table: 'orders', index: null, key: [], filters: [], limit: 5, from: null }
const throttled = { status: 400, type: 'ProvisionedThroughputExceededException', body: { message: 'slow down' } }

describe('calls of DynamoDB', () => {
  it('slow down where AWS throttles, and go on', async () => {
    const calls = door(throttled, throttled, {
      body: { Items: [{ id: { S: 'a' } }], ScannedCount: 7, ConsumedCapacity: { CapacityUnits: 2 } },
    })
    const pauses: number[] = []
    const read = await readPage(await doorSession(), { ...page, onThrottle: (ms) => pauses.push(ms) })
    expect(read).toEqual({ items: [{ id: { S: 'a' } }], scanned: 7, capacity: 2, lastKey: null })
    expect(calls.map(({ operation }) => operation)).toEqual(['Scan', 'Scan', 'Scan'])
    expect(pauses).toHaveLength(2)
    expect(pauses[1]).toBeGreaterThan(pauses[0]!)
  })

  it('wait with a write too: a throttled one was not done', async () => {
    const calls = door(throttled, {})
    expect(await putItem(await doorSession(), key, writing)).toMatchObject({ kind: 'done' })
    expect(calls).toHaveLength(2)
  })

  it('name the action that was denied', async () => {
    door({ status: 400, type: 'AccessDeniedException', body: { message: 'User: x is not authorized' } })
    const session = await doorSession()
    await expect(describeTable(session, 'orders')).rejects.toMatchObject({
      code: 'AccessDenied',
      action: 'dynamodb:DescribeTable',
    })
    const statement = {
      statement: 'SELECT 1',
      parameters: [],
      action: 'PartiQLSelect',
      once: false,
      limit: null,
      token: undefined,
    }
    await expect(executeStatement(session, statement)).rejects.toMatchObject({ action: 'dynamodb:PartiQLSelect' })
  })

  it.each(['cut', { status: 500, type: 'InternalServerError' }] as const)(
    'send a write once, and say that nobody knows: %j',
    async (reply) => {
      const calls = door(reply)
      const session = await doorSession({ env: { AWS_MAX_ATTEMPTS: '3' } })
      await expect(deleteItem(session, key, writing)).rejects.toMatchObject({
        code: 'WriteUnknown',
        message: expect.stringContaining('may have been done'),
      })
      expect(calls).toHaveLength(1)
    },
  )

  it('tell a condition that does not hold from a failure', async () => {
    const calls = door({ status: 400, type: 'ConditionalCheckFailedException', body: { message: 'no' } })
    expect(await putItem(await doorSession(), key, writing)).toEqual({ kind: 'changed' })
    expect(calls[0]!.input).toMatchObject({ ConditionExpression: 'attribute_not_exists(#n0)', ReturnValues: 'ALL_OLD' })
  })

  it('read a table that says nothing as provisioned', async () => {
    door({
      body: {
        Table: {
          KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
          AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'N' }],
        },
      },
    })
    expect(await describeTable(await doorSession(), 'orders')).toMatchObject({
      ...{ name: 'orders', billing: 'provisioned', provisioned: { read: 0, write: 0 }, approximateItems: null },
      key: { partition: { name: 'id', type: 'N' }, sort: null },
    })
  })
})
