import type { DeployedCode } from '../lambda/handler.ts'

/** Logical id of a function of the sample app -> its code. Nothing else ever runs. */
export const code: Readonly<Record<string, () => Promise<DeployedCode>>> = {
  CreateOrder: () => import('./handlers/create-order.ts'),
  FulfilOrder: () => import('./handlers/fulfil.ts'),
  ChargeCard: () => import('./handlers/charge-card.ts'),
  RenderInvoice: () => import('./handlers/render-invoice.ts'),
  ClickStats: () => import('./handlers/click-stats.ts'),
}
