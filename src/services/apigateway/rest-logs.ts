import type { Stage } from '@aws-sdk/client-api-gateway'
import { createClient } from '../../aws/client.ts'
import type { Session } from '../../aws/session.ts'
import type { LogDestination } from '../../domain/log-destination.ts'
import { answerOf } from '../answer-of.ts'
import { accessLog } from './access-log.ts'

/** The stage's own settings and those of single methods: one that logs is enough for the group to be written. */
const logsExecutions = ({ methodSettings }: Stage): boolean =>
  Object.values(methodSettings ?? {}).some(({ loggingLevel }) => loggingLevel && loggingLevel !== 'OFF')

/** The two logs of a REST API's stage. (API Gateway API: Stage; the name of the execution log's group is API Gateway's own.) */
export const restStageLogs = (apiId: string, stage: Stage): readonly LogDestination[] => {
  const name = stage.stageName ?? ''
  const executions = logsExecutions(stage)
  return [
    accessLog(name, stage.accessLogSettings?.destinationArn, 'AccessLogSetting on AWS::ApiGateway::Stage'),
    {
      log: 'execution',
      stage: name,
      group: executions ? `API-Gateway-Execution-Logs_${apiId}/${name}` : null,
      howToSwitchOn: executions ? null : 'MethodSettings.LoggingLevel: ERROR on AWS::ApiGateway::Stage',
    },
  ]
}

/**
 * Where the stages of a REST API log, those that no resource of the stack shows included. Rejects with a Problem.
 * (API Gateway API: GetStages, one call, no pages; IAM knows it as apigateway:GET.)
 */
export const restApiLogs = async (
  session: Session,
  apiId: string,
  shown: string,
  signal?: AbortSignal,
): Promise<readonly LogDestination[]> => {
  const { APIGatewayClient, GetStagesCommand } = await import('@aws-sdk/client-api-gateway')
  const client = createClient(session, 'apigateway', APIGatewayClient)
  const asked = { service: 'apigateway', operation: 'apigateway:GetStages', action: 'apigateway:GET', resource: shown }
  const { item = [] } = await answerOf(session, { ...asked, signal }, (options) =>
    client.send(new GetStagesCommand({ restApiId: apiId }), options),
  )
  return item.flatMap((stage) => restStageLogs(apiId, stage))
}
