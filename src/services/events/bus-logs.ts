import { createClient } from '../../aws/client.ts'
import type { Session } from '../../aws/session.ts'
import type { LogDestination } from '../../domain/log-destination.ts'
import { answerOf } from '../answer-of.ts'
import { logGroupOf, placeOf } from '../log-group-arn.ts'
import { deliveredTo } from './deliveries.ts'

const off = (howToSwitchOn: string): readonly LogDestination[] => [
  { log: 'bus', stage: null, group: null, howToSwitchOn },
]

const delivery = 'AWS::Logs::Delivery from the bus to a log group'

/** A bus that logs needs a delivery too: from it (a source for each level) to a group under `/aws/vendedlogs/`, a bucket or a stream. */
const delivered = (arns: readonly string[]): readonly LogDestination[] => {
  const groups = arns.flatMap((arn) => logGroupOf(arn) ?? [])
  if (groups.length > 0) return groups.map((group) => ({ log: 'bus', stage: null, group, howToSwitchOn: null }))
  const elsewhere = arns.map(placeOf).join(', ')
  return off(elsewhere === '' ? delivery : `${delivery} (they go to ${elsewhere}, which can't be read)`)
}

/**
 * Where an event bus logs. Rejects with a Problem. (EventBridge API: DescribeEventBus, LogConfig; what it is delivered to only
 * CloudWatch Logs knows, which is asked where the bus logs at all.)
 */
export const busLogs = async (
  session: Session,
  name: string,
  shown: string,
  signal?: AbortSignal,
): Promise<readonly LogDestination[]> => {
  const { DescribeEventBusCommand, EventBridgeClient } = await import('@aws-sdk/client-eventbridge')
  const client = createClient(session, 'events', EventBridgeClient)
  const asked = { service: 'events', operation: 'events:DescribeEventBus', resource: shown, signal }
  const { Arn, LogConfig } = await answerOf(session, asked, (options) =>
    client.send(new DescribeEventBusCommand({ Name: name }), options),
  )
  const level = LogConfig?.Level ?? 'OFF'
  if (level === 'OFF' || Arn === undefined) return off('LogConfig.Level: ERROR on AWS::Events::EventBus')
  return delivered(await deliveredTo(session, Arn, shown, signal))
}
