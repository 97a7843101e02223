import nock from 'nock'
import { afterEach, describe, expect, it } from 'vitest'
import { insights } from '../../../src/services/logs/insights.ts'
import { groupsNamed, malformedAt } from '../../../src/services/logs/insights-problems.ts'
import { malformed } from '../../../src/usecases/query/malformed.ts'
import { doorSession } from '../../support/aws-door.ts'

interface Call {
  readonly target: string
  readonly body: Record<string, unknown>
}
type Reply = { readonly status?: number; readonly body: unknown }

/** Stands for CloudWatch Logs at AWS's own address; answers in turn, the last one for ever. */
const door = (...replies: readonly Reply[]): Call[] => {
  const calls: Call[] = []
  nock('https://logs.us-east-1.amazonaws.com')
    .persist()
    .post('/')
    .reply(async (request: Request) => {
      const target = request.headers.get('x-amz-target')?.replace('Logs_20140328.', '') ?? ''
      calls.push({ target, body: (await request.json()) as Record<string, unknown> })
      const { status = 200, body } = replies[Math.min(calls.length, replies.length) - 1]!
      return [status, JSON.stringify(body), { 'content-type': 'application/x-amz-json-1.1' }]
    })
  return calls
}

const refusal = (name: string, message: string, more = {}): Reply => ({
  status: 400,
  body: { __type: name, message, ...more },
})

afterEach(() => nock.cleanAll())

const asked = { groups: ['/a', '/b'], from: 1_790_000_000, to: 1_790_000_600, query: 'fields @message', limit: 10_000 }
const open = async () => insights(await doorSession())

describe('StartQuery', () => {
  it('asks in seconds, by names', async () => {
    const calls = door({ body: { queryId: 'q-1' } })
    expect(await (await open()).start(asked)).toBe('q-1')
    expect(calls).toEqual([
      {
        target: 'StartQuery',
        body: {
          logGroupNames: ['/a', '/b'],
          startTime: 1_790_000_000,
          endTime: 1_790_000_600,
          queryString: 'fields @message',
          limit: 10_000,
        },
      },
    ])
  })

  it('asks by identifiers where one is an ARN, without its asterisk, and by nothing for a SOURCE', async () => {
    const calls = door({ body: { queryId: 'q' } })
    const logs = await open()
    await logs.start({ ...asked, groups: ['arn:aws:logs:us-east-1:123456789012:log-group:/a:*', '/b'] })
    await logs.start({ ...asked, groups: [] })
    expect(calls[0]?.body['logGroupIdentifiers']).toEqual(['arn:aws:logs:us-east-1:123456789012:log-group:/a', '/b'])
    expect(Object.keys(calls[1]!.body)).toEqual(['startTime', 'endTime', 'queryString', 'limit'])
  })

  it('tells what is malformed, and where', async () => {
    const compile = {
      location: { startCharOffset: 20, endCharOffset: 25 },
      message: 'unexpected symbol found fliter at line 1 and position 21',
    }
    door(refusal('MalformedQueryException', 'unexpected symbol', { queryCompileError: compile }))
    const error = await (await open()).start(asked).catch((problem: unknown) => problem)
    expect(error).toMatchObject({ code: 'MalformedQuery', exit: 2 })
    expect(malformedAt(error as never)).toEqual({ start: 20, end: 25 })
    // Twelve characters of ours stood before the person's query.
    const told = malformed(error as never, 'stats x\n| fliter y', 10)
    expect(told.message).toBe('CloudWatch does not understand the query: unexpected symbol found fliter')
    expect(told.hint).toBe('| fliter y\n  ^^^^^^')
  })

  it('tells a malformed query whose place is not told', async () => {
    door(refusal('MalformedQueryException', 'bad query'))
    const error = await (await open()).start(asked).catch((problem: unknown) => problem)
    const told = malformed(error as never, 'x', 0)
    expect([told.hint, told.message]).toEqual([null, 'CloudWatch does not understand the query: bad query'])
  })

  it('tells when the account has no query free', async () => {
    door(refusal('LimitExceededException', 'Account maximum query concurrency limit of [100] reached.'))
    await expect((await open()).start(asked)).rejects.toMatchObject({ code: 'QueryLimit', exit: 3 })
  })

  it('tells which log group is not there', async () => {
    door(
      refusal('ResourceNotFoundException', "Log group '/aws/lambda/a-b' does not exist for account ID '123456789012'"),
    )
    const error = await (await open()).start(asked).catch((problem: unknown) => problem)
    expect(error).toMatchObject({ code: 'LogGroupMissing', exit: 2 })
    expect(groupsNamed(error as never, ['/aws/lambda/a', '/aws/lambda/a-b', '/b'])).toEqual(['/aws/lambda/a-b'])
  })

  it('names the action that is denied', async () => {
    door(refusal('AccessDeniedException', 'User: x is not authorized to perform: logs:StartQuery on resource: *'))
    await expect((await open()).start(asked)).rejects.toMatchObject({ code: 'AccessDenied', action: 'logs:StartQuery' })
  })
})

describe('GetQueryResults', () => {
  it.each(['Scheduled', 'Running', 'Complete', 'Failed', 'Cancelled', 'Timeout', 'Unknown'])(
    'reads %s',
    async (status) => {
      door({
        body: {
          status,
          results: [
            [
              { field: '@message', value: 'a' },
              { field: '__proto__', value: 'b' },
            ],
            [{ field: 'only a name' }],
          ],
          statistics: { bytesScanned: 1024.0, recordsMatched: 2, recordsScanned: 9 },
          nextToken: 'more',
        },
      })
      expect(await (await open()).read('q', {})).toEqual({
        status,
        rows: [
          new Map([
            ['@message', 'a'],
            ['__proto__', 'b'],
          ]),
          new Map(),
        ],
        statistics: { bytesScanned: 1024, recordsMatched: 2, recordsScanned: 9 },
        next: 'more',
      })
    },
  )

  it('takes an answer that says nothing for nothing, and hands on what is asked', async () => {
    const calls = door({ body: {} })
    const page = await (await open()).read('q', { next: 't', most: 1 })
    expect(page).toEqual({
      status: 'Unknown',
      rows: [],
      statistics: { bytesScanned: 0, recordsMatched: 0, recordsScanned: 0 },
      next: null,
    })
    expect(calls[0]?.body).toEqual({ queryId: 'q', nextToken: 't', maxItems: 1 })
  })

  it('does not take a query that is gone for a log group', async () => {
    door(refusal('ResourceNotFoundException', 'The specified query does not exist.'))
    await expect((await open()).read('q', {})).rejects.toMatchObject({ code: 'NotFound' })
  })
})

describe('StopQuery', () => {
  it('does not mind a query that has ended already', async () => {
    const calls = door(refusal('InvalidParameterException', 'Query is not in Running or Scheduled status'))
    await (await open()).stop('q')
    expect(calls).toEqual([{ target: 'StopQuery', body: { queryId: 'q' } }])
  })
  it('minds everything else', async () => {
    door(refusal('AccessDeniedException', 'not authorized to perform: logs:StopQuery'))
    await expect((await open()).stop('q')).rejects.toMatchObject({ action: 'logs:StopQuery' })
  })
})

it('looks up which log groups are not there', async () => {
  const calls = door(
    { body: { logGroups: [{ logGroupName: '/a' }] } },
    { body: { logGroups: [{ logGroupName: '/b-too' }] } },
  )
  expect(await (await open()).missing(['/a', '/b', 'arn:aws:logs:x'])).toEqual(['/b'])
  expect(calls.map(({ body }) => body)).toEqual([
    { logGroupNamePrefix: '/a', limit: 1 },
    { logGroupNamePrefix: '/b', limit: 1 },
  ])
})
