import { describe, expect, it } from 'vitest'
import type { LogSource } from '../../../src/domain/log-event.ts'
import type { QueueMessage } from '../../../src/domain/sqs/message.ts'
import { queueFacts } from '../../../src/domain/sqs/queue.ts'
import { triageGroups } from '../../../src/domain/sqs/triage.ts'
import { watchCanary } from '../../../src/usecases/sqs/canary.ts'
import { matchRuns } from '../../../src/usecases/sqs/match-runs.ts'
import { dyingWindows } from '../../../src/usecases/sqs/triage.ts'
import { Line } from '../../../src/usecases/tail/line.ts'
import { VirtualClock } from '../../support/virtual-clock.ts'

const at = Date.UTC(2026, 4, 20, 12)
const MINUTE = 60_000
const source: LogSource = {
  ...{ group: '/aws/lambda/f', streamPart: null, name: 'Fulfil', sourceType: 'function', logicalId: 'Fulfil' },
  ...{ functionName: 'f', stack: 'orders' },
}
const idOf = (n: number): string => `8fab6c1e-98a6-4f2a-9d5e-00000000000${n}`
const line = (time: number, text: string) =>
  new Line(
    { id: `e${time}`, at: time, ingestedAt: time, group: source.group, stream: 's', message: text },
    source,
    false,
  )

/** A run as Node's runtime logs it; it fails where there is an error. */
const run = (n: number, time: number, word: string, error: string | null): Line[] => [
  line(time, `START RequestId: ${idOf(n)} Version: $LATEST\n`),
  line(time + 1, `${new Date(time + 1).toISOString()}\t${idOf(n)}\tINFO\tpicking up ${word}\n`),
  ...(error === null
    ? []
    : [
        line(
          time + 2,
          `${new Date(time + 2).toISOString()}\t${idOf(n)}\tERROR\tInvoke Error \t${JSON.stringify({ errorType: error, errorMessage: 'no', stack: [`${error}: no`] })}\n`,
        ),
      ]),
  line(time + 3, `END RequestId: ${idOf(n)}\n`),
  line(
    time + 3,
    `REPORT RequestId: ${idOf(n)}\tDuration: 3.00 ms\tBilled Duration: 3 ms\tMemory Size: 128 MB\tMax Memory Used: 80 MB\t\n`,
  ),
]

const letter = (messageId: string, body: string, more: Partial<QueueMessage> = {}): QueueMessage => ({
  ...{ messageId, receiptHandle: 'h', body, attributes: {} },
  system: { SentTimestamp: String(at) },
  ...more,
})

const matched = (messages: readonly QueueMessage[], lines: readonly Line[]) => {
  const matcher = matchRuns(messages)
  for (const one of lines) matcher.push(one)
  matcher.flush()
  return matcher.deaths
}

describe('the run in which a message died', () => {
  const messages = [
    letter('m-body-1', '{"orderId":"o-1001"}'),
    letter('m-message-2', 'plain'),
    letter('m-request-3', '{"orderId":"o-1001"}', { attributes: { RequestID: { type: 'String', value: idOf(3) } } }),
    letter('m-late-4', '{"orderId":"o-1004"}', { system: { SentTimestamp: String(at + 10 * MINUTE) } }),
    letter('m-none-5', '{"orderId":"o-1005"}'),
  ]
  const lines = [
    ...run(1, at + 1_000, 'orderId=o-1001', 'TypeError'),
    ...run(2, at + 2_000, 'message m-message-2', 'RangeError'),
    ...run(3, at + 3_000, 'nothing that says so', 'OtherError'),
    ...run(4, at + 4_000, 'orderId=o-1004', 'TypeError'),
    ...run(5, at + 5_000, 'orderId=o-1005', null),
  ]
  it('is found by request, by message id, by what the body names, and by nothing else', () => {
    const deaths = matched(messages, lines)
    const told = (id: string) => [deaths.get(id)?.matchedBy, deaths.get(id)?.occurrence.failure.type]
    expect(told('m-body-1')).toEqual(['body', 'TypeError'])
    expect(told('m-message-2')).toEqual(['message', 'RangeError'])
    expect(told('m-request-3')).toEqual(['request', 'OtherError'])
    // A run before it was sent, and one that went well, killed nobody.
    expect(told('m-late-4')).toEqual([undefined, undefined])
    expect(told('m-none-5')).toEqual([undefined, undefined])
  })

  it('is the last one of several, and groups go by it', () => {
    const twice = [
      ...run(1, at + 1_000, 'orderId=o-1001', 'TypeError'),
      ...run(2, at + 9_000, 'orderId=o-1001', 'RangeError'),
    ]
    const deaths = matched([messages[0]!], twice)
    expect(deaths.get('m-body-1')?.occurrence.requestId).toBe(idOf(2))
    const letters = messages.map((message) => ({ message, death: deaths.get(message.messageId) ?? null, told: null }))
    const groups = triageGroups(letters)
    expect(groups.map(({ type, letters: own }) => [type, own.length])).toEqual([
      ['RangeError', 1],
      [null, 4],
    ])
  })

  it('is not guessed from a word that different bodies share', () => {
    const customers = ['o-2001', 'o-2002'].map((id, n) =>
      letter(`m-${n}`, JSON.stringify({ orderId: id, customerId: 'c-77' })),
    )
    expect(matched(customers, run(1, at + 1_000, 'customer=c-77', 'TypeError')).size).toBe(0)
  })
})

describe('the time in which messages died', () => {
  const policy = {
    RedrivePolicy: '{"deadLetterTargetArn":"arn:aws:sqs:eu-west-1:1:d","maxReceiveCount":3}',
    VisibilityTimeout: '60',
  }
  const feeders = [queueFacts('https://sqs/1/q', policy)]
  it('is as long as its queue gives it, and near ones are one', () => {
    const sent = (minutes: number) =>
      letter(`m${minutes}`, 'x', { system: { SentTimestamp: String(at + minutes * MINUTE) } })
    const windows = dyingWindows([sent(200), sent(0), sent(10)], feeders, { from: at - MINUTE, to: at + 210 * MINUTE })
    expect(windows).toEqual([
      { from: at - MINUTE, to: at + 31 * MINUTE },
      { from: at + 199 * MINUTE, to: at + 210 * MINUTE },
    ])
  })
})

describe('a canary', () => {
  const message = letter('m-1', '{"orderId":"o-1001"}')
  const watch = (lines: readonly Line[]) => {
    const clock = new VirtualClock(at)
    return clock.run(
      watchCanary({
        ...{ message, newId: 'new-1', sentAt: at, timeoutMs: 5_000, clock, signal: new AbortController().signal },
        read: async (from) => lines.filter((one) => one.at >= from && one.at <= clock.now()),
      }),
    )
  }
  it.each([
    ['succeeded', run(1, at + 2_000, 'orderId=o-1001', null)],
    ['failed', run(1, at + 2_000, 'orderId=o-1001', 'TypeError')],
    ['unknown', run(1, at + 2_000, 'orderId=o-9999', 'TypeError')],
    ['unknown', run(1, at - 9_000, 'orderId=o-1001', 'TypeError')],
    ['unknown', run(1, at + 2_000, 'orderId=o-1001', null).slice(0, 2)],
  ])('%s', async (kind, lines) => {
    expect((await watch(lines)).kind).toBe(kind)
  })
})
