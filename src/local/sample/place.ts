import type { LocalStack } from '../cloudformation/model.ts'
import { functionsOf, lookupIn } from '../lambda/functions.ts'
import type { FunctionShape } from '../lambda/shape.ts'
import type { Stage } from './api.ts'

/** Where the sample app stands: what its template became once it was deployed. */
export interface Place {
  readonly functions: Readonly<Record<string, FunctionShape>>
  readonly stage: Stage
  readonly region: string
  readonly account: string
  readonly topicArn: string
  readonly queueArn: string
  readonly streamArn: string
  readonly machineArn: string
  readonly machineRoleArn: string
  readonly table: string
  readonly bucket: string
}

export const placeOf = (stack: LocalStack): Place => {
  const [, , , region = '', account = ''] = stack.id.split(':')
  const lookup = lookupIn(stack)
  const id = (name: string) => lookup(name) ?? ''
  const functions = Object.fromEntries(functionsOf(stack).map(({ shape }) => [shape.logicalId, shape]))
  const target = functions['CreateOrder']
  return {
    functions,
    stage: { apiId: id('OrdersApi'), region, account, target: { name: target?.name ?? '', arn: target?.arn ?? '' } },
    region,
    account,
    topicArn: id('OrderEvents'),
    queueArn: id('Fulfilment.Arn'),
    streamArn: id('Clicks.Arn'),
    machineArn: id('Payment'),
    machineRoleArn: id('PaymentRole.Arn'),
    table: id('OrdersTable'),
    bucket: id('Reports'),
  }
}
