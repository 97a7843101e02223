import { expect, test } from 'vitest'
import { logs } from './support.ts'

interface Got {
  readonly events: readonly { message: string }[]
  readonly nextForwardToken: string
  readonly nextBackwardToken: string
}

const where = { logGroupName: '/g', logStreamName: 's' }
const five = () => {
  const made = logs()
  made.store.put(
    '/g',
    's',
    [1, 2, 3, 4, 5].map((timestamp) => ({ timestamp, message: String(timestamp) })),
  )
  made.store.put('/g', 'other', [{ timestamp: 3, message: 'not this stream' }])
  const get = (input: Record<string, unknown>) => made.ask<Got>('GetLogEvents', { ...where, ...input })
  return { ...made, get }
}
const text = ({ events }: Got): string => events.map(({ message }) => message).join('')

test('forward: each page goes on, and the end is the token that was sent', async () => {
  const { get, store } = five()
  const first = await get({ startFromHead: true, limit: 2 })
  const second = await get({ startFromHead: true, limit: 3, nextToken: first.nextForwardToken })
  const end = await get({ startFromHead: true, nextToken: second.nextForwardToken })
  expect([text(first), text(second), text(end)]).toEqual(['12', '345', ''])
  expect(end.nextForwardToken).toBe(second.nextForwardToken)
  store.put('/g', 's', [{ timestamp: 6, message: '6' }])
  expect(text(await get({ startFromHead: true, nextToken: end.nextForwardToken }))).toBe('6')
})

test('backward: the latest page first, each page oldest event first, and the end is the token that was sent', async () => {
  const { get } = five()
  const first = await get({ limit: 2 })
  const second = await get({ limit: 3, nextToken: first.nextBackwardToken })
  const end = await get({ nextToken: second.nextBackwardToken })
  expect([text(first), text(second), text(end)]).toEqual(['45', '123', ''])
  expect(end.nextBackwardToken).toBe(second.nextBackwardToken)
})

test('turning round at an end skips nothing', async () => {
  const { get } = five()
  const all = await get({ startFromHead: true })
  const end = await get({ startFromHead: true, nextToken: all.nextForwardToken })
  expect(text(await get({ nextToken: end.nextBackwardToken }))).toBe('12345')
  const head = await get({ nextToken: all.nextBackwardToken })
  expect(text(await get({ startFromHead: true, nextToken: head.nextForwardToken }))).toBe('12345')
})

test('the start is inclusive, the end exclusive', async () => {
  const { get } = five()
  expect(text(await get({ startTime: 2, endTime: 4 }))).toBe('23')
  expect(text(await get({ startTime: 2, endTime: 4, startFromHead: true }))).toBe('23')
})

test('an empty window stays where it is until something comes', async () => {
  const { get, store } = five()
  const none = await get({ startTime: 9, startFromHead: true })
  expect(text(none)).toBe('')
  store.put('/g', 's', [{ timestamp: 9, message: '9' }])
  expect(text(await get({ startTime: 9, startFromHead: true, nextToken: none.nextForwardToken }))).toBe('9')
})

test('a made-up token, a missing stream', async () => {
  const { get } = five()
  await expect(get({ nextToken: 'f/12/s' })).rejects.toMatchObject({ message: 'The specified nextToken is invalid.' })
  await expect(get({ logStreamName: 'none' })).rejects.toMatchObject({
    message: 'The specified log stream does not exist.',
  })
})
