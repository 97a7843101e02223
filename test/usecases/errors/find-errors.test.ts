import { describe, expect, it } from 'vitest'
import { createSession } from '../../../src/aws/session.ts'
import type { Transport } from '../../../src/aws/transport.ts'
import type { LogSource } from '../../../src/domain/log-event.ts'
import { findErrors, type Progress } from '../../../src/usecases/errors/find-errors.ts'
import { jumpingClock } from '../../aws/fake-clock.ts'
import { source } from '../../domain/log/event.ts'

const HOUR = 3_600_000

interface Stored {
  readonly at: number
  readonly stream: string
  readonly message: string
}

/** An invocation that failed with its error, `hours` from now. */
const failed = (now: number, hours: number, message: string, nth: number): Stored[] => {
  const id = `8fab6c1e-98a6-4f2a-9d5e-${String(nth).padStart(12, '0')}`
  const thrown = {
    errorType: 'Error',
    errorMessage: message,
    stack: [`Error: ${message}`, '    at pack (/var/task/a.ts:4:1)'],
  }
  const lines = [
    `START RequestId: ${id} Version: $LATEST\n`,
    `x\t${id}\tINFO\tpacking`,
    `2026-11-24T12:00:00.000Z\t${id}\tERROR\tInvoke Error \t${JSON.stringify(thrown)}\n`,
    `END RequestId: ${id}\n`,
    `REPORT RequestId: ${id}\tDuration: 3.00 ms\tBilled Duration: 3 ms\tMemory Size: 128 MB\tMax Memory Used: 91 MB\tStatus: error\tError Type: Error\n`,
  ]
  return lines.map((line, n) => ({ at: now + hours * HOUR + n, stream: `s${nth}`, message: line }))
}

/** CloudWatch Logs with these groups; a name with `denied` may not be read. Pages hold 4 events. */
const logs =
  (groups: Readonly<Record<string, readonly Stored[]>>, asked: Record<string, unknown>[]): Transport =>
  async (request) => {
    const { logGroupName: name, startTime, endTime = Number.POSITIVE_INFINITY, nextToken } = JSON.parse(request.body)
    asked.push(JSON.parse(request.body))
    const answer = (status: number, body: unknown) => ({
      status,
      headers: { 'x-amzn-requestid': 'r' },
      body: JSON.stringify(body),
    })
    if (name.includes('denied')) {
      return answer(400, {
        __type: 'AccessDeniedException',
        message: `User: arn:aws:iam::123456789012:user/ann is not authorized to perform: logs:FilterLogEvents on resource: ${name} because no identity-based policy allows the logs:FilterLogEvents action`,
      })
    }
    const stored = groups[name]
    if (stored === undefined)
      return answer(400, { __type: 'ResourceNotFoundException', message: 'The specified log group does not exist.' })
    const found = stored.filter(({ at }) => at >= startTime && at <= endTime).toSorted((a, b) => a.at - b.at)
    const from = Number(nextToken ?? 0)
    const page = found.slice(from, from + 4).map(({ at, stream, message }, n) => ({
      eventId: `${name}${at}${stream}${from + n}`,
      timestamp: at,
      ingestionTime: at,
      logStreamName: stream,
      message,
    }))
    return answer(200, { events: page, ...(from + 4 < found.length ? { nextToken: String(from + 4) } : {}) })
  }

const run = async (
  make: (now: number) => Readonly<Record<string, readonly Stored[]>>,
  {
    names,
    deploy = -1,
    from = -1,
  }: { readonly names: readonly string[]; readonly deploy?: number | null; readonly from?: number },
) => {
  const clock = jumpingClock()
  const now = clock.now()
  const asked: Record<string, unknown>[] = []
  const session = await createSession({
    env: { AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'AKID', AWS_SECRET_ACCESS_KEY: 'secret' },
    now: clock.now,
    wire: { clock, random: () => 0.5, transport: logs(make(now), asked) },
  })
  const progress: Progress[] = []
  const sources = names.map((name): LogSource => source(name, { group: `/aws/lambda/${name}` }))
  const found = await findErrors({
    session,
    sources,
    functions: [],
    window: { from: now + from * HOUR, to: now },
    deploy: deploy === null ? null : { at: now + deploy * HOUR, what: 'orders UPDATE_COMPLETE' },
    authTimeoutMs: 0,
    note: () => {},
    progress: (at) => progress.push(at),
    signal: new AbortController().signal,
  })
  return { ...found, asked, progress, now }
}

describe('the failures of functions', () => {
  it('are found in all their lines, grouped and judged', async () => {
    const { report, figures, asked, progress, incomplete } = await run(
      (now) => ({
        '/aws/lambda/A': [
          ...failed(now, -0.5, 'order 12 is gone', 1),
          ...failed(now, -0.4, 'order 13 is gone', 2),
          ...failed(now, -1.5, 'order 9 is gone', 3),
        ],
        '/aws/lambda/B': failed(now, -0.2, 'no box', 4),
      }),
      { names: ['A', 'B'] },
    )
    expect(
      report.groups.map(({ signature, count, isNew, functions }) => [
        signature,
        count,
        isNew,
        functions.map(({ source: name }) => name),
      ]),
    ).toEqual([
      ['Error: no box at pack (a.ts)', 1, true, ['B']],
      ['Error: order <*> is gone at pack (a.ts)', 2, false, ['A']],
    ])
    expect(report).toMatchObject({ events: 15, functions: 2, other: 0, comparison: { kind: 'read', events: 5 } })
    expect([figures.events, figures.gaps, incomplete]).toEqual([15, [], []])
    expect(asked.every(({ filterPattern }) => filterPattern === undefined)).toBe(true)
    expect(progress.map(({ part }) => part)).toContain('before')
  })

  it('are judged by the functions in question alone', async () => {
    const { asked, report } = await run(
      (now) => ({ '/aws/lambda/A': [], '/aws/lambda/B': failed(now, -0.2, 'no box', 4) }),
      { names: ['A', 'B'] },
    )
    const before = asked.slice(3)
    expect(before.map(({ logGroupName }) => logGroupName)).toEqual(['/aws/lambda/B'])
    expect(report.groups).toMatchObject([{ isNew: true, newIn: ['B'] }])
  })

  it('are told where one group may not be read, and what was denied', async () => {
    const { report, figures, incomplete } = await run((now) => ({ '/aws/lambda/A': failed(now, -0.2, 'no box', 1) }), {
      names: ['A', 'denied'],
    })
    expect(report.groups).toHaveLength(1)
    expect(figures.gaps).toMatchObject([{ logGroup: '/aws/lambda/denied' }])
    expect(incomplete).toMatchObject([
      { what: 'log group /aws/lambda/denied', operation: 'logs:FilterLogEvents', action: 'logs:FilterLogEvents' },
    ])
  })

  it('can not be told where no group may be read', async () => {
    await expect(run(() => ({}), { names: ['denied'] })).rejects.toMatchObject({
      name: 'Problem',
      exit: 3,
      action: 'logs:FilterLogEvents',
    })
  })

  it('are none in a group that is not there yet', async () => {
    const { report, missing, incomplete } = await run(() => ({}), { names: ['A'] })
    expect([report.groups, report.events, missing, incomplete]).toEqual([[], 0, ['/aws/lambda/A'], []])
  })

  it('are not judged without a deploy', async () => {
    const { report, asked } = await run((now) => ({ '/aws/lambda/A': failed(now, -0.2, 'no box', 1) }), {
      names: ['A'],
      deploy: null,
    })
    expect(report).toMatchObject({ comparison: { kind: 'unknown' }, groups: [{ isNew: null, newIn: [] }] })
    expect(asked.every(({ startTime }) => (startTime as number) > 0)).toBe(true)
  })

  it('of many kinds are counted, and kept as far as that goes', async () => {
    const word = (n: number) => [...String(n)].map((digit) => 'abcdefghij'[Number(digit)]).join('')
    const { report, incomplete } = await run(
      (now) => ({
        '/aws/lambda/A': Array.from({ length: 1003 }, (_, n) =>
          failed(now, -0.9 + n / 2000, `no ${word(n)}`, n),
        ).flat(),
      }),
      { names: ['A'], deploy: null },
    )
    expect([report.groups.length, report.other]).toEqual([1000, 3])
    expect(incomplete).toMatchObject([{ what: '3 failures of other kinds' }])
  })
})
