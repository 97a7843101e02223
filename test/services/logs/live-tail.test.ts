import { readFileSync } from 'node:fs'
import * as http from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import { afterEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../../src/aws/clock.ts'
import { createSession, type Session } from '../../../src/aws/session.ts'
import { parseFault } from '../../../src/local/fault-words.ts'
import { type RunningCloud, startCloud } from '../../../src/local/start.ts'
import { filterLogEvents, pageTrouble } from '../../../src/services/logs/filter-log-events.ts'
import { type LiveItem, liveTail } from '../../../src/services/logs/live-tail.ts'
import { noFigures } from '../../../src/usecases/tail/figures.ts'
import { type TailNote, tail } from '../../../src/usecases/tail/tail.ts'
import { cloudSession } from '../../support/cloud-session.ts'
import { fixtures } from '../../support/fixtures.ts'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

const open = async (limits: { sessionMs?: number; sessions?: number } = {}) => {
  const cloud = await startCloud({ sample: false, liveTail: limits })
  closers.push(() => cloud.close())
  const client = new CloudWatchLogsClient({
    endpoint: cloud.endpoint,
    region: cloud.region,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  })
  closers.push(() => client.destroy())
  const create = async (logGroupName: string, logGroupClass: 'STANDARD' | 'INFREQUENT_ACCESS' = 'STANDARD') => {
    await client.send(new CreateLogGroupCommand({ logGroupName, logGroupClass }))
    await client.send(new CreateLogStreamCommand({ logGroupName, logStreamName: 's' }))
  }
  const put = (logGroupName: string, ...messages: string[]) => {
    const logEvents = messages.map((message) => ({ timestamp: Date.now(), message }))
    return client.send(new PutLogEventsCommand({ logGroupName, logStreamName: 's', logEvents }))
  }
  return { cloud, session: await cloudSession(cloud), create, put }
}

const stop = () => {
  const stopping = new AbortController()
  closers.push(() => stopping.abort())
  return stopping
}

/** What a session tells, up to and with the first item that is wanted. */
const until = async (
  session: Session,
  groups: readonly string[],
  wanted: (item: LiveItem) => boolean,
  onStart: () => unknown = () => {},
) => {
  const items: LiveItem[] = []
  for await (const item of liveTail(session, { groups, filter: null }, stop().signal)) {
    items.push(item)
    if (item.kind === 'start') await onStart()
    if (wanted(item)) break
  }
  return items
}

const arnOf = ({ account, region }: RunningCloud, group: string) =>
  `arn:aws:logs:${region}:${account}:log-group:${group}:*`

describe('a Live Tail session', () => {
  it('tells of groups by name and by ARN what comes in, as the tail knows events', async () => {
    const { cloud, session, create, put } = await open()
    await create('/a')
    await create('/b')
    const before = Date.now()
    const groups = ['/a', arnOf(cloud, '/b')]
    const items = await until(
      session,
      groups,
      (item) => item.kind === 'update' && item.events.length > 0,
      () => Promise.all([put('/a', 'one\n'), put('/b', 'two')]),
    )
    expect(items[0]).toEqual({ kind: 'start' })
    const { events, sampled } = items.at(-1) as Extract<LiveItem, { kind: 'update' }>
    expect(sampled).toBe(false)
    expect(events.toSorted((a, b) => a.message.localeCompare(b.message))).toEqual(
      [groups[0]!, groups[1]!].map((group, n) => ({
        id: null,
        at: expect.any(Number),
        ingestedAt: expect.any(Number),
        group,
        stream: 's',
        message: ['one\n', 'two'][n],
      })),
    )
    for (const { at, ingestedAt } of events) {
      expect(at).toBeGreaterThanOrEqual(before)
      expect(ingestedAt).toBeGreaterThanOrEqual(at)
    }
  })

  it('ends by itself after its time, and is closed when it is left', async () => {
    const { session, create } = await open({ sessionMs: 1000, sessions: 1 })
    await create('/a')
    const left = await until(session, ['/a'], ({ kind }) => kind === 'start')
    expect(left).toEqual([{ kind: 'start' }])
    // There is room for one: the first one must be gone.
    const items = await until(session, ['/a'], ({ kind }) => kind === 'end')
    expect(items.map(({ kind }) => kind)).toContain('start')
    expect(items.at(-1)).toMatchObject({ kind: 'end', why: 'timeout' })
  })

  it.each([
    ['missing', '/nowhere', []],
    ['unsupported', '/rare', []],
    ['limit', '/a', []],
    ['denied', '/a', ['logs.StartLiveTail', 'deny']],
    ['expired', '/a', ['logs.StartLiveTail', 'expire']],
  ] as const)('tells why there is none: %s', async (why, group, fault) => {
    const { cloud, session, create } = await open(why === 'limit' ? { sessions: 0 } : {})
    await create('/a')
    await create('/rare', 'INFREQUENT_ACCESS')
    if (fault.length > 0) cloud.faults.add(parseFault([...fault]))
    const items = await until(session, [group], () => false)
    expect(items).toEqual([{ kind: 'end', why, named: expect.any(Array), error: expect.any(Error) }])
    expect((items[0] as { error: Error }).error.name).toBe('Problem')
  })

  it('names the group that a refusal is about, and not one whose name only begins so', async () => {
    const { session, create } = await open()
    await create('/rare', 'INFREQUENT_ACCESS')
    await create('/rare-not')
    const [end] = await until(session, ['/rare-not', '/nowhere'], () => false)
    expect(end).toMatchObject({ kind: 'end', why: 'missing', named: [] })
  })

  it.each([
    ['status=503', 'interrupted'],
    ['reset', 'interrupted'],
  ])('tells that it was broken (%s)', async (fault, why) => {
    const { cloud, session, create } = await open()
    await create('/a')
    const items = await until(
      session,
      ['/a'],
      ({ kind }) => kind === 'end',
      () => cloud.faults.add(parseFault(['logs.StartLiveTail', fault])),
    )
    expect(items.at(-1)).toMatchObject({ kind: 'end', why })
  })

  it('stops without a word when it is stopped', async () => {
    const { session, create } = await open()
    await create('/a')
    const stopping = stop()
    const items: LiveItem[] = []
    for await (const item of liveTail(session, { groups: ['/a'], filter: null }, stopping.signal)) {
      items.push(item)
      setImmediate(() => stopping.abort(new Error('enough')))
    }
    expect(items).toEqual([{ kind: 'start' }])
  })
})

const recording = fixtures('aws-responses/wire-recordings/cloudwatchlogs_tests_success.json')

interface Recorded {
  readonly events: readonly {
    readonly action: {
      readonly Data?: { readonly direction: string; readonly data: { readonly Base64?: string } }
      readonly Response?: { readonly response: { readonly Ok: { readonly headers: Record<string, string[]> } } }
    }
  }[]
}

it.skipIf(recording === null)('reads a stream that was recorded from AWS', async () => {
  const { events } = JSON.parse(readFileSync(recording!, 'utf8')) as Recorded
  const headers = events.find(({ action }) => action.Response)?.action.Response?.response.Ok.headers ?? {}
  const bytes = Buffer.concat(
    events
      .filter(({ action }) => action.Data?.direction === 'Response')
      .map(({ action }) => Buffer.from(action.Data?.data.Base64 ?? '', 'base64')),
  )
  const server = http.createServer((request, response) => {
    request.resume()
    response.writeHead(200, headers)
    response.end(bytes)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const session = await createSession({
    env: { AWS_REGION: 'us-west-2', AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' },
    endpointUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  })
  const groups = ['arn:aws:logs:us-west-2:123456789123:log-group:/aws/codebuild/x']
  const items = await until(session, groups, () => false)
  expect(items).toEqual([
    { kind: 'update', events: [], sampled: false },
    { kind: 'end', why: 'interrupted', error: expect.any(Error), named: [] },
  ])
})

describe('a tail over it', () => {
  it('has each line once, over the ends of sessions, broken ones and equal lines', { timeout: 30_000 }, async () => {
    const { cloud, session, create, put } = await open({ sessionMs: 2_500 })
    const groups = ['/a', '/b', '/rare', '/missing']
    await create('/a')
    await create('/b')
    await create('/rare', 'INFREQUENT_ACCESS')
    await put('/a', 'history')
    const stopping = stop()
    const notes: TailNote[] = []
    const lines: string[] = []
    const expected = ['history']
    const writing = (async () => {
      for (let n = 0; n < 60; n++) {
        await pause(100)
        const group = n % 3 === 0 ? '/b' : n % 7 === 0 ? '/rare' : '/a'
        const messages = n % 10 === 0 ? [`${n}`, `${n}`] : [`${n}`]
        await put(group, ...messages)
        expected.push(...messages)
        if (n === 35) cloud.faults.add(parseFault(['logs.StartLiveTail', 'reset', '--for', '1s']))
      }
      await pause(3_500)
      stopping.abort(new Error('enough'))
    })()
    const plan = {
      groups,
      from: Date.now() - 60_000,
      to: null,
      filter: null,
      follow: true,
      overlapMs: 60_000,
      reorderMs: 500,
      transport: 'live',
    } as const
    const figures = noFigures()
    const batches = tail(
      plan,
      {
        fetchPage: (request, signal, urgency) => filterLogEvents(session, { ...request, priority: -urgency }, signal),
        trouble: pageTrouble,
        openLive: (asked, filter, signal) => liveTail(session, { groups: asked, filter }, signal),
        clock: systemClock,
        random: Math.random,
        perSecond: null,
        authTimeoutMs: null,
        note: (note) => void notes.push(note),
      },
      figures,
      stopping.signal,
    )
    let told = 0
    for await (const { events } of batches) {
      for (const { message, id } of events) {
        lines.push(message)
        if (id === null) told++
      }
    }
    await writing
    expect(lines.toSorted()).toEqual(expected.toSorted())
    // How many depends on how fast the machine is.
    expect(told).toBeGreaterThan(5)
    expect(figures.liveMinutes).toBeGreaterThanOrEqual(3)
    expect(notes.filter(({ kind }) => kind.startsWith('live'))).toEqual([
      { kind: 'live', sessions: 1, groups: 2 },
      { kind: 'live-off', why: 'unsupported', groups: ['/rare'], error: expect.any(Error) },
    ])
    expect(notes).toContainEqual({ kind: 'missing', group: '/missing' })
  })
})
