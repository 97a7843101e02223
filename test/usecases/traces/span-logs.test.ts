import { describe, expect, it } from 'vitest'
import type { LogSource, RawLogEvent } from '../../../src/domain/log-event.ts'
import { buildTrace } from '../../../src/domain/trace/build.ts'
import type { FilterLogEvents } from '../../../src/services/logs/filter-log-events.ts'
import { spanLogs } from '../../../src/usecases/traces/span-logs.ts'
import { doorSession } from '../../support/aws-door.ts'
import { traceIdOf } from './found.ts'

const id = traceIdOf(1)
const w3c = id.slice(2).replace('-', '')
const request = '8fab6c1e-98a6-4f2a-9d5e-000000000001'
const next = '8fab6c1e-98a6-4f2a-9d5e-000000000002'
const trace = buildTrace(id, [
  {
    format: 'xray',
    id: null,
    document: JSON.stringify({
      id: '00000000000000a1',
      trace_id: id,
      name: 'orders-F',
      start_time: 100,
      end_time: 101,
      origin: 'AWS::Lambda::Function',
      aws: { function_arn: 'arn:aws:lambda:eu-west-1:123456789012:function:orders-F', request_id: request },
      subsegments: [{ id: '00000000000000a2', name: 'wrapGift', start_time: 100.1, end_time: 100.2 }],
    }),
  },
])
const span = trace.roots[0]!.children[0]!

const source = (more: Partial<LogSource> = {}): LogSource => ({
  group: '/aws/lambda/orders-F',
  streamPart: null,
  name: 'F',
  sourceType: 'function',
  logicalId: 'F',
  functionName: 'orders-F',
  stack: 'orders',
  ...more,
})
const event = (at: number, message: string, stream = 's1'): RawLogEvent => ({
  id: `${at} ${stream} ${message}`,
  at,
  ingestedAt: at,
  group: '/aws/lambda/orders-F',
  stream,
  message,
})

const events = [
  event(99_990, `END RequestId: ${next}`),
  event(100_000, `START RequestId: ${request} Version: $LATEST`),
  event(100_000, `END RequestId: ${next}`),
  event(100_050, 'a line that names nothing'),
  event(100_060, 'of another run', 's2'),
  event(100_100, `{"level":"INFO","message":"with the trace","trace_id":"${w3c}"}`),
  event(101_000, `REPORT RequestId: ${request}\tDuration: 1000 ms`),
  event(101_000, `START RequestId: ${next} Version: $LATEST`),
]

/** CloudWatch's patterns, as far as `?"a" ?"b"` goes; a page of three. */
const logs = (asked: FilterLogEvents[]) => async (one: FilterLogEvents) => {
  asked.push(one)
  const terms = one.filter === null ? null : [...one.filter.matchAll(/\?"([^"]*)"/g)].map(([, term]) => term!)
  const found = events.filter(
    ({ at, message }) =>
      at >= one.from && at <= one.to! && (terms === null || terms.some((term) => message.includes(term))),
  )
  const from = Number(one.token ?? 0)
  return { events: found.slice(from, from + 3), next: from + 3 < found.length ? String(from + 3) : null }
}
const read = async (sources: readonly LogSource[], asked: FilterLogEvents[] = []) =>
  spanLogs(trace, span, {
    session: await doorSession(),
    sources,
    signal: new AbortController().signal,
    fetchPage: logs(asked),
  })

describe("a span's log lines", () => {
  it('are all of its run, in order, and of no other', async () => {
    const asked: FilterLogEvents[] = []
    const lines = await read([source({ group: '/other', functionName: 'orders-G' }), source()], asked)
    expect(lines.map(({ message }) => message)).toEqual([1, 3, 5, 6].map((at) => events[at]!.message))
    expect(lines[2]!.parsed).toMatchObject({ level: 'INFO', text: 'with the trace', traceId: id })
    expect(asked[0]).toMatchObject({ group: '/aws/lambda/orders-F', from: 98_000, to: 111_000 })
    expect(asked[0]!.filter).toBe(`?"${request}" ?"${id}" ?"${w3c}"`)
    expect(asked.at(-1)).toMatchObject({ filter: null, from: 100_000, to: 101_000 })
  })

  it('of a group that is shared are those of its own streams', async () => {
    const lines = await read([source({ streamPart: 'orders-F[' })])
    expect(lines).toEqual([])
  })

  it('of a function that is not of the app are a Problem', async () => {
    await expect(read([source({ functionName: 'orders-G' })])).rejects.toMatchObject({ code: 'NoLogs', exit: 2 })
  })
})
