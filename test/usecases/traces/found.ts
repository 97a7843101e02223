import type { FoundTrace } from '../../../src/services/xray/summary-facts.ts'

/** A trace's id by a number. */
export const traceIdOf = (n: number): string => `1-6b49d2a9-${n.toString(16).padStart(24, '0')}`

/** A summary as X-Ray gives it, in our units. */
export const foundTrace = (n: number, more: Partial<FoundTrace> = {}): FoundTrace => ({
  id: traceIdOf(n),
  start: n,
  durationMs: 10,
  responseMs: 10,
  status: 'ok',
  http: null,
  root: 'orders-CreateOrder',
  services: ['orders-CreateOrder'],
  annotations: {},
  user: null,
  partial: false,
  revision: 1,
  cause: null,
  serviceIds: [{ name: 'orders-CreateOrder', type: 'AWS::Lambda' }],
  resourceArns: [],
  users: [],
  annotated: {},
  ...more,
})
