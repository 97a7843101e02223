import type { Handler } from '../../lambda/handler.ts'
import { setFields } from './attributes.ts'
import type { Order } from './order.ts'

/** Where in this file the frames of its one known failure lie: the test of it holds these numbers. */
export const frames = {
  TypeError: ['wrapGift (/var/task/fulfil.ts:41:18)', 'handler (/var/task/fulfil.ts:22:9)'],
}

/** SQS hands over what SNS put into it, one record at a time (BatchSize is 1): the order is the `Message` of the body. */
const orderOf = (event: unknown): Order => {
  const [record] = (event as { Records: readonly { body: string }[] }).Records
  const { Message } = JSON.parse(record?.body ?? '{}') as { Message: string }
  return JSON.parse(Message) as Order
}

export const handler: Handler = async (event, context) => {
  const table = context.env['ORDERS_TABLE'] ?? ''
  const order = orderOf(event)
  context.trace({ user: order.customer, annotations: { orderId: order.orderId, gift: order.gift } })
  context.console('INFO', `picking up  orderId=${order.orderId} items=${order.items.length} gift=${order.gift}`)
  await wrapGift(order, context.env)
  const fields = { status: 'SHIPPED', shippedAt: new Date(context.now()).toISOString() }
  const input = setFields(table, order.orderId, fields)
  await context.send({ service: 'DynamoDB', operation: 'UpdateItem', resource: table, input })
  context.console('INFO', `shipped  orderId=${order.orderId}`)
}

interface Wrapper {
  wrap(order: Order): string
}

/** `GIFT_WRAPPERS=classic,kraft` -> a wrapper for each paper in store. A deploy that loses the variable loses them all. */
const wrappersOf = (papers: string): Readonly<Record<string, Wrapper>> =>
  Object.fromEntries(papers.split(',').map((paper) => [paper, { wrap: (order) => `${order.orderId} in ${paper}` }]))

const wrapGift = async (order: Order, env: Readonly<Record<string, string>>): Promise<string> => {
  if (!order.gift) return order.orderId
  const papers = env['GIFT_WRAPPERS'] ?? ''
  const wrapper = wrappersOf(papers)[order.paper ?? 'classic'] as Wrapper
  return wrapper.wrap(order)
}
