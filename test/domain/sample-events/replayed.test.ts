import { expect, it } from 'vitest'
import { replayedEvent } from '../../../src/domain/sample-events/replayed.ts'

it('a dead letter becomes the event that its consumer got, with all its attributes', () => {
  const message = {
    messageId: 'm-1',
    receiptHandle: 'of the dead-letter queue',
    body: '{"id":1}',
    attributes: { kind: { type: 'String', value: 'gift' }, raw: { type: 'Binary', value: 'AAE=' } },
    system: { SentTimestamp: '1779291000000', AWSTraceHeader: 'Root=1-6b49d2a9-16a5bdd27e45fc9f4a12ddd2' },
  }
  const [record] = replayedEvent(message, 'arn:aws:sqs:eu-west-1:123456789012:q', 'eu-west-1').Records
  expect(record).toMatchObject({
    messageId: 'm-1',
    // It would delete the dead letter.
    receiptHandle: 'replayed',
    body: '{"id":1}',
    attributes: message.system,
    messageAttributes: {
      kind: { stringValue: 'gift', dataType: 'String' },
      raw: { binaryValue: 'AAE=', dataType: 'Binary' },
    },
    md5OfBody: 'd2ce28b9a7fd7e4407e2b0fd499b7fe4',
    eventSourceARN: 'arn:aws:sqs:eu-west-1:123456789012:q',
    awsRegion: 'eu-west-1',
  })
})
