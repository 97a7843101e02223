import { isBinary, type QueueMessage } from '../sqs/message.ts'
import { md5 } from './messages.ts'

/** A dead letter as the function got it from its queue. (SQS event source.) The receipt is gone: the function can't delete it again. */
export const replayedEvent = (message: QueueMessage, queueArn: string, region: string) => {
  const { messageId, body, system, attributes } = message
  return {
    Records: [
      {
        messageId,
        receiptHandle: 'replayed',
        body,
        attributes: system,
        messageAttributes: Object.fromEntries(
          Object.entries(attributes).map(([name, attribute]) => [
            name,
            {
              [isBinary(attribute) ? 'binaryValue' : 'stringValue']: attribute.value,
              stringListValues: [],
              binaryListValues: [],
              dataType: attribute.type,
            },
          ]),
        ),
        md5OfBody: md5(body),
        eventSource: 'aws:sqs',
        eventSourceARN: queueArn,
        awsRegion: region,
      },
    ],
  }
}
