import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { EventPlace } from '../../../src/domain/sample-events/event-place.ts'
import { eventKinds } from '../../../src/domain/sample-events/kinds.ts'

const place = (more: Partial<EventPlace> = {}): EventPlace => ({
  partition: 'aws',
  region: 'eu-west-1',
  account: '123456789012',
  name: 'things',
  id: 'a1b2c3',
  arn: 'arn:aws:x:eu-west-1:123456789012:things',
  at: Date.UTC(2026, 4, 20, 15, 30),
  carried: '{"id":"o-1","n":2,"gift":true,"tags":["a"],"none":null}',
  uuid: () => '8fab6c1e-6d6c-4b6e-9a40-0e5b1d3e9f11',
  ...more,
})
const made = (kind: string, more: Partial<EventPlace> = {}): unknown =>
  JSON.parse(JSON.stringify(eventKinds[kind]!.make(place(more))))
/** What stands at a path: `Records.0.Sns`. */
const at = (kind: string, path: string, more: Partial<EventPlace> = {}): unknown =>
  path.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], made(kind, more))

describe('sample events', () => {
  it.each(Object.keys(eventKinds))('%s is the same each time, and names the sender', (kind) => {
    expect(made(kind)).toEqual(made(kind))
    const text = JSON.stringify(made(kind))
    if (kind !== 'eventbridge') expect(text).toMatch(/things|a1b2c3/)
    if (kind !== 'alb' && kind !== 's3' && kind !== 'sns') expect(text).toContain('eu-west-1')
  })
  it('are of the shape that AWS sends', () => {
    const { carried } = place()
    const digest = createHash('md5').update(carried).digest('hex')
    expect(at('sqs', 'Records.0')).toMatchObject({
      body: carried,
      md5OfBody: digest,
      eventSource: 'aws:sqs',
      eventSourceARN: place().arn,
    })
    expect(at('sqs', 'Records.0.attributes', { name: 'q.fifo' })).toMatchObject({ MessageGroupId: 'group-1' })
    expect(at('sns', 'Records.0.Sns')).toMatchObject({
      Message: carried,
      TopicArn: place().arn,
      Timestamp: '2026-05-20T15:30:00.000Z',
    })
    expect(Buffer.from(String(at('kinesis', 'Records.0.kinesis.data')), 'base64').toString()).toBe(carried)
    expect(at('dynamodb', 'Records.0.dynamodb')).toMatchObject({
      Keys: { id: { S: 'o-1' } },
      NewImage: {
        id: { S: 'o-1' },
        n: { N: '2' },
        gift: { BOOL: true },
        tags: { L: [{ S: 'a' }] },
        none: { NULL: true },
      },
    })
    expect(at('dynamodb', 'Records.0.eventSourceARN')).toMatch(/\/stream\//)
    expect(made('apigw')).toMatchObject({
      version: '1.0',
      body: carried,
      requestContext: { apiId: 'a1b2c3', requestTime: '20/May/2026:15:30:00 +0000' },
    })
    expect(made('http')).toMatchObject({
      version: '2.0',
      body: carried,
      requestContext: { http: { method: 'POST' }, timeEpoch: place().at },
    })
    expect(at('s3', 'Records.0.s3.object.key', { carried: '"a b/ü.txt"' })).toBe('a+b/%C3%BC.txt')
    expect(made('eventbridge')).toMatchObject({
      'detail-type': 'Sample Event',
      detail: { id: 'o-1' },
      time: '2026-05-20T15:30:00Z',
    })
    expect(made('schedule')).toMatchObject({
      source: 'aws.events',
      'detail-type': 'Scheduled Event',
      resources: [place().arn],
      detail: {},
    })
    expect(made('cognito')).toMatchObject({
      userPoolId: 'a1b2c3',
      triggerSource: 'PreSignUp_SignUp',
      response: { autoConfirmUser: false },
    })
    expect(made('alb')).toMatchObject({ requestContext: { elb: { targetGroupArn: place().arn } } })
  })
})
