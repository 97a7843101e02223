import type { Messaging, Seeds } from '../data/data.ts'
import type { PastMessage } from '../data/sqs.ts'
import { jsonCall, s3Put, snsCall, type WireHandler } from '../data/wire.ts'
import type { LeftMessage, Story as Whole } from './history.ts'
import type { Place } from './place.ts'
import { resources } from './template/resources.ts'

type Json = Record<string, unknown>
type Story = Pick<Whole, 'orders' | 'dead' | 'waiting' | 'objects'>

const nextTick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** A call of the cloud to one of its own services; a refusal is a bug of the sample app. */
export const call = async (
  handle: WireHandler,
  service: string,
  target: string,
  input: Json,
  region: string,
): Promise<Json> => {
  const answer = await handle(jsonCall(service, target, input, region))
  const text = answer.body.toString('utf8')
  if (answer.status >= 400) throw new Error(`${target} was refused: ${text}`)
  return text === '' ? {} : (JSON.parse(text) as Json)
}

const batchSize = 25

const loadOrders = async (handle: WireHandler, place: Place, story: Story): Promise<void> => {
  const send = (operation: string, input: Json) =>
    call(handle, 'dynamodb', `DynamoDB_20120810.${operation}`, input, place.region)
  await send('CreateTable', resources.OrdersTable['Properties'] as Json)
  const isActive = async () => {
    const { Table } = await send('DescribeTable', { TableName: place.table })
    return (Table as Json)['TableStatus'] === 'ACTIVE'
  }
  while (!(await isActive())) await nextTick()
  const items = [...story.orders.values()]
  for (let at = 0; at < items.length; at += batchSize) {
    const puts = items.slice(at, at + batchSize).map((Item) => ({ PutRequest: { Item } }))
    await send('BatchWriteItem', { RequestItems: { [place.table]: puts } })
  }
}

const loadMessaging = async (
  { sqs, sns, s3 }: Messaging,
  past: Map<string, PastMessage>,
  place: Place,
  story: Story,
): Promise<void> => {
  const send = (operation: string, input: Json) => call(sqs, 'sqs', `AmazonSQS.${operation}`, input, place.region)
  const queue = async (resource: Readonly<Record<string, unknown>>): Promise<string> => {
    const { QueueName, RedrivePolicy, ...attributes } = resource['Properties'] as Json
    const Attributes = Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, String(value)]))
    const dead = `${place.queueArn}-dlq`
    const redrive =
      RedrivePolicy === undefined
        ? {}
        : { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: dead, maxReceiveCount: 3 }) }
    const made = await send('CreateQueue', { QueueName, Attributes: { ...Attributes, ...redrive } })
    return String(made['QueueUrl'])
  }
  const dlq = await queue(resources.FulfilmentDlq)
  const fulfilment = await queue(resources.Fulfilment)
  await sns(snsCall({ Action: 'CreateTopic', Name: place.topicArn.split(':').at(-1) ?? '' }, place.region))
  await sns(
    snsCall({ Action: 'Subscribe', TopicArn: place.topicArn, Protocol: 'sqs', Endpoint: place.queueArn }, place.region),
  )
  await s3(s3Put(`/${place.bucket}`, '', place.region))
  for (const [key, body] of story.objects) await s3(s3Put(`/${place.bucket}/${key}`, body, place.region))

  const put = async (QueueUrl: string, message: LeftMessage, receiveCount: number): Promise<void> => {
    const sent = await send('SendMessage', { QueueUrl, MessageBody: message.body })
    past.set(String(sent['MessageId']), { ...message, receiveCount })
  }
  for (const message of story.dead) await put(dlq, message, message.receiveCount)
  // The queue counts receipts by itself: what was received twice is received twice here too.
  for (const receipts of [2, 1, 0]) {
    for (const message of story.waiting) if (message.receiveCount === receipts) await put(fulfilment, message, 0)
    if (receipts > 0)
      await send('ReceiveMessage', { QueueUrl: fulfilment, MaxNumberOfMessages: 10, VisibilityTimeout: 0 })
  }
}

/** The end of the story, as the app's table, queues, topic and bucket hold it. */
export const seedsOf = (place: Place, { orders, dead, waiting, objects }: Whole): Seeds => {
  // Its lines are in the log by now: they need not be kept here too.
  const story: Story = { orders, dead, waiting, objects }
  return {
    dynamodb: (handle) => loadOrders(handle, place, story),
    messaging: (handlers, past) => loadMessaging(handlers, past, place, story),
  }
}
