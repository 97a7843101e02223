import { between, pick, type Random } from '../random.ts'
import type { Order } from './handlers/order.ts'

/** The people of the story: what customers order and how they pay, the same in history and in live traffic. */
const products = [
  { sku: 'mug', cents: 1490 },
  { sku: 'kettle', cents: 4900 },
  { sku: 'teapot', cents: 3850 },
  { sku: 'green-tea', cents: 890 },
  { sku: 'black-tea', cents: 790 },
  { sku: 'strainer', cents: 640 },
] as const

const papers = ['classic', 'kraft', 'stars'] as const

/** What the deployed FulfilOrder was given before the deploy forgot it. */
export const giftWrappers = papers.join(',')

export interface Purchase {
  readonly order: Order
  readonly card: string
}

const cardOf = (random: Random): string => {
  const luck = random()
  // Numbers of the card processor's own: refused, and never answered.
  if (luck < 0.012) return '4000000000000002'
  if (luck < 0.0145) return '4000000000000119'
  return `42${String(Math.floor(random() * 1e14)).padStart(14, '0')}`
}

export const purchase = (random: Random, number: number): Purchase => {
  const items = Array.from({ length: 1 + Math.floor(random() * 3) }, () => ({
    ...pick(random, products),
    quantity: 1 + Math.floor(random() * 2),
  }))
  const gift = random() < 0.16
  const order: Order = {
    orderId: `o-${number}`,
    customer: `c-${100 + Math.floor(random() * 900)}`,
    // Some leave their basket empty and press the button all the same.
    items: random() < 0.015 ? [] : items,
    gift,
    ...(gift ? { paper: pick(random, papers) } : {}),
  }
  return { order, card: cardOf(random) }
}

/** Products that somebody looked at since the last batch. */
export const clicks = (random: Random): string[] =>
  Array.from({ length: Math.floor(between(random, 5, 40)) }, () => pick(random, products).sku)

/** The card processor, which is not on AWS: an answer, or null where it never answers. */
export const processor = (card: string, id: string): Record<string, unknown> | null => {
  if (card.endsWith('0119')) return null
  return card.endsWith('0002') ? { status: 'declined', code: 'insufficient_funds' } : { status: 'ok', id: `ch_${id}` }
}

export const userAgents = [
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15',
  'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  'shop-app/5.2 (Android 16)',
] as const
