import type { Outgoing } from '../lambda/handler.ts'
import type { FunctionShape, Invocation } from '../lambda/shape.ts'
import { documentsOf } from '../lambda/trace.ts'
import { between, latency, randomOf, uuidOf } from '../random.ts'
import type { SegmentDocument } from '../xray/segments.ts'
import { code } from './code.ts'
import { envelope } from './events.ts'
import { countClicks, fulfil, payOrder, placeOrder, type Received, type Stagehand } from './flows.ts'
import { type PastInvocation, pastRuntime } from './past-runtime.ts'
import type { Place } from './place.ts'
import { giftWrappers, processor, purchase } from './shop.ts'
import { timeline } from './timeline.ts'

export interface StoryLine {
  readonly group: string
  readonly stream: string
  readonly timestamp: number
  readonly message: string
}

/** A message that is still in a queue at the end of the story. */
export interface LeftMessage {
  readonly messageId: string
  readonly body: string
  readonly sentAt: number
  readonly firstReceivedAt: number
  readonly receiveCount: number
  readonly link: Invocation['link']
}

/** What became of the app between two times: everything of it, in time order; of tables, queues and buckets the last state. */
export interface Story {
  readonly lines: readonly StoryLine[]
  /** Made when asked for: most who start the app ask for no traces. */
  documents(): readonly SegmentDocument[]
  /** Item of the table `orders` by order id, in DynamoDB's form. */
  readonly orders: ReadonlyMap<string, Record<string, unknown>>
  readonly dead: readonly LeftMessage[]
  readonly waiting: readonly LeftMessage[]
  readonly objects: ReadonlyMap<string, string>
  readonly deployAt: number
  readonly nextOrder: number
}

export const visibilityMs = 10_000
export const maxReceives = 3
const firstOrder = 7000

/** The shop is busier by day, and busiest just now: orders a second. */
const rateAt = (at: number, to: number): number => {
  if (to - at < 15 * 60_000) return 0.2
  const hour = (at / 3_600_000) % 24
  return (1 + 0.6 * Math.sin(((hour - 8) / 24) * 2 * Math.PI)) / 75
}

/** Before the deploy FulfilOrder had its gift papers; the deploy lost them. */
export const withGifts = (fn: FunctionShape): FunctionShape => ({
  ...fn,
  environment: { ...fn.environment, GIFT_WRAPPERS: giftWrappers },
})

const withoutGifts = (fn: FunctionShape): FunctionShape => {
  const { GIFT_WRAPPERS: _, ...environment } = fn.environment
  return { ...fn, environment }
}

export const deployed = ['CreateOrder', 'FulfilOrder']

/** The app's past, made by its own handlers under a clock of the story. The same arguments give the same story. */
export const history = async (
  seed: number,
  from: number,
  to: number,
  place: Place,
  each?: (past: PastInvocation) => void,
): Promise<Story> => {
  const random = randomOf(seed)
  const deployAt = Math.floor((from + to) / 2)
  // What begins later would end after the story does.
  const last = to - 5000
  const lines: StoryLine[] = []
  const documents: (() => SegmentDocument | SegmentDocument[])[] = []
  const orders = new Map<string, Record<string, unknown>>()
  const dead: LeftMessage[] = []
  const waiting: LeftMessage[] = []
  const objects = new Map<string, string>()
  const plan = timeline(last)
  let number = firstOrder

  const add = (group: string, stream: string, at: number, message: string) =>
    lines.push({ group, stream, timestamp: Math.floor(at), message })

  const deliver = (message: LeftMessage, at: number): void =>
    plan.at(
      at,
      async () => {
        if (message.receiveCount === maxReceives) {
          dead.push(message)
          return
        }
        const received = { ...message, receiveCount: message.receiveCount + 1 }
        const first = message.receiveCount === 0 ? Math.floor(at) : message.firstReceivedAt
        const record: Received = {
          messageId: message.messageId,
          receiptHandle: uuidOf(random),
          body: message.body,
          md5OfBody: '',
          attributes: {
            ApproximateReceiveCount: String(received.receiveCount),
            SentTimestamp: String(message.sentAt),
            SenderId: place.account,
            ApproximateFirstReceiveTimestamp: String(first),
          },
        }
        const { functionError } = await fulfil(hand, record, at, message.link)
        if (functionError !== null)
          deliver({ ...received, firstReceivedAt: first }, at + visibilityMs + between(random, 10, 400))
      },
      () => waiting.push(message),
    )

  const effects: Readonly<
    Record<
      string,
      (call: Outgoing, at: number, span: { traceId: string; id: string }) => Record<string, unknown> | null
    >
  > = {
    PutItem({ input }) {
      const item = input['Item'] as Record<string, { S: string }>
      orders.set(item['orderId']?.S ?? '', item)
      return {}
    },
    UpdateItem({ input }) {
      const key = (input['Key'] as { orderId: { S: string } }).orderId
      const values = input['ExpressionAttributeValues'] as Record<string, unknown>
      const set = Object.fromEntries(Object.entries(values).map(([name, value]) => [name.slice(1), value]))
      orders.set(key.S, { orderId: key, ...orders.get(key.S), ...set })
      return {}
    },
    Publish({ resource, input }, at, span) {
      const body = envelope(resource, uuidOf(random), String(input['Message']), at)
      const message = { messageId: uuidOf(random), body, sentAt: at, firstReceivedAt: at, receiveCount: 0 }
      deliver({ ...message, link: span }, at + latency(random, 120))
      return {}
    },
    PutObject({ input }) {
      objects.set(String(input['Key']), String(input['Body']))
      return {}
    },
    charges: ({ input }) => processor(String(input['card']), uuidOf(random).slice(0, 8)),
  }

  const names = Object.keys(code)
  const loaded = await Promise.all(names.map(async (name) => [name, await code[name]?.()] as const))
  const shapes = Object.fromEntries(names.map((name) => [name, place.functions[name] as FunctionShape]))
  const before = { ...shapes, FulfilOrder: withGifts(shapes['FulfilOrder'] as FunctionShape) }
  const after = { ...shapes, FulfilOrder: withoutGifts(shapes['FulfilOrder'] as FunctionShape) }
  const runtime = pastRuntime({
    random,
    code: Object.fromEntries(loaded.flatMap(([name, one]) => (one === undefined ? [] : [[name, one]]))),
    shapeAt: (name, at) => (at < deployAt ? before : after)[name as 'FulfilOrder'],
    effect: (call, at, span) => effects[call.operation]?.(call, at, span) ?? null,
    wrote: (invocation, own) => {
      const { fn, stream } = invocation
      for (const { at, message } of own) add(fn.logGroup, stream, at, message)
      documents.push(() => documentsOf(invocation))
    },
    ...(each === undefined ? {} : { each }),
  })
  const hand: Stagehand = {
    place,
    random,
    invoke: runtime.invoke,
    line: add,
    segment: (make) => documents.push(make),
  }

  const nextOrder = (at: number): void =>
    plan.at(at, async () => {
      number += 1
      nextOrder(at - (1000 * Math.log(1 - random() * 0.999)) / rateAt(at, to))
      const bought = purchase(random, number)
      const { taken, endedAt } = await placeOrder(hand, bought, at)
      if (taken) plan.at(endedAt + between(random, 300, 900), () => payOrder(hand, bought, plan.now()))
    })
  const nextClicks = (at: number): void =>
    plan.at(at, async () => {
      nextClicks(at + between(random, 240_000, 300_000))
      await countClicks(hand, at)
    })

  nextOrder(from + 1000)
  nextClicks(from + 30_000)
  plan.at(deployAt, async () => runtime.retire(deployed.map((name) => shapes[name]?.name ?? '')))
  await plan.run()
  lines.sort((a, b) => a.timestamp - b.timestamp)
  return {
    lines,
    documents: () => documents.flatMap((make) => make()),
    orders,
    dead,
    waiting,
    objects,
    deployAt,
    nextOrder: number + 1,
  }
}
