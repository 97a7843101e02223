import type { LocalStack } from '../cloudformation/model.ts'
import { type Deployed, deployedIn } from '../cloudformation/properties.ts'
import { pageOf } from '../protocol/pages.ts'
import { type Operation, ServiceError } from '../service.ts'

const invalidToken = (): ServiceError => new ServiceError('ValidationException', 'The specified nextToken is invalid.')

const types: Readonly<Record<string, string>> = { logs: 'CWL', s3: 'S3', firehose: 'FH' }

const nameOf = (one: Deployed): string => one.text('Name') ?? one.resource.physicalId
const arnOf = ({ region, account }: Deployed, rest: string): string => `arn:aws:logs:${region}:${account}:${rest}`

/** Operations of CloudWatch Logs that tell where vended logs (an event bus's) are delivered, over the templates of all stacks. */
export const deliveryOperations = (stacks: () => readonly LocalStack[]): Readonly<Record<string, Operation>> => {
  const all = (type: string) => deployedIn(stacks(), [`AWS::Logs::${type}`])
  const listed =
    (key: string, rows: () => readonly unknown[]): Operation =>
    ({ nextToken: token, limit: size }) => {
      const { items, next } = pageOf(rows(), { token, size, most: 50 }, invalidToken)
      return { [key]: items, nextToken: next }
    }
  return {
    DescribeDeliverySources: listed('deliverySources', () =>
      all('DeliverySource').map((one) => ({
        name: nameOf(one),
        arn: arnOf(one, `delivery-source:${nameOf(one)}`),
        resourceArns: [one.text('ResourceArn') ?? ''],
        service: 'events',
        logType: one.text('LogType') ?? '',
      })),
    ),
    DescribeDeliveries: listed('deliveries', () => {
      // A template may name a source by `Ref`, which gives its name.
      const names = new Map(all('DeliverySource').map((one) => [one.resource.physicalId, nameOf(one)]))
      return all('Delivery').map((one) => {
        const source = one.text('DeliverySourceName') ?? ''
        const id = one.resource.physicalId
        return {
          id,
          arn: arnOf(one, `delivery:${id}`),
          deliverySourceName: names.get(source) ?? source,
          deliveryDestinationArn: one.text('DeliveryDestinationArn') ?? '',
        }
      })
    }),
    DescribeDeliveryDestinations: listed('deliveryDestinations', () =>
      all('DeliveryDestination').map((one) => {
        const resource = one.text('DestinationResourceArn') ?? ''
        return {
          name: nameOf(one),
          arn: arnOf(one, `delivery-destination:${nameOf(one)}`),
          deliveryDestinationType: types[resource.split(':')[2] ?? ''] ?? 'CWL',
          deliveryDestinationConfiguration: { destinationResourceArn: resource },
        }
      }),
    ),
  }
}
