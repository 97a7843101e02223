import { describe, expect, it } from 'vitest'
import { buildTrace } from '../../../src/domain/trace/build.ts'
import type { Trace } from '../../../src/domain/trace/trace.ts'
import { followLinks } from '../../../src/usecases/traces/linked.ts'
import { runsOf, spanOwner } from '../../../src/usecases/traces/span-owner.ts'
import { traceIdOf } from './found.ts'

const trace = (n: number, ...segments: readonly object[]): Trace =>
  buildTrace(
    traceIdOf(n),
    segments.map((one) => ({ format: 'xray', id: null, document: JSON.stringify({ trace_id: traceIdOf(n), ...one }) })),
  )
const link = (n: number, id: string, type: 'parent' | 'child') => ({
  trace_id: traceIdOf(n),
  id,
  attributes: { 'aws.xray.reserved.reference_type': type },
})
const arn = (name: string) => `arn:aws:lambda:eu-west-1:123456789012:function:${name}`
const run = (id: string, name: string, start: number, more: object = {}) => ({
  id,
  name,
  start_time: start,
  end_time: start + 1,
  origin: 'AWS::Lambda::Function',
  aws: { function_arn: arn(name), request_id: `req-${id}` },
  ...more,
})
const queue = 'https://sqs.eu-west-1.amazonaws.com/123456789012/fulfilment'
const send = {
  id: '00000000000000aa',
  name: 'SQS',
  namespace: 'aws',
  start_time: 100.2,
  end_time: 100.4,
  aws: { operation: 'SendMessage', queue_url: queue },
}

const { signal } = new AbortController()
const producer = trace(
  1,
  run('0000000000000001', 'CreateOrder', 100, { subsegments: [send], links: [link(3, '0000000000000003', 'child')] }),
)
const other = trace(
  2,
  run('0000000000000002', 'CreateOrder', 101, { subsegments: [{ ...send, id: '00000000000000bb' }] }),
)
const consumer = trace(
  3,
  run('0000000000000003', 'FulfilOrder', 103, {
    links: [
      link(1, '00000000000000aa', 'parent'),
      link(2, '00000000000000bb', 'parent'),
      link(9, '00000000000000cc', 'parent'),
    ],
  }),
)
const fetching = (asked: (readonly string[])[]) => async (ids: readonly string[]) => {
  asked.push(ids)
  return [producer, other, consumer].filter(({ id }) => ids.includes(id))
}

describe('linked traces', () => {
  it('from the sender to who received it, with the wait and the batch', async () => {
    const asked: (readonly string[])[] = []
    const [span] = producer.roots
    expect(await followLinks(producer, span!, fetching(asked), signal)).toMatchObject([
      { trace: { id: traceIdOf(3) }, through: 'fulfilment', carrier: 'SQS', waitMs: expect.closeTo(2600, 3), fanIn: 3 },
    ])
    expect(asked).toEqual([[traceIdOf(3)]])
  })

  it('from who received it back to all that sent, in one call; what is not known is left out', async () => {
    const asked: (readonly string[])[] = []
    const linked = await followLinks(consumer, consumer.roots[0]!, fetching(asked), signal)
    expect(linked).toMatchObject([
      { trace: { id: traceIdOf(1) }, through: 'fulfilment', carrier: 'SQS', waitMs: expect.closeTo(2600, 3), fanIn: 3 },
      { trace: { id: traceIdOf(2) }, carrier: 'SQS', fanIn: 3 },
    ])
    expect(asked).toEqual([[1, 2, 9].map(traceIdOf)])
  })

  it('cost no call where there is no link', async () => {
    const asked: (readonly string[])[] = []
    expect(await followLinks(other, other.roots[0]!, fetching(asked), signal)).toEqual([])
    expect(asked).toEqual([])
  })
})

describe('whose run a span is of', () => {
  const inside = trace(
    4,
    {
      id: '00000000000000a0',
      name: 'api/prod',
      start_time: 1,
      end_time: 9,
      origin: 'AWS::ApiGateway::Stage',
      subsegments: [{ id: '00000000000000a1', name: 'Lambda', start_time: 2, end_time: 8 }],
    },
    {
      id: '00000000000000a2',
      parent_id: '00000000000000a1',
      name: 'orders-F',
      start_time: 2,
      end_time: 8,
      origin: 'AWS::Lambda',
      resource_arn: arn('orders-F'),
      aws: { request_id: 'req-1' },
    },
    run('00000000000000a3', 'orders-F', 3, {
      parent_id: '00000000000000a2',
      aws: { function_arn: arn('orders-F') },
      subsegments: [
        {
          id: '00000000000000a4',
          name: 'DynamoDB',
          namespace: 'aws',
          start_time: 3,
          end_time: 4,
          aws: { operation: 'PutItem', request_id: 'of-dynamodb' },
        },
      ],
    }),
  )
  const find = (id: string, spans = inside.roots): (typeof inside.roots)[number] | null => {
    for (const span of spans) {
      const found = span.id === id || span.mergedIds.includes(id) ? span : find(id, span.children)
      if (found) return found
    }
    return null
  }

  it.each(['00000000000000a2', '00000000000000a3', '00000000000000a4'])(
    '%s: the function, and the request id of Lambda alone',
    (id) => expect(spanOwner(inside, find(id)!)).toMatchObject({ functionName: 'orders-F', requestIds: ['req-1'] }),
  )
  it('an API stage is no run', () => expect(spanOwner(inside, find('00000000000000a0')!)).toBeNull())
  it('the runs of a trace, each once', () =>
    expect(runsOf(inside).map(({ owner }) => owner.functionName)).toEqual(['orders-F']))
})

it('a chain of thousands of spans is no trouble', () => {
  const hex = (n: number) => n.toString(16).padStart(16, '0')
  const deep = trace(
    5,
    run(hex(1), 'F', 1),
    ...Array.from({ length: 12_000 }, (_, n) => ({
      id: hex(n + 2),
      parent_id: hex(n + 1),
      name: 'x',
      start_time: 1,
      end_time: 2,
    })),
  )
  expect(runsOf(deep)).toHaveLength(1)
  let last = deep.roots[0]!
  while (last.children[0]) last = last.children[0]
  expect(spanOwner(deep, last)).toMatchObject({ functionName: 'F' })
})
