import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Session } from '../../../src/aws/session.ts'
import type { Item } from '../../../src/domain/item/attribute.ts'
import { startCloud } from '../../../src/local/start.ts'
import { changeItem, currentItem } from '../../../src/usecases/dynamodb/change-item.ts'
import { cloudSession } from '../../support/cloud-session.ts'

const schema = { partition: { name: 'orderId', type: 'S' }, sort: null } as const
const table = 'orders'
let session: Session
let cloud: Awaited<ReturnType<typeof startCloud>>

beforeAll(async () => {
  cloud = await startCloud({ sample: true })
  session = await cloudSession(cloud)
}, 60_000)
afterAll(() => cloud?.close())

const whole: Item = {
  orderId: { S: 'o-1' },
  total: { N: '12345678901234567890.5' },
  tags: { SS: ['a', 'b'] },
  bytes: { B: new Uint8Array([1, 2]) },
  none: { NULL: true },
  yes: { BOOL: false },
  empty: { L: [] },
  deep: { M: { list: { L: [{ N: '1' }, { M: { 'a.b': { S: '' } } }] } } },
}
const keyOf = (id: string): Item => ({ orderId: { S: id } })
const withId = (id: string, more: Item = {}): Item => ({ ...whole, ...keyOf(id), ...more })
const change = (id: string, before: Item | null, after: Item | null) =>
  changeItem(session, { table, schema, key: keyOf(id), before, after }, {})
const stored = (id: string) => currentItem(session, table, keyOf(id), {})

it('creates, changes and deletes an item of every type', async () => {
  await change('o-1', null, whole)
  expect(await stored('o-1')).toEqual(whole)
  const { total: _, ...others } = whole
  const after = { ...others, deep: { M: {} } }
  await change('o-1', whole, after)
  expect(await stored('o-1')).toEqual(after)
  await change('o-1', after, null)
  expect(await stored('o-1')).toBeNull()
})

it('creates nothing over an item that came meanwhile', async () => {
  await change('o-2', null, withId('o-2'))
  await expect(change('o-2', null, withId('o-2', { total: { N: '1' } }))).rejects.toMatchObject({
    code: 'ChangedMeanwhile',
    exit: 1,
  })
  expect(await stored('o-2')).toEqual(withId('o-2'))
})

it.each(Object.keys(whole).filter((name) => name !== 'orderId'))(
  'sees that %s changed meanwhile, and does nothing',
  async (name) => {
    const id = `o-3-${name}`
    const now = withId(id, { [name]: { S: 'other' } })
    await change(id, null, now)
    const gone = { code: 'ChangedMeanwhile', message: expect.stringContaining('nothing was done') }
    await expect(change(id, withId(id), { ...keyOf(id), new: { N: '1' } })).rejects.toMatchObject(gone)
    await expect(change(id, withId(id), null)).rejects.toMatchObject(gone)
    expect(await stored(id)).toEqual(now)
  },
)

it('keeps attributes that came meanwhile, which no condition sees', async () => {
  const now = withId('o-4', { extra: { S: 'mine' } })
  await change('o-4', null, now)
  const { unseen } = await change('o-4', withId('o-4'), { ...keyOf('o-4'), total: { N: '2' } })
  expect(unseen).toEqual(['extra'])
  expect(await stored('o-4')).toEqual({ ...keyOf('o-4'), total: { N: '2' }, extra: { S: 'mine' } })
})

it('puts a deleted item back that had more than was shown', async () => {
  const now = withId('o-5', { extra: { S: 'mine' } })
  await change('o-5', null, now)
  await expect(change('o-5', withId('o-5'), null)).rejects.toMatchObject({
    message: expect.stringContaining('put back'),
  })
  expect(await stored('o-5')).toEqual(now)
})
