import type { Handler, HandlerContext, Level } from '../../lambda/handler.ts'
import { attributes } from './attributes.ts'
import { type Order, totalCents } from './order.ts'

export const frames = {}

const log = (context: HandlerContext, level: Level, message: string, fields: object): void =>
  context.write(
    JSON.stringify({
      level,
      message,
      timestamp: new Date(context.now()).toISOString(),
      service: 'orders',
      cold_start: context.coldStart,
      function_arn: context.functionArn,
      function_memory_size: String(context.memoryLimitInMB),
      function_name: context.functionName,
      function_request_id: context.awsRequestId,
      sampling_rate: 0,
      xray_trace_id: context.traceId,
      ...fields,
    }),
  )

const answer = (statusCode: number, body: object) => ({
  statusCode,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

/** From either API (the order is in `body`), or invoked with the order itself. */
const orderOf = (event: unknown, context: HandlerContext): Order => {
  const { body } = (event ?? {}) as { body?: unknown }
  const given = (typeof body === 'string' ? JSON.parse(body) : (event ?? {})) as Partial<Order>
  return {
    orderId: given.orderId ?? `o-${context.awsRequestId.slice(0, 8)}`,
    customer: given.customer ?? 'guest',
    items: given.items ?? [],
    gift: given.gift ?? false,
    ...(given.paper === undefined ? {} : { paper: given.paper }),
  }
}

export const handler: Handler = async (event, context) => {
  const order = orderOf(event, context)
  const { orderId, items, gift } = order
  context.trace({
    user: order.customer,
    annotations: { orderId, gift },
    metadata: { orders: { items: items.length, totalCents: totalCents(order) } },
  })
  if (items.length === 0) {
    log(context, 'WARN', 'order refused', { orderId, reason: 'the basket is empty' })
    return answer(400, { message: 'The basket is empty' })
  }
  const total = totalCents(order)
  const table = context.env['ORDERS_TABLE'] ?? ''
  const topic = context.env['ORDER_EVENTS_TOPIC'] ?? ''
  const createdAt = new Date(context.now()).toISOString()
  const Item = attributes({ ...order, totalCents: total, status: 'ACCEPTED', createdAt })
  await context.send({
    service: 'DynamoDB',
    operation: 'PutItem',
    resource: table,
    input: { TableName: table, Item },
  })
  log(context, 'INFO', 'order accepted', { orderId, items: items.length, gift, totalCents: total })
  await context.send({
    service: 'SNS',
    operation: 'Publish',
    resource: topic,
    input: { TopicArn: topic, Message: JSON.stringify(order) },
  })
  return answer(201, { orderId, totalCents: total })
}
