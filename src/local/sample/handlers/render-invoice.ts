import type { Handler } from '../../lambda/handler.ts'

export const frames = {}

/** The second state of the workflow `payment`: its input is what ChargeCard answered. */
interface Charged {
  readonly orderId: string
  readonly cents: number
  readonly chargeId: string
}

export const handler: Handler = async (event, context) => {
  const { orderId, cents, chargeId } = event as Charged
  context.trace({ annotations: { orderId } })
  const total = ((cents ?? 0) / 100).toFixed(2)
  const html = `<!doctype html><title>Invoice ${orderId}</title><p>Paid ${total} EUR by ${chargeId}, with thanks.`
  context.console('INFO', { event: 'invoice rendered', orderId, bytes: html.length })
  return { invoice: `inv-${orderId}`, html }
}
