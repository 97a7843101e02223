import fc from 'fast-check'
import { search } from 'jmespath'
import { describe, expect, it } from 'vitest'
import { bodyIds, wordsIn } from '../../../src/domain/sqs/body-ids.ts'
import { decodeBody } from '../../../src/domain/sqs/decode.ts'
import type { QueueMessage } from '../../../src/domain/sqs/message.ts'
import { mayPeek } from '../../../src/domain/sqs/peek-rules.ts'
import { type QueueState, queueFacts } from '../../../src/domain/sqs/queue.ts'
import { again, messageRecord, messagesIn } from '../../../src/domain/sqs/record.ts'
import { whereOf } from '../../../src/domain/sqs/where.ts'

const message = (body: string, more: Partial<QueueMessage> = {}): QueueMessage => ({
  ...{ messageId: '5a1e0000-0000-4000-8000-000000000001', receiptHandle: 'h', body, attributes: {}, system: {} },
  ...more,
})

const sns = JSON.stringify({
  Type: 'Notification',
  TopicArn: 'arn:aws:sns:eu-west-1:123456789012:t',
  Message: '{"orderId":"o-17"}',
})

describe('decodeBody', () => {
  it.each([
    ['text', 'hello', 'hello'],
    ['json', '{"a":1}', { a: 1 }],
    ['json', '[1,2]', [1, 2]],
    ['text', '{"a":', '{"a":'],
    ['text', 'abcd', 'abcd'],
    ['base64', Buffer.from('{"order":"o-17"}').toString('base64'), { order: 'o-17' }],
    ['base64', Buffer.from('some plain words').toString('base64'), 'some plain words'],
    ['text', Buffer.from([0, 1, 2, 250, 251, 252, 3, 4, 5, 6, 7, 8]).toString('base64'), 'AAEC+vv8AwQFBgcI'],
    [
      'sns',
      sns,
      { topic: 'arn:aws:sns:eu-west-1:123456789012:t', subject: null, attributes: null, message: { orderId: 'o-17' } },
    ],
    [
      's3',
      '{"Records":[{"eventSource":"aws:s3","eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"b"},"object":{"key":"a+b%2Fc","size":3}}}]}',
      [{ event: 'ObjectCreated:Put', bucket: 'b', key: 'a b/c', size: 3 }],
    ],
    [
      'eventbridge',
      '{"source":"shop","detail-type":"Ordered","time":"2026-01-01T00:00:00Z","detail":{"id":"o-1"}}',
      { source: 'shop', detailType: 'Ordered', time: '2026-01-01T00:00:00Z', detail: { id: 'o-1' } },
    ],
  ])('reads %s: %s', (kind, body, value) => {
    expect(decodeBody(body)).toEqual({ kind, value })
  })

  it('takes any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (body) => decodeBody(body).kind.length > 0))
  })
})

describe('a message that is saved and sent again', () => {
  it('is the same to the byte', () => {
    const attribute = fc.record({
      type: fc.constantFrom('String', 'Number.int', 'Binary.x'),
      value: fc.string({ unit: 'grapheme' }),
    })
    const attributes = fc.dictionary(
      fc.string({ minLength: 1 }).filter((one) => one !== '__proto__'),
      attribute,
    )
    const body = fc.string({ unit: 'grapheme', minLength: 1 })
    fc.assert(
      fc.property(body, attributes, (text, own) => {
        const system = {
          AWSTraceHeader: 'Root=1-6b49d2a9-16a5bdd27e45fc9f4a12ddd2',
          MessageGroupId: 'g',
          MessageDeduplicationId: 'd',
        }
        const one = message(text, { attributes: own, system })
        const file = `${JSON.stringify(messageRecord(one))}\n`
        expect(messagesIn(file)).toEqual([again(one, 'd')])
      }),
    )
  })

  it.each([
    ['{"body":1}', '1'],
    ['[{"body":{"a":1}}]', '{"a":1}'],
    ['{"body":"x"}\n\n', 'x'],
  ])('comes from a file of little: %s', (content, body) => {
    expect(messagesIn(content).map((one) => one.body)).toEqual([body])
  })

  it.each([
    ['{"body":"x"}\n{"no":1}', /line 2 is no message/],
    ['{"body":"x"}\n{', /line 2 is no JSON/],
    ['{"body":"x","attributes":{"a":[]}}', /line 1: the attribute "a"/],
  ])('is refused with its place: %s', (content, said) => {
    expect(() => messagesIn(content)).toThrow(said)
  })
})

describe('--where', () => {
  const gift = message(JSON.stringify({ Type: 'Notification', TopicArn: 't', Message: '{"gift":true,"cents":70}' }))
  it.each([
    ['decoded.value.message.gift', true],
    ['decoded.value.message.cents > `60`', true],
    ["contains(body, 'o-17')", false],
    ['decoded.value.nothing', false],
    ["contains(decoded.value.message.cents, 'x')", false],
  ])('%s is %s', (expression, fits) => {
    expect(whereOf(expression, search)(gift)).toBe(fits)
  })
  it('says what is wrong with it', () => {
    expect(() => whereOf('a..b', search)).toThrow(/--where is no JMESPath/)
  })
})

describe('what a body names', () => {
  it('finds ids, and lines that hold them', () => {
    const ids = bodyIds(sns)
    expect(ids).toEqual(['o-17'])
    expect(wordsIn('picking up orderId=o-17, items=1.')).toContain('o-17')
    expect(bodyIds('no json')).toEqual([])
    expect(bodyIds('{"id":"8fab6c1e-98a6-4f2a-9d5e-000000000001","name":"ann","orderId":"o-17"}')).toEqual([
      '8fab6c1e-98a6-4f2a-9d5e-000000000001',
      'o-17',
    ])
  })
})

describe('mayPeek', () => {
  const state = (attributes: Record<string, string>, consumers: QueueState['consumers'] = []): QueueState => ({
    ...queueFacts('https://sqs.eu-west-1.amazonaws.com/123456789012/q', attributes),
    ...{ logicalId: 'Q', path: 'Q', oldestAgeMs: null, dlq: null, dlqFor: [], consumers },
  })
  const policy = {
    RedrivePolicy: '{"deadLetterTargetArn":"arn:aws:sqs:eu-west-1:123456789012:d","maxReceiveCount":"3"}',
  }
  const reader = [{ functionName: 'F', functionArn: 'arn', state: 'Enabled' }]

  it('refuses where it could move or block a message, unless it is forced', () => {
    expect(() => mayPeek(state(policy), false)).toThrow(/after 3 of them SQS moves a message to d/)
    expect(() => mayPeek(state({ FifoQueue: 'true' }, reader), false)).toThrow(/holds its message groups back from F/)
    for (const one of [state(policy), state({ FifoQueue: 'true' }, reader)])
      expect(() => mayPeek(one, true)).not.toThrow()
  })
  it('allows it elsewhere', () => {
    for (const one of [state({}), state({}, reader), state({ FifoQueue: 'true' })])
      expect(() => mayPeek(one, false)).not.toThrow()
  })
  it('reads a redrive policy that is none as none', () => {
    expect(state({ RedrivePolicy: '{' }).redrive).toBeNull()
    expect(state(policy).redrive).toEqual({ dlqArn: 'arn:aws:sqs:eu-west-1:123456789012:d', maxReceiveCount: 3 })
  })
})
