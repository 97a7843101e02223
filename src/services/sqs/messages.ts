import type { Message, MessageAttributeValue } from '@aws-sdk/client-sqs'
import type { Session } from '../../aws/session.ts'
import { isBinary, type MessageAttribute, type OutgoingMessage, type QueueMessage } from '../../domain/sqs/message.ts'
import { ask, queueName } from './ask.ts'

const attributeOf = ({ DataType = '', StringValue, BinaryValue }: MessageAttributeValue): MessageAttribute => ({
  type: DataType,
  value: BinaryValue === undefined ? (StringValue ?? '') : Buffer.from(BinaryValue).toString('base64'),
})

const messageOf = ({
  MessageId = '',
  ReceiptHandle = '',
  Body = '',
  Attributes,
  MessageAttributes,
}: Message): QueueMessage => ({
  messageId: MessageId,
  receiptHandle: ReceiptHandle,
  body: Body,
  attributes: Object.fromEntries(
    Object.entries(MessageAttributes ?? {}).map(([name, value]) => [name, attributeOf(value)]),
  ),
  system: { ...Attributes } as Record<string, string>,
})

const wireAttribute = (attribute: MessageAttribute): MessageAttributeValue =>
  isBinary(attribute)
    ? { DataType: attribute.type, BinaryValue: Buffer.from(attribute.value, 'base64') }
    : { DataType: attribute.type, StringValue: attribute.value }

export interface Receiving {
  readonly url: string
  /** At most 10. */
  readonly count: number
  readonly visibilitySeconds: number
  /** Long polling asks all servers; without it an empty answer says little. */
  readonly waitSeconds: number
}

/**
 * Receives, which counts. It is let to its end on Ctrl-C: an answer that nobody hears would hide its messages. Rejects with a Problem.
 * (SQS API: ReceiveMessage.)
 */
export const receiveMessages = (
  session: Session,
  { url, count, visibilitySeconds, waitSeconds }: Receiving,
): Promise<readonly QueueMessage[]> =>
  ask(session, {
    operation: 'ReceiveMessage',
    queue: queueName(url),
    run: async (client, sdk) => {
      const asked = new sdk.ReceiveMessageCommand({
        QueueUrl: url,
        MaxNumberOfMessages: count,
        VisibilityTimeout: visibilitySeconds,
        WaitTimeSeconds: waitSeconds,
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      })
      return ((await client.send(asked)).Messages ?? []).map(messageOf)
    },
  })

/** Sends once, without any retry of its own; gives the new message's id. Rejects with a Problem. (SQS API: SendMessage.) */
export const sendMessage = (session: Session, url: string, message: OutgoingMessage): Promise<string> =>
  ask(session, {
    operation: 'SendMessage',
    queue: queueName(url),
    options: { maxAttempts: 1 },
    run: async (client, sdk) => {
      const { body, attributes, traceHeader, groupId, deduplicationId, delaySeconds } = message
      const own = Object.entries(attributes)
      const asked = new sdk.SendMessageCommand({
        QueueUrl: url,
        MessageBody: body,
        ...(own.length === 0
          ? {}
          : { MessageAttributes: Object.fromEntries(own.map(([name, one]) => [name, wireAttribute(one)])) }),
        ...(traceHeader === null
          ? {}
          : { MessageSystemAttributes: { AWSTraceHeader: { DataType: 'String', StringValue: traceHeader } } }),
        ...(groupId === null ? {} : { MessageGroupId: groupId }),
        ...(deduplicationId === null ? {} : { MessageDeduplicationId: deduplicationId }),
        ...(delaySeconds === null ? {} : { DelaySeconds: delaySeconds }),
      })
      return (await client.send(asked)).MessageId ?? ''
    },
  })

/** Rejects with a Problem. (SQS API: DeleteMessage; again is as good as once.) */
export const deleteMessage = (session: Session, url: string, receiptHandle: string): Promise<void> =>
  ask(session, {
    operation: 'DeleteMessage',
    queue: queueName(url),
    run: async (client, sdk) => {
      await client.send(new sdk.DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: receiptHandle }))
    },
  })

/** Makes messages visible again, ten a call; gives how many were refused (their time was over). (SQS API: ChangeMessageVisibilityBatch.) */
export const giveBack = async (session: Session, url: string, handles: readonly string[]): Promise<number> => {
  let refused = 0
  for (let at = 0; at < handles.length; at += 10) {
    const some = handles.slice(at, at + 10)
    refused += await ask(session, {
      operation: 'ChangeMessageVisibility',
      queue: queueName(url),
      run: async (client, sdk) => {
        const Entries = some.map((ReceiptHandle, index) => ({
          Id: String(index),
          ReceiptHandle,
          VisibilityTimeout: 0,
        }))
        const asked = new sdk.ChangeMessageVisibilityBatchCommand({ QueueUrl: url, Entries })
        return (await client.send(asked)).Failed?.length ?? 0
      },
    })
  }
  return refused
}

/** Deletes all that is in a queue, for ever. Rejects with a Problem. (SQS API: PurgeQueue, once in 60 s.) */
export const purgeQueue = (session: Session, url: string): Promise<void> =>
  ask(session, {
    operation: 'PurgeQueue',
    queue: queueName(url),
    options: { maxAttempts: 1 },
    run: async (client, sdk) => {
      await client.send(new sdk.PurgeQueueCommand({ QueueUrl: url }))
    },
  })
