import type { Data } from '../data/data.ts'
import { traceOf } from '../lambda/runtime.ts'
import { between, type Random } from '../random.ts'
import { countClicks, fulfil, payOrder, placeOrder, type Stagehand } from './flows.ts'
import { call } from './seeds.ts'
import { purchase } from './shop.ts'

/** Orders a second, and how often the queue is asked. */
const ordersPerSecond = 0.5
const pollMs = 500
const clicksMs = 20_000

export interface Traffic {
  start(): void
  /** Nothing new begins; resolves when what runs has ended. */
  stop(): Promise<void>
}

interface Message {
  readonly MessageId: string
  readonly ReceiptHandle: string
  readonly Body: string
  readonly MD5OfBody: string
  readonly Attributes?: Readonly<Record<string, string>>
}

/** Customers and event source mappings of the living app: steady, by chance of a seed, through the real handlers and services. */
export const traffic = (options: {
  readonly hand: () => Stagehand
  readonly data: Data
  readonly queueUrl: () => string
  readonly random: Random
  readonly firstOrder: number
  readonly now: () => number
}): Traffic => {
  const { random, data } = options
  const timers = new Set<NodeJS.Timeout>()
  const running = new Set<Promise<void>>()
  let going = false
  let number = options.firstOrder

  const begin = (work: Promise<unknown>): void => {
    // A failure is the app's own (a fault that somebody injected): the app goes on, as apps do.
    const settled = work.then(
      () => {},
      () => {},
    )
    running.add(settled)
    settled.then(() => running.delete(settled)).catch(() => {})
  }
  const later = (ms: number, act: () => Promise<unknown>): void => {
    if (!going) return
    const timer = setTimeout(() => {
      timers.delete(timer)
      begin(act())
    }, ms).unref()
    timers.add(timer)
  }
  const every = (pause: () => number, act: () => Promise<unknown>): void =>
    later(pause(), () => {
      every(pause, act)
      return act()
    })

  const order = async (): Promise<void> => {
    const bought = purchase(random, number)
    number += 1
    const { taken } = await placeOrder(options.hand(), bought, options.now())
    if (taken) later(between(random, 300, 900), () => payOrder(options.hand(), bought, options.now()))
  }

  const sqs = (operation: string, input: Record<string, unknown>) =>
    call(
      data.sqs,
      'sqs',
      `AmazonSQS.${operation}`,
      { QueueUrl: options.queueUrl(), ...input },
      options.hand().place.region,
    )

  const consume = async (message: Message): Promise<void> => {
    const attributes = message.Attributes ?? {}
    const publisher = traceOf(attributes['AWSTraceHeader'] ?? null)
    const link = publisher?.parentId ? { traceId: publisher.traceId, id: publisher.parentId } : null
    const received = {
      messageId: message.MessageId,
      receiptHandle: message.ReceiptHandle,
      body: message.Body,
      md5OfBody: message.MD5OfBody,
      attributes,
    }
    const { functionError } = await fulfil(options.hand(), received, options.now(), link)
    if (functionError === null) await sqs('DeleteMessage', { ReceiptHandle: message.ReceiptHandle })
  }

  const poll = async (): Promise<void> => {
    const answer = await sqs('ReceiveMessage', { MaxNumberOfMessages: 10, MessageSystemAttributeNames: ['All'] })
    for (const message of (answer['Messages'] ?? []) as Message[]) begin(consume(message))
  }

  return {
    start() {
      if (going) return
      going = true
      every(
        () => (-1000 * Math.log(1 - random() * 0.99)) / ordersPerSecond,
        () => order(),
      )
      every(() => pollMs, poll)
      every(
        () => between(random, clicksMs * 0.8, clicksMs * 1.2),
        () => countClicks(options.hand(), options.now()),
      )
    },
    async stop() {
      going = false
      for (const timer of timers) clearTimeout(timer)
      timers.clear()
      while (running.size > 0) await Promise.all(running)
    },
  }
}
