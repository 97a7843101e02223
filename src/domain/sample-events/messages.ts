import { createHash } from 'node:crypto'
import { type EventPlace, isoAt, type SampleEvent } from './event-place.ts'

export const md5 = (text: string): string => createHash('md5').update(text).digest('hex')

/** (SQS event source: records of ReceiveMessage, with keys in lower case.) */
export const sqs: SampleEvent = (place: EventPlace) => ({
  Records: [
    {
      messageId: place.uuid(),
      receiptHandle: Buffer.from(place.uuid()).toString('base64'),
      body: place.carried,
      attributes: {
        ApproximateReceiveCount: '1',
        SentTimestamp: String(place.at),
        SenderId: place.account,
        ApproximateFirstReceiveTimestamp: String(place.at + 4),
        // A FIFO queue's messages have more of them.
        ...(place.name.endsWith('.fifo')
          ? {
              SequenceNumber: '18849496460467696128',
              MessageGroupId: 'group-1',
              MessageDeduplicationId: md5(place.carried),
            }
          : {}),
      },
      messageAttributes: {},
      md5OfBody: md5(place.carried),
      eventSource: 'aws:sqs',
      eventSourceARN: place.arn,
      awsRegion: place.region,
    },
  ],
})

/** (SNS: Lambda subscription.) */
export const sns: SampleEvent = (place: EventPlace) => ({
  Records: [
    {
      EventVersion: '1.0',
      EventSubscriptionArn: `${place.arn}:${place.uuid()}`,
      EventSource: 'aws:sns',
      Sns: {
        Type: 'Notification',
        MessageId: place.uuid(),
        TopicArn: place.arn,
        Subject: null,
        Message: place.carried,
        Timestamp: isoAt(place),
        SignatureVersion: '1',
        Signature: 'sample',
        SigningCertUrl: `https://sns.${place.region}.amazonaws.com/SimpleNotificationService-sample.pem`,
        UnsubscribeUrl: `https://sns.${place.region}.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=${place.arn}`,
        MessageAttributes: {},
      },
    },
  ],
})
