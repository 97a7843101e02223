import type { Resource, StackApp } from '../../../src/domain/stack.ts'

export const resource = (logicalId: string, type: string, more: Partial<Resource> = {}): Resource => ({
  path: logicalId,
  logicalId,
  physicalId: `orders-${logicalId}`,
  arn: null,
  name: `orders-${logicalId}`,
  type,
  status: 'CREATE_COMPLETE',
  stack: 'orders',
  updatedAt: null,
  ...more,
})

export const lambda = (logicalId: string, more: Partial<Resource> = {}): Resource =>
  resource(logicalId, 'AWS::Lambda::Function', more)

export const app = (resources: readonly Resource[]): StackApp => ({
  name: 'orders',
  id: 'arn:aws:cloudformation:eu-west-1:123456789012:stack/orders/0b5a3f60',
  status: 'CREATE_COMPLETE',
  region: 'eu-west-1',
  account: '123456789012',
  partition: 'aws',
  tool: null,
  createdAt: 0,
  updatedAt: 0,
  description: null,
  resources,
  incomplete: [],
})
