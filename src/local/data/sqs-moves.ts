import { randomUUID } from 'node:crypto'
import { ServiceError } from '../service.ts'

type Json = Record<string, unknown>

/** One call of SQS itself, with the cloud's own names. */
export type SqsCall = (operation: string, input: Json) => Promise<Json>

interface Task {
  readonly handle: string
  readonly SourceArn: string
  readonly DestinationArn: string | undefined
  readonly StartedTimestamp: number
  Status: 'RUNNING' | 'COMPLETED' | 'CANCELLED' | 'FAILED'
  ApproximateNumberOfMessagesMoved: number
  readonly ApproximateNumberOfMessagesToMove: number
}

const nameIn = (text: unknown): string => String(text).split(/[:/]/).at(-1) ?? ''

/**
 * What fauxqs has not: who sends dead letters to a queue, and moves of SQS's own. Where a message came from is not kept, so that a move without a
 * destination needs a queue with one source. A task moves one message each `1000 / rate` ms.
 */
export const moveTasks = (
  call: SqsCall,
  urlOf: (name: string) => string,
  wait = (ms: number) => new Promise<void>((go) => setTimeout(go, ms).unref()),
) => {
  const tasks: Task[] = []
  const sources = async (arn: string): Promise<string[]> => {
    const { QueueUrls = [] } = (await call('ListQueues', {})) as { QueueUrls?: string[] }
    const found: string[] = []
    for (const QueueUrl of QueueUrls) {
      const { Attributes } = await call('GetQueueAttributes', { QueueUrl, AttributeNames: ['RedrivePolicy'] })
      const policy = String((Attributes as Json | undefined)?.['RedrivePolicy'] ?? '{}')
      if ((JSON.parse(policy) as Json)['deadLetterTargetArn'] === arn) found.push(QueueUrl)
    }
    return found
  }
  const run = async (task: Task, from: string, to: string, rate: number): Promise<void> => {
    while (
      task.Status === 'RUNNING' &&
      task.ApproximateNumberOfMessagesMoved < task.ApproximateNumberOfMessagesToMove
    ) {
      const all = { MaxNumberOfMessages: 1, MessageAttributeNames: ['All'], MessageSystemAttributeNames: ['All'] }
      const [message] = ((await call('ReceiveMessage', { QueueUrl: from, ...all }))['Messages'] ?? []) as Json[]
      if (message === undefined) break
      const { MessageGroupId, MessageDeduplicationId, AWSTraceHeader } = (message['Attributes'] ?? {}) as Json
      await call('SendMessage', {
        ...{ QueueUrl: to, MessageBody: message['Body'], MessageAttributes: message['MessageAttributes'] ?? {} },
        ...{ MessageGroupId, MessageDeduplicationId },
        ...(AWSTraceHeader === undefined
          ? {}
          : { MessageSystemAttributes: { AWSTraceHeader: { DataType: 'String', StringValue: AWSTraceHeader } } }),
      })
      await call('DeleteMessage', { QueueUrl: from, ReceiptHandle: message['ReceiptHandle'] })
      task.ApproximateNumberOfMessagesMoved += 1
      await wait(1000 / rate)
    }
    if (task.Status === 'RUNNING') task.Status = 'COMPLETED'
  }
  const operations: Readonly<Record<string, (input: Json) => Promise<Json>>> = {
    async ListDeadLetterSourceQueues({ QueueUrl }) {
      const { Attributes } = await call('GetQueueAttributes', { QueueUrl, AttributeNames: ['QueueArn'] })
      return { queueUrls: await sources(String((Attributes as Json)['QueueArn'])) }
    },
    async StartMessageMoveTask({ SourceArn, DestinationArn, MaxNumberOfMessagesPerSecond = 500 }) {
      const arn = String(SourceArn)
      const [to, ...others] = await sources(arn)
      if (to === undefined)
        throw new ServiceError('InvalidParameterValue', 'Source queue must be configured as a Dead Letter Queue.')
      if (others.length > 0 && DestinationArn === undefined)
        throw new ServiceError('NotImplemented', 'The embedded cloud moves to one queue only: DestinationArn', 501)
      if (tasks.some((one) => one.SourceArn === arn && one.Status === 'RUNNING'))
        throw new ServiceError(
          'UnsupportedOperation',
          'There is already a task running. Only one active task is allowed for a source queue arn at a given time.',
        )
      const from = urlOf(nameIn(arn))
      const { Attributes } = await call('GetQueueAttributes', { QueueUrl: from, AttributeNames: ['All'] })
      const task: Task = {
        ...{ handle: randomUUID(), SourceArn: arn, DestinationArn: DestinationArn as string | undefined },
        ...{ StartedTimestamp: Date.now(), Status: 'RUNNING', ApproximateNumberOfMessagesMoved: 0 },
        ApproximateNumberOfMessagesToMove: Number((Attributes as Json)['ApproximateNumberOfMessages']),
      }
      tasks.unshift(task)
      const target = DestinationArn === undefined ? to : urlOf(nameIn(DestinationArn))
      run(task, from, target, Number(MaxNumberOfMessagesPerSecond)).catch(() => {
        task.Status = 'FAILED'
      })
      return { TaskHandle: task.handle }
    },
    async ListMessageMoveTasks({ SourceArn, MaxResults = 1 }) {
      const own = tasks.filter((one) => one.SourceArn === SourceArn).slice(0, Number(MaxResults))
      return {
        Results: own.map(({ handle, ...one }) => (one.Status === 'RUNNING' ? { TaskHandle: handle, ...one } : one)),
      }
    },
    async CancelMessageMoveTask({ TaskHandle }) {
      const task = tasks.find(({ handle, Status }) => handle === TaskHandle && Status === 'RUNNING')
      if (task === undefined) throw new ServiceError('ResourceNotFoundException', 'Task does not exist.', 404)
      task.Status = 'CANCELLED'
      return { ApproximateNumberOfMessagesMoved: task.ApproximateNumberOfMessagesMoved }
    },
  }
  return operations
}
