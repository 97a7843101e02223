import type { LoggingConfiguration } from '@aws-sdk/client-sfn'
import { createClient } from '../../aws/client.ts'
import type { Session } from '../../aws/session.ts'
import type { LogDestination } from '../../domain/log-destination.ts'
import { answerOf } from '../answer-of.ts'
import { logGroupOf } from '../log-group-arn.ts'

/** The log of a state machine. (Step Functions API: LoggingConfiguration; it has one destination, whose ARN ends in `:*`.) */
export const machineLog = (config: LoggingConfiguration | undefined): LogDestination => {
  const on = config?.level !== undefined && config.level !== 'OFF'
  const group = on ? logGroupOf(config.destinations?.[0]?.cloudWatchLogsLogGroup?.logGroupArn) : null
  const missing = on
    ? 'LoggingConfiguration.Destinations with a log group on the state machine'
    : 'LoggingConfiguration.Level: ERROR on the state machine'
  return { log: 'workflow', stage: null, group, howToSwitchOn: group === null ? missing : null }
}

/** Where a state machine logs. Rejects with a Problem. (Step Functions API: DescribeStateMachine, without its definition.) */
export const workflowLogs = async (
  session: Session,
  arn: string,
  shown: string,
  signal?: AbortSignal,
): Promise<readonly LogDestination[]> => {
  const { DescribeStateMachineCommand, SFNClient } = await import('@aws-sdk/client-sfn')
  const client = createClient(session, 'states', SFNClient)
  const asked = { service: 'states', operation: 'states:DescribeStateMachine', resource: shown, signal }
  const { loggingConfiguration } = await answerOf(session, asked, (options) =>
    client.send(new DescribeStateMachineCommand({ stateMachineArn: arn, includedData: 'METADATA_ONLY' }), options),
  )
  return [machineLog(loggingConfiguration)]
}
