import type { Stage } from '@aws-sdk/client-apigatewayv2'
import { createClient } from '../../aws/client.ts'
import type { Session } from '../../aws/session.ts'
import type { LogDestination } from '../../domain/log-destination.ts'
import { answerOf, itemsOf } from '../answer-of.ts'
import { accessLog } from './access-log.ts'

/** Only WebSocket APIs know a logging level; an HTTP API has no execution log to switch on. */
const logsExecutions = ({ DefaultRouteSettings, RouteSettings }: Stage): boolean =>
  [DefaultRouteSettings, ...Object.values(RouteSettings ?? {})].some(
    (settings) => settings?.LoggingLevel && settings.LoggingLevel !== 'OFF',
  )

/** The logs of a stage of an HTTP or WebSocket API. (API Gateway V2 API: Stage; the execution group's name is API Gateway's own.) */
export const httpStageLogs = (apiId: string, stage: Stage): readonly LogDestination[] => {
  const name = stage.StageName ?? ''
  const access = accessLog(
    name,
    stage.AccessLogSettings?.DestinationArn,
    'AccessLogSettings on AWS::ApiGatewayV2::Stage',
  )
  if (!logsExecutions(stage)) return [access]
  return [access, { log: 'execution', stage: name, group: `/aws/apigateway/${apiId}/${name}`, howToSwitchOn: null }]
}

/** Where the stages of an HTTP or WebSocket API log. Rejects with a Problem. (API Gateway V2 API: GetStages; apigateway:GET.) */
export const httpApiLogs = async (
  session: Session,
  apiId: string,
  shown: string,
  signal?: AbortSignal,
): Promise<readonly LogDestination[]> => {
  const { ApiGatewayV2Client, GetStagesCommand } = await import('@aws-sdk/client-apigatewayv2')
  const client = createClient(session, 'apigatewayv2', ApiGatewayV2Client)
  const asked = { service: 'apigatewayv2', operation: 'apigateway:GetStages', action: 'apigateway:GET' }
  const stages = await itemsOf(async (token) => {
    const { Items, NextToken } = await answerOf(session, { ...asked, resource: shown, signal }, (options) =>
      client.send(new GetStagesCommand({ ApiId: apiId, NextToken: token }), options),
    )
    return { items: Items, next: NextToken }
  })
  return stages.flatMap((stage) => httpStageLogs(apiId, stage))
}
