import { describe, expect, it } from 'vitest'
import { createSession } from '../../../src/aws/session.ts'
import type { LogSource, RawLogEvent } from '../../../src/domain/log-event.ts'
import { Problem } from '../../../src/domain/problem.ts'
import type { FilterLogEvents } from '../../../src/services/logs/filter-log-events.ts'
import { requestLog } from '../../../src/usecases/invoke/request-log.ts'
import { VirtualClock } from '../../support/virtual-clock.ts'

const id = '8fab6c1e-6d6c-4b6e-9a40-0e5b1d3e9f11'
const other = '11111111-6d6c-4b6e-9a40-0e5b1d3e9f11'
const at = Date.UTC(2026, 4, 20, 15, 30)
const stream = '2026/05/20/[$LATEST]aa'
const source: LogSource = {
  ...{ group: '/aws/lambda/f', streamPart: null, name: 'F', sourceType: 'function' },
  ...{ logicalId: 'F', functionName: 'f', stack: 'app' },
}
const report = (request: string) =>
  `REPORT RequestId: ${request}\tDuration: 5.00 ms\tBilled Duration: 5 ms\tMemory Size: 128 MB\tMax Memory Used: 60 MB\t\n`

/** What CloudWatch holds, and from which look on. */
const stored = (): (RawLogEvent & { readonly look: number })[] => {
  const events = [
    `START RequestId: ${other} Version: $LATEST\n`,
    report(other),
    `START RequestId: ${id} Version: $LATEST\n`,
    'a line without an id\n',
    ...Array.from({ length: 200 }, (_, n) => `2026-05-20T15:30:00.010Z\t${id}\tINFO\tline ${n}\n`),
    `END RequestId: ${id}\n`,
    report(id),
    `START RequestId: ${other} Version: $LATEST\n`,
  ]
  return events.map((message, n) => ({
    ...{ id: String(n), at: at + 10, ingestedAt: at + 10, group: source.group, stream, message },
    look: message === report(id) ? 3 : 1,
  }))
}

const tail = (): string =>
  stored()
    .map(({ message }) => message)
    .slice(2, -1)
    .join('')
    .slice(-4096)

const door = () => {
  let looks = 0
  const fetchPage = async ({ filter, token, from, to }: FilterLogEvents) => {
    if (filter !== null && token === null) looks++
    const all = stored().filter(
      (event) =>
        event.look <= looks &&
        event.at >= from &&
        (to === null || event.at <= to) &&
        (filter === null || event.message.includes(filter.slice(1, -1))),
    )
    // Pages, an empty one among them.
    const page = Number(token ?? '0')
    return {
      events: page === 1 ? [] : all.slice(page === 0 ? 0 : 100, page === 0 ? 100 : undefined),
      next: page < 2 ? String(page + 1) : null,
    }
  }
  return { fetchPage, looks: () => looks }
}

const logOf = async (more: object = {}) => {
  const clock = new VirtualClock(at)
  const session = await createSession({
    ...{ env: {}, demo: true, endpointUrl: 'http://127.0.0.1:9', region: 'eu-west-1' },
    wire: { clock },
  })
  const { signal } = new AbortController()
  return clock.run(requestLog({ session, source, requestId: id, tail: tail(), from: at, signal, ...more }))
}

describe("a request's log", () => {
  it('is the answer alone where that is all of it: CloudWatch is not asked', async () => {
    const fetchPage = () => Promise.reject(new Error('asked'))
    const short = `START RequestId: ${id} Version: $LATEST\n2026-05-20T15:30:00.010Z\t${id}\tINFO\tone\n  two\nEND RequestId: ${id}\n${report(id)}XRAY TraceId: 1-6b49d2a9-16a5bdd27e45fc9f4a12ddd2\t\n`
    const log = await logOf({ tail: short, fetchPage })
    expect(log.complete).toBe(true)
    expect(log.lines.map(({ parsed: { kind } }) => kind)).toEqual(['start', 'app', 'end', 'report'])
    expect(log.lines[1]!.message).toContain('one\n  two')
    expect(log.lines.map(({ message }) => message).join('')).toBe(short)
  })

  it('is completed from CloudWatch until its REPORT is there, without the lines of its neighbours', async () => {
    const { fetchPage, looks } = door()
    const log = await logOf({ fetchPage })
    expect(log).toMatchObject({ complete: true, incomplete: [] })
    expect(looks()).toBe(3)
    expect(log.lines.map(({ message }) => message)).toEqual(
      stored()
        .slice(2, -1)
        .map(({ message }) => message),
    )
  })

  it('is what the answer brought, and says so, where CloudWatch has it not or may not be read', async () => {
    const nothing = await logOf({ fetchPage: async () => ({ events: [], next: null }) })
    expect(nothing).toMatchObject({
      complete: false,
      incomplete: [{ reason: expect.stringContaining('after 15 s'), action: null }],
    })
    expect(nothing.lines.at(-1)!.parsed.report).toMatchObject({ billedMs: 5 })
    expect(nothing.lines[0]!.message).toMatch(/^2026.*\tline \d+\n$/)
    const denied = new Problem('AccessDenied', 'Not allowed', { action: 'logs:FilterLogEvents' })
    const refused = await logOf({ fetchPage: () => Promise.reject(denied) })
    expect(refused).toMatchObject({ complete: false, incomplete: [{ action: 'logs:FilterLogEvents' }] })
  })
})
