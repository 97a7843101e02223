import type { LocalStack } from '../cloudformation/model.ts'
import { type Deployed, deployedIn } from '../cloudformation/properties.ts'
import type { Fields } from '../cloudformation/template.ts'
import { letters } from './ids.ts'

/** (API Gateway V2 API: RouteSettings.) Only WebSocket APIs know a logging level. */
const routeSettings = (own: Deployed, ...path: string[]): Fields => {
  const level = own.text(...path, 'LoggingLevel')
  const detailedMetricsEnabled = own.text(...path, 'DetailedMetricsEnabled') === 'true'
  return level === null
    ? { detailedMetricsEnabled }
    : {
        dataTraceEnabled: own.text(...path, 'DataTraceEnabled') === 'true',
        detailedMetricsEnabled,
        loggingLevel: level,
      }
}

/** (API Gateway V2 API: Stage.) */
const stageOf = (name: string, own: Deployed): Fields => {
  const at = new Date(own.resource.updatedAt).toISOString()
  const destination = own.text('AccessLogSettings', 'DestinationArn')
  const format = own.text('AccessLogSettings', 'Format')
  return {
    ...(destination === null
      ? {}
      : { accessLogSettings: { destinationArn: destination.replace(/:\*$/, ''), ...(format && { format }) } }),
    autoDeploy: own.text('AutoDeploy') === 'true',
    createdDate: at,
    defaultRouteSettings: routeSettings(own, 'DefaultRouteSettings'),
    deploymentId: letters(own, name, 6),
    lastUpdatedDate: at,
    routeSettings: Object.fromEntries(
      Object.keys(own.fields('RouteSettings')).map((key) => [key, routeSettings(own, 'RouteSettings', key)]),
    ),
    stageName: name,
    stageVariables: own.texts('StageVariables'),
    tags: {},
  }
}

/** What a stack does not name a stage for has one all the same: an API made with a target, and each of SAM's. */
const stagesOf = (api: Deployed, stacks: readonly LocalStack[]): readonly Fields[] => {
  const own = deployedIn(stacks, ['AWS::ApiGatewayV2::Stage']).filter(
    (stage) => stage.text('ApiId') === api.resource.physicalId,
  )
  const isImplicit = own.length === 0 && (api.text('Target') !== null || api.text('ProtocolType') === null)
  return isImplicit
    ? [stageOf(api.text('StageName') ?? '$default', api)]
    : own.map((stage) => stageOf(stage.resource.physicalId, stage))
}

export interface HttpApi {
  readonly id: string
  readonly stages: readonly Fields[]
}

export const httpApis = (stacks: readonly LocalStack[]): readonly HttpApi[] =>
  deployedIn(stacks, ['AWS::ApiGatewayV2::Api'], { 'AWS::ApiGatewayV2::Api': 'HttpApi' }).map((api) => ({
    id: api.resource.physicalId,
    stages: stagesOf(api, stacks),
  }))
