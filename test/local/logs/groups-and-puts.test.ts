import { describe, expect, test } from 'vitest'
import { DAY, HOUR, logs, MINUTE, NOW } from './support.ts'

const where = { logGroupName: '/g', logStreamName: 's' }
const ready = async (retentionInDays?: number) => {
  const made = logs()
  made.store.ensureGroup('/g', { createdAt: NOW, ...(retentionInDays && { retentionInDays }) })
  await made.ask('CreateLogStream', where)
  const put = (logEvents: readonly unknown[]) =>
    made.ask<{ rejectedLogEventsInfo?: unknown }>('PutLogEvents', { ...where, logEvents })
  return { ...made, put }
}
const at = (offset: number, message = 'm') => ({ timestamp: NOW + offset, message })

describe('PutLogEvents', () => {
  test('keeps the message byte for byte and takes the clock as ingestion time', async () => {
    const { put, ask } = await ready()
    const message = 'é\u0000\u001b[31m\ttab\r\n  {"a":"\\u2028"} \ud83d\ude00\n'
    expect(await put([at(-5, message)])).toEqual({ nextSequenceToken: expect.stringMatching(/^\d{56}$/) })
    expect(await ask('FilterLogEvents', { logGroupName: '/g' })).toMatchObject({
      events: [{ message, timestamp: NOW - 5, ingestionTime: NOW }],
    })
  })

  test('leaves out what is too old, expired or too new, and says which', async () => {
    const { put, messages } = await ready(7)
    const events = [
      at(-15 * DAY, 'old'),
      at(-8 * DAY, 'expired'),
      at(-MINUTE, 'good'),
      at(2 * HOUR, 'edge'),
      at(2 * HOUR + 1, 'new'),
    ]
    expect(await put(events)).toMatchObject({
      rejectedLogEventsInfo: { tooOldLogEventEndIndex: 1, expiredLogEventEndIndex: 2, tooNewLogEventStartIndex: 4 },
    })
    expect(await messages({ logGroupName: '/g' })).toEqual(['good', 'edge'])
  })

  test('takes a batch in any order', async () => {
    const { put, messages } = await ready()
    expect(await put([at(2, 'c'), at(0, 'a'), at(1, 'b')])).not.toHaveProperty('rejectedLogEventsInfo')
    expect(await messages({ logGroupName: '/g' })).toEqual(['a', 'b', 'c'])
  })

  test.each<[name: string, events: readonly unknown[], message: RegExp]>([
    ['none', [], /logEvents/],
    ['10,001', Array.from({ length: 10_001 }, () => at(0)), /less than or equal to 10000/],
    ['over 24 hours apart', [at(-DAY - 1), at(0)], /cannot span more than 24 hours/],
    [
      'over 1 MiB together',
      [at(0, 'x'.repeat(600_000)), at(0, 'x'.repeat(600_000))],
      /^Upload too large: 1200052 bytes/,
    ],
    ['over 1 MiB in one', [at(0, 'é'.repeat(600_000))], /^Log event too large: 1200000 bytes/],
    ['an empty message', [at(0, '')], /message/],
    ['no time', [{ message: 'm' }], /timestamp/],
  ])('refuses %s', async (_name, events, message) => {
    const { put, messages } = await ready()
    await expect(put(events)).rejects.toMatchObject({
      code: 'InvalidParameterException',
      message: expect.stringMatching(message),
    })
    expect(await messages({ logGroupName: '/g' })).toEqual([])
  })

  test('a missing group or stream', async () => {
    const { ask } = await ready()
    const logEvents = [at(0)]
    await expect(ask('PutLogEvents', { ...where, logGroupName: '/none', logEvents })).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      message: 'The specified log group does not exist.',
    })
    await expect(ask('PutLogEvents', { ...where, logStreamName: 'none', logEvents })).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      message: 'The specified log stream does not exist.',
    })
  })
})

test('making and deleting', async () => {
  const { ask } = logs()
  await ask('CreateLogGroup', { logGroupName: '/g' })
  await expect(ask('CreateLogGroup', { logGroupName: '/g' })).rejects.toMatchObject({
    code: 'ResourceAlreadyExistsException',
  })
  await ask('CreateLogStream', where)
  await expect(ask('CreateLogStream', where)).rejects.toMatchObject({ code: 'ResourceAlreadyExistsException' })
  await expect(ask('CreateLogStream', { ...where, logStreamName: 'a:b' })).rejects.toMatchObject({
    code: 'InvalidParameterException',
  })
  await ask('DeleteLogGroup', { logGroupName: '/g' })
  await expect(ask('DeleteLogGroup', { logGroupName: '/g' })).rejects.toMatchObject({
    code: 'ResourceNotFoundException',
  })
  await expect(ask('CreateLogGroup', { logGroupName: 'no spaces' })).rejects.toMatchObject({
    code: 'InvalidParameterException',
  })
})

interface Listing {
  readonly logGroups?: readonly { logGroupName: string }[]
  readonly logStreams?: readonly { logStreamName: string }[]
  readonly nextToken?: string
}

const walk = async (
  ask: ReturnType<typeof logs>['ask'],
  operation: string,
  input: Record<string, unknown>,
): Promise<string[][]> => {
  const pages: string[][] = []
  let nextToken: string | undefined
  do {
    const page = await ask<Listing>(operation, { ...input, ...(nextToken && { nextToken }) })
    pages.push([
      ...(page.logGroups ?? []).map((one) => one.logGroupName),
      ...(page.logStreams ?? []).map((one) => one.logStreamName),
    ])
    nextToken = page.nextToken
  } while (nextToken !== undefined)
  return pages
}

describe('DescribeLogGroups', () => {
  const many = () => {
    const made = logs({ account: '999999999999' })
    for (const name of ['/aws/lambda/b', '/aws/lambda/a', '/other', '/aws/api/a'])
      made.store.ensureGroup(name, { createdAt: NOW })
    return made
  }
  test.each<[input: Record<string, unknown>, pages: string[][]]>([
    [{}, [['/aws/api/a', '/aws/lambda/a', '/aws/lambda/b', '/other']]],
    [{ limit: 3 }, [['/aws/api/a', '/aws/lambda/a', '/aws/lambda/b'], ['/other']]],
    [
      { limit: 2 },
      [
        ['/aws/api/a', '/aws/lambda/a'],
        ['/aws/lambda/b', '/other'],
      ],
    ],
    [{ logGroupNamePrefix: '/aws/lambda', limit: 1 }, [['/aws/lambda/a'], ['/aws/lambda/b']]],
    [{ logGroupNamePattern: 'da/' }, [['/aws/lambda/a', '/aws/lambda/b']]],
    [{ logGroupNamePattern: 'DA/' }, [[]]],
  ])('%j', async (input, pages) => {
    const { ask } = many()
    expect(await walk(ask, 'DescribeLogGroups', input)).toEqual(pages)
  })

  test('tells what a group is', async () => {
    const { store, ask } = many()
    store.ensureGroup('/x', { createdAt: 7, retentionInDays: 14, logGroupClass: 'INFREQUENT_ACCESS' })
    store.put('/x', 's', [{ timestamp: 1, message: 'four' }])
    const arn = 'arn:aws:logs:eu-west-1:999999999999:log-group:/x'
    const brief = { logGroupName: '/x', creationTime: 7, arn: `${arn}:*` }
    expect(await ask('DescribeLogGroups', { logGroupNamePrefix: '/x' })).toEqual({
      logGroups: [
        {
          ...brief,
          retentionInDays: 14,
          metricFilterCount: 0,
          storedBytes: 30,
          logGroupClass: 'INFREQUENT_ACCESS',
          logGroupArn: arn,
        },
      ],
    })
    expect(await ask('DescribeLogGroups', { logGroupNamePattern: '/x' })).toEqual({ logGroups: [brief] })
  })

  test('a prefix and a pattern', async () => {
    await expect(
      many().ask('DescribeLogGroups', { logGroupNamePrefix: 'a', logGroupNamePattern: 'b' }),
    ).rejects.toMatchObject({
      code: 'InvalidParameterException',
    })
  })
})

describe('DescribeLogStreams', () => {
  const many = () => {
    const made = logs()
    made.store.put('/g', 'b', [{ timestamp: 30, message: 'm' }])
    made.store.put('/g', 'a', [
      { timestamp: 20, message: 'm', ingestionTime: 25 },
      { timestamp: 10, message: 'm', ingestionTime: 15 },
    ])
    made.store.put('/g', 'c', [{ timestamp: 5, message: 'm' }])
    return made
  }
  test.each<[input: Record<string, unknown>, pages: string[][]]>([
    [{}, [['a', 'b', 'c']]],
    [{ descending: true, limit: 2 }, [['c', 'b'], ['a']]],
    [{ orderBy: 'LastEventTime', limit: 1 }, [['c'], ['a'], ['b']]],
    [{ orderBy: 'LastEventTime', descending: true }, [['b', 'a', 'c']]],
    [{ logStreamNamePrefix: 'b' }, [['b']]],
  ])('%j', async (input, pages) => {
    const { ask } = many()
    expect(await walk(ask, 'DescribeLogStreams', { logGroupName: '/g', ...input })).toEqual(pages)
  })

  test('tells what a stream holds', async () => {
    expect(await many().ask('DescribeLogStreams', { logGroupName: '/g', logStreamNamePrefix: 'a' })).toEqual({
      logStreams: [
        {
          logStreamName: 'a',
          creationTime: 10,
          firstEventTimestamp: 10,
          lastEventTimestamp: 20,
          lastIngestionTime: 25,
          arn: 'arn:aws:logs:eu-west-1:123456789012:log-group:/g:log-stream:a',
          storedBytes: 0,
        },
      ],
    })
  })

  test('a prefix with the order of time', async () => {
    await expect(
      many().ask('DescribeLogStreams', { logGroupName: '/g', orderBy: 'LastEventTime', logStreamNamePrefix: 'a' }),
    ).rejects.toMatchObject({ code: 'InvalidParameterException' })
  })
})
