import { describe, expect, it } from 'vitest'
import { createSession } from '../../../src/aws/session.ts'
import type { Transport } from '../../../src/aws/transport.ts'
import { findRequest } from '../../../src/usecases/why/find-request.ts'
import { jumpingClock } from '../../aws/fake-clock.ts'
import { source } from '../../domain/log/event.ts'
import { requestId, runMessages } from './lines.ts'

const MINUTE = 60_000

interface Asked {
  readonly logGroupName: string
  readonly startTime: number
  readonly endTime: number
  readonly filterPattern?: string
}

interface Stored {
  readonly at: number
  readonly stream: string
  readonly message: string
}

/** Log groups with these events; a filter is taken as the text between its quotes. */
const logs =
  (groups: Readonly<Record<string, readonly Stored[]>>, asked: Asked[]): Transport =>
  async (request) => {
    const body = JSON.parse(request.body) as Asked
    asked.push(body)
    const answer = (status: number, said: unknown) => ({ status, headers: {}, body: JSON.stringify(said) })
    if (body.logGroupName.endsWith('Denied')) {
      const message = 'User: arn:aws:iam::123456789012:user/ann is not authorized to perform: logs:FilterLogEvents'
      return answer(400, { __type: 'AccessDeniedException', message })
    }
    const word = body.filterPattern?.slice(1, -1)
    const events = (groups[body.logGroupName] ?? [])
      .filter(({ at, message }) => at >= body.startTime && at <= body.endTime && (!word || message.includes(word)))
      .map(({ at, stream, message }, n) => ({
        eventId: `${at}${stream}${n}`,
        timestamp: at,
        ingestionTime: at,
        logStreamName: stream,
        message,
      }))
    return answer(200, { events })
  }

const find = async (
  word: string,
  make: (now: number) => Readonly<Record<string, readonly Stored[]>>,
  names: readonly string[] = ['A', 'B'],
) => {
  const clock = jumpingClock()
  const now = clock.now()
  const asked: Asked[] = []
  const session = await createSession({
    env: { AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'AKID', AWS_SECRET_ACCESS_KEY: 'secret' },
    now: clock.now,
    wire: { clock, random: () => 0.5, transport: logs(make(now), asked) },
  })
  const sources = names.map((name) => source(name, { group: `/aws/lambda/${name}` }))
  const hits = await findRequest({
    ...{ session, sources, word, from: now - 24 * 60 * MINUTE, to: now, authTimeoutMs: 0 },
    note: () => {},
    signal: new AbortController().signal,
  })
  return { ...hits, asked, now }
}

const stored = (nth: number, at: number): readonly Stored[] =>
  runMessages({ nth, at }).map((message, n) => ({ at: at + n, stream: `s${nth}`, message }))

describe('a request in the logs', () => {
  it('is looked for from the newest part backwards, and no further than it is found', async () => {
    const { lines, asked, now, from } = await find(requestId(1), (at) => ({
      '/aws/lambda/A': stored(1, at - 30 * MINUTE),
    }))
    expect(lines.map(({ message }) => message.slice(0, 20))).toEqual([
      'START RequestId: 8fa',
      '2026-11-24T12:00:00.',
      'a line of a library ',
      'END RequestId: 8fab6',
      'REPORT RequestId: 8f',
    ])
    expect(from).toBe(now - 60 * MINUTE)
    expect(Math.min(...asked.map(({ startTime }) => startTime))).toBeGreaterThanOrEqual(now - 60 * MINUTE)
  })

  it('is had whole where a step parts it, without the lines of other requests in its stream', async () => {
    const { lines, found } = await find(requestId(2), (now) => {
      const parted = now - 15 * MINUTE
      const own = stored(2, parted - 2)
      const before = stored(1, parted - 50).map((one) => ({ ...one, stream: 's2' }))
      return { '/aws/lambda/A': [...before, ...own], '/aws/lambda/B': stored(3, parted) }
    })
    expect(lines).toHaveLength(5)
    expect([...found].map(([{ name }, count]) => [name, count])).toEqual([['A', 4]])
  })

  it('is found in no group where it is in none, and the whole window was read', async () => {
    const { lines, asked, now } = await find(requestId(9), (at) => ({ '/aws/lambda/A': stored(1, at - MINUTE) }))
    expect(lines).toEqual([])
    const ofA = asked
      .filter(({ logGroupName }) => logGroupName.endsWith('A'))
      .toSorted((a, b) => b.startTime - a.startTime)
    expect(ofA.at(-1)?.startTime).toBe(now - 24 * 60 * MINUTE)
    for (const [n, { startTime }] of ofA.slice(0, -1).entries()) expect(ofA[n + 1]?.endTime).toBe(startTime - 1)
  })

  it('tells which group may not be read', async () => {
    const { incomplete, lines } = await find(requestId(1), (at) => ({ '/aws/lambda/A': stored(1, at - MINUTE) }), [
      'A',
      'Denied',
    ])
    expect(lines).toHaveLength(5)
    expect(incomplete).toMatchObject([{ what: 'log group /aws/lambda/Denied', action: 'logs:FilterLogEvents' }])
  })
})
