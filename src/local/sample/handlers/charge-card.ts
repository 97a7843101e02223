import type { Handler } from '../../lambda/handler.ts'
import { setFields } from './attributes.ts'

/** Where in this file the frames of its one known failure lie: the test of it holds these numbers. */
export const frames = { PaymentDeclined: ['handler (/var/task/charge-card.ts:26:11)'] }

class PaymentDeclined extends Error {
  override readonly name = 'PaymentDeclined'
}

/** Input of the workflow `payment`. */
interface Payment {
  readonly orderId: string
  readonly card: string
  readonly cents: number
}

export const handler: Handler = async (event, context) => {
  const { orderId, card, cents } = event as Payment
  context.trace({ annotations: { orderId }, metadata: { payment: { cents, card: card.slice(-4) } } })
  const host = context.env['PAYMENT_HOST'] ?? ''
  context.console('INFO', `charging card  orderId=${orderId} cents=${cents}`)
  const charge = await context.send({ service: 'remote', operation: 'charges', resource: host, input: { card, cents } })
  if (charge['status'] === 'declined') {
    context.console('WARN', `payment declined  orderId=${orderId} code=${charge['code']}`)
    throw new PaymentDeclined(`card ${card.slice(-4)} was declined: ${charge['code']}`)
  }
  const table = context.env['ORDERS_TABLE'] ?? ''
  const input = setFields(table, orderId, { payment: 'CHARGED', chargeId: charge['id'] })
  await context.send({ service: 'DynamoDB', operation: 'UpdateItem', resource: table, input })
  context.console('INFO', `charged  orderId=${orderId} chargeId=${charge['id']}`)
  return { orderId, cents, chargeId: charge['id'] }
}
