import type { Session } from '../../aws/session.ts'
import { parseArn } from '../../domain/arn.ts'
import { type QueueFacts, queueFacts } from '../../domain/sqs/queue.ts'
import { itemsOf } from '../answer-of.ts'
import { ask, queueName } from './ask.ts'

/** Rejects with a Problem. (SQS API: GetQueueAttributes; counts are approximate.) */
export const describeQueue = (session: Session, url: string, signal?: AbortSignal): Promise<QueueFacts> =>
  ask(session, {
    operation: 'GetQueueAttributes',
    queue: queueName(url),
    signal,
    run: async (client, sdk, options) => {
      const asked = new sdk.GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] })
      return queueFacts(url, (await client.send(asked, options)).Attributes ?? {})
    },
  })

/** The URL of a queue of this or another account. Rejects with a Problem. (SQS API: GetQueueUrl.) */
export const queueUrl = (session: Session, arn: string, signal?: AbortSignal): Promise<string> => {
  const { account, resource } = parseArn(arn) ?? { account: '', resource: arn }
  return ask(session, {
    operation: 'GetQueueUrl',
    queue: resource,
    signal,
    run: async (client, sdk, options) => {
      const owner = account === '' ? {} : { QueueOwnerAWSAccountId: account }
      return (await client.send(new sdk.GetQueueUrlCommand({ QueueName: resource, ...owner }), options)).QueueUrl ?? ''
    },
  })
}

/** URLs of the queues whose dead letters come to this one. Rejects with a Problem. (SQS API: ListDeadLetterSourceQueues.) */
export const sourcesOf = (session: Session, url: string, signal?: AbortSignal): Promise<readonly string[]> =>
  itemsOf((token) =>
    ask(session, {
      operation: 'ListDeadLetterSourceQueues',
      queue: queueName(url),
      signal,
      run: async (client, sdk, options) => {
        const asked = new sdk.ListDeadLetterSourceQueuesCommand({ QueueUrl: url, MaxResults: 1000, NextToken: token })
        const { queueUrls, NextToken } = await client.send(asked, options)
        return { items: queueUrls, next: NextToken }
      },
    }),
  )
