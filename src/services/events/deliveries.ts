import { createClient } from '../../aws/client.ts'
import type { Session } from '../../aws/session.ts'
import { answerOf, itemsOf } from '../answer-of.ts'

/**
 * ARNs of everything that the vended logs of a resource are delivered to: log groups, buckets, Firehose streams, each once. Rejects
 * with a Problem. (CloudWatch Logs API: DescribeDeliverySources, DescribeDeliveries, DescribeDeliveryDestinations.)
 */
export const deliveredTo = async (
  session: Session,
  resourceArn: string,
  shown: string,
  signal?: AbortSignal,
): Promise<readonly string[]> => {
  const sdk = await import('@aws-sdk/client-cloudwatch-logs')
  const client = createClient(session, 'logs', sdk.CloudWatchLogsClient)
  const asked = (operation: string) => ({ service: 'logs', operation: `logs:${operation}`, resource: shown, signal })

  const sources = await itemsOf(async (nextToken) => {
    const answer = await answerOf(session, asked('DescribeDeliverySources'), (options) =>
      client.send(new sdk.DescribeDeliverySourcesCommand({ nextToken }), options),
    )
    return { items: answer.deliverySources, next: answer.nextToken }
  })
  const names = new Set(sources.flatMap(({ name, resourceArns }) => (resourceArns?.includes(resourceArn) ? name : [])))
  if (names.size === 0) return []

  const deliveries = await itemsOf(async (nextToken) => {
    const answer = await answerOf(session, asked('DescribeDeliveries'), (options) =>
      client.send(new sdk.DescribeDeliveriesCommand({ nextToken }), options),
    )
    return { items: answer.deliveries, next: answer.nextToken }
  })
  const to = new Set(
    deliveries.flatMap(({ deliverySourceName, deliveryDestinationArn }) =>
      names.has(deliverySourceName) ? (deliveryDestinationArn ?? []) : [],
    ),
  )
  if (to.size === 0) return []

  const destinations = await itemsOf(async (nextToken) => {
    const answer = await answerOf(session, asked('DescribeDeliveryDestinations'), (options) =>
      client.send(new sdk.DescribeDeliveryDestinationsCommand({ nextToken }), options),
    )
    return { items: answer.deliveryDestinations, next: answer.nextToken }
  })
  const arns = destinations.flatMap(({ arn, deliveryDestinationConfiguration }) =>
    arn !== undefined && to.has(arn) ? (deliveryDestinationConfiguration?.destinationResourceArn ?? []) : [],
  )
  return [...new Set(arns)]
}
