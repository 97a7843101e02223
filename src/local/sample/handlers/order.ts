/** What a customer sends; money in cents. */
export interface Order {
  readonly orderId: string
  readonly customer: string
  readonly items: readonly { readonly sku: string; readonly quantity: number; readonly cents: number }[]
  readonly gift: boolean
  /** Gift paper, where it is a gift. */
  readonly paper?: string
}

export const totalCents = (order: Pick<Order, 'items'>): number =>
  order.items.reduce((sum, { quantity, cents }) => sum + quantity * cents, 0)
