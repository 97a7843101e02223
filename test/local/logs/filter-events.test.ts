import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DAY, HOUR, logs, NOW, type Page } from './support.ts'

const group = { logGroupName: '/aws/lambda/f' }
const numbered = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ timestamp: NOW + i, message: `line ${i}` }))

test('the order is event time, then ingestion time, then arrival', async () => {
  const { store, messages } = logs()
  store.put('/aws/lambda/f', 'a', [
    { timestamp: 20, message: 'late', ingestionTime: 90 },
    { timestamp: 20, message: 'soon', ingestionTime: 30 },
    { timestamp: 10, message: 'first', ingestionTime: 99 },
  ])
  store.put('/aws/lambda/f', 'b', [{ timestamp: 20, message: 'late too', ingestionTime: 90 }])
  expect(await messages(group)).toEqual(['first', 'soon', 'late', 'late too'])
})

test('the window is inclusive on both ends', async () => {
  const { store, messages } = logs()
  store.put('/aws/lambda/f', 's', numbered(5))
  expect(await messages({ ...group, startTime: NOW + 1, endTime: NOW + 3 })).toEqual(['line 1', 'line 2', 'line 3'])
  expect(await messages({ ...group, startTime: NOW + 9 })).toEqual([])
  expect(await messages({ ...group, startTime: NOW + 3, endTime: NOW + 1 })).toEqual([])
})

test('an event that comes between two pages is on the second one if it belongs there, and nothing is told twice', async () => {
  const { store, ask } = logs()
  store.put('/aws/lambda/f', 's', numbered(4))
  const first = await ask<Page>('FilterLogEvents', { ...group, limit: 2 })
  store.put('/aws/lambda/f', 's', [
    { timestamp: NOW, message: 'too late for this walk' },
    { timestamp: NOW + 2, message: 'in time' },
  ])
  const second = await ask<Page>('FilterLogEvents', { ...group, nextToken: first.nextToken })
  expect(first.events.map(({ message }) => message)).toEqual(['line 0', 'line 1'])
  expect(second.events.map(({ message }) => message)).toEqual(['line 2', 'in time', 'line 3'])
  expect(second.nextToken).toBeUndefined()
})

test('pages of any size, either way, together hold every event once', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat(30), { maxLength: 40 }),
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 9 }),
      fc.boolean(),
      async (offsets, limit, scan, startFromHead) => {
        const { store, pages } = logs({ limits: { scan } })
        for (const [i, offset] of offsets.entries())
          store.put('/aws/lambda/f', 's', [{ timestamp: NOW + offset, message: `${i}` }])
        store.ensureGroup('/aws/lambda/f', { createdAt: NOW })
        const got = await pages({ ...group, limit, startFromHead, startTime: NOW, endTime: NOW + 30 })
        const ids = got.flatMap(({ events }) => events.map(({ eventId }) => eventId))
        const sorted = ids.toSorted()
        expect(ids).toEqual(startFromHead ? sorted : sorted.reverse())
        expect(new Set(ids).size).toBe(offsets.length)
        expect(Math.max(0, ...got.map(({ events }) => events.length))).toBeLessThanOrEqual(limit)
      },
    ),
  )
})

test('a page ends at 10,000 events, or at 1 MB, and an event that is larger than a page is a page', async () => {
  const { store, pages } = logs()
  store.put('/many', 's', numbered(10_001))
  store.put(
    '/big',
    's',
    Array.from({ length: 10 }, (_, i) => ({ timestamp: NOW + i, message: 'x'.repeat(400_000) })),
  )
  store.put('/huge', 's', [{ timestamp: NOW, message: 'x'.repeat(2_000_000) }])
  const sizes = async (logGroupName: string) => (await pages({ logGroupName })).map(({ events }) => events.length)
  expect(await sizes('/many')).toEqual([10_000, 1])
  expect(await sizes('/big')).toEqual([2, 2, 2, 2, 2])
  expect(await sizes('/huge')).toEqual([1])
})

test('a call looks at so many events only: pages without events, with a token', async () => {
  const { store, pages } = logs({ limits: { scan: 10 } })
  store.put('/aws/lambda/f', 's', numbered(35))
  const got = await pages({ ...group, filterPattern: '"line 34"' })
  expect(got.map(({ events }) => events.length)).toEqual([0, 0, 0, 1])
})

describe('streams', () => {
  const two = () => {
    const made = logs()
    made.store.put('/g', '2026/11/24/[$LATEST]a', [{ timestamp: 1, message: 'a' }])
    made.store.put('/g', '2026/11/24/[7]b', [{ timestamp: 2, message: 'b' }])
    return made
  }
  test('by name, by prefix, never both', async () => {
    const { messages } = two()
    expect(await messages({ logGroupName: '/g', logStreamNames: ['2026/11/24/[7]b', 'none'] })).toEqual(['b'])
    expect(await messages({ logGroupName: '/g', logStreamNamePrefix: '2026/11/24/[$' })).toEqual(['a'])
    await expect(
      messages({ logGroupName: '/g', logStreamNames: ['x'], logStreamNamePrefix: 'y' }),
    ).rejects.toMatchObject({
      code: 'InvalidParameterException',
    })
  })
})

test('the group by name, by identifier, by ARN', async () => {
  const { store, messages } = logs()
  store.put('/aws/lambda/f', 's', numbered(1))
  for (const logGroupIdentifier of ['/aws/lambda/f', 'arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/f'])
    expect(await messages({ logGroupIdentifier })).toEqual(['line 0'])
})

test('the answer has AWS’s shape', async () => {
  const { store, ask } = logs()
  store.put('/aws/lambda/f', 's', [{ timestamp: NOW, message: 'm\n', ingestionTime: NOW + 5 }])
  expect(await ask('FilterLogEvents', { ...group, interleaved: true })).toEqual({
    events: [
      {
        logStreamName: 's',
        timestamp: NOW,
        message: 'm\n',
        ingestionTime: NOW + 5,
        eventId: expect.stringMatching(/^\d{56}$/),
      },
    ],
    searchedLogStreams: [],
  })
})

test.each<[name: string, input: Record<string, unknown>, code: string, message?: string]>([
  ['no such group', { logGroupName: '/none' }, 'ResourceNotFoundException', 'The specified log group does not exist.'],
  ['name and identifier', { ...group, logGroupIdentifier: 'x' }, 'InvalidParameterException'],
  ['neither', {}, 'InvalidParameterException'],
  ['an ARN with a star', { logGroupIdentifier: 'arn:aws:logs:r:1:log-group:/g:*' }, 'InvalidParameterException'],
  ['a bad pattern', { ...group, filterPattern: '{ $.a' }, 'InvalidParameterException', 'Invalid filter pattern'],
  ['a long pattern', { ...group, filterPattern: 'x'.repeat(1025) }, 'InvalidParameterException'],
  ['a limit of 0', { ...group, limit: 0 }, 'InvalidParameterException'],
  ['a limit of 10,001', { ...group, limit: 10_001 }, 'InvalidParameterException'],
  ['a negative time', { ...group, startTime: -1 }, 'InvalidParameterException'],
  [
    'a made-up token',
    { ...group, nextToken: 'abc' },
    'InvalidParameterException',
    'The specified nextToken is invalid.',
  ],
  ['backwards before 2024', { ...group, startFromHead: false, startTime: 1 }, 'InvalidParameterException'],
  ['a number for a name', { logGroupName: 7 }, 'SerializationException'],
])('%s', async (_name, input, code, message) => {
  const { store, ask } = logs()
  store.put('/aws/lambda/f', 's', numbered(1))
  await expect(ask('FilterLogEvents', input)).rejects.toMatchObject({ code, ...(message && { message }) })
})

test('a token is good for its own group, and for 24 hours', async () => {
  const { store, clock, ask } = logs()
  store.put('/aws/lambda/f', 's', numbered(3))
  store.put('/other', 's', numbered(3))
  const { nextToken } = await ask<Page>('FilterLogEvents', { ...group, limit: 1 })
  await expect(ask('FilterLogEvents', { logGroupName: '/other', nextToken })).rejects.toMatchObject({
    message: 'The specified nextToken is invalid.',
  })
  clock.now += DAY - HOUR
  expect((await ask<Page>('FilterLogEvents', { ...group, nextToken })).events).toHaveLength(2)
  clock.now += 2 * HOUR
  await expect(ask('FilterLogEvents', { ...group, nextToken })).rejects.toMatchObject({
    code: 'InvalidParameterException',
  })
})
