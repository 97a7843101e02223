import type { LocalStack } from '../cloudformation/model.ts'
import { type Deployed, deployedIn } from '../cloudformation/properties.ts'
import type { Fields } from '../cloudformation/template.ts'
import { letters } from './ids.ts'

/** `POST /orders` -> `~1orders/POST`, the stage's own setting -> `*` + `/*`: how the API names what a setting is for. */
const settingKey = (path: string | null, method: string | null): string =>
  `${(path ?? '/*').replace(/^\/(?=\*$)/, '').replaceAll('/', '~1')}/${method ?? '*'}`

/** (API Gateway API: Stage.) `own` holds the settings: a Stage, the StageDescription of a Deployment, or a SAM API. */
const stageOf = (name: string, deploymentId: string, own: Deployed, ...under: string[]): Fields => {
  const at = own.resource.updatedAt / 1000
  const destination = own.text(...under, 'AccessLogSetting', 'DestinationArn')
  const format = own.text(...under, 'AccessLogSetting', 'Format')
  const settings = own.list(...under, 'MethodSettings').map(({ text }) => [
    settingKey(text('ResourcePath'), text('HttpMethod')),
    {
      metricsEnabled: text('MetricsEnabled') === 'true',
      loggingLevel: text('LoggingLevel') ?? 'OFF',
      dataTraceEnabled: text('DataTraceEnabled') === 'true',
    },
  ])
  return {
    deploymentId,
    stageName: name,
    cacheClusterEnabled: false,
    cacheClusterStatus: 'NOT_AVAILABLE',
    methodSettings: Object.fromEntries(settings),
    ...(destination === null
      ? {}
      : { accessLogSettings: { destinationArn: destination.replace(/:\*$/, ''), ...(format && { format }) } }),
    tracingEnabled: own.text(...under, 'TracingEnabled') === 'true',
    createdDate: at,
    lastUpdatedDate: at,
  }
}

/** A stage's own resource; else a Deployment that names one makes it, and SAM's API has one of its own. */
const stagesOf = (api: Deployed, stacks: readonly LocalStack[]): readonly Fields[] => {
  const ofThis = (one: Deployed) => one.text('RestApiId') === api.resource.physicalId
  const stages = new Map<string, Fields>()
  for (const stage of deployedIn(stacks, ['AWS::ApiGateway::Stage']).filter(ofThis))
    stages.set(stage.resource.physicalId, stageOf(stage.resource.physicalId, stage.text('DeploymentId') ?? '', stage))
  for (const deployment of deployedIn(stacks, ['AWS::ApiGateway::Deployment']).filter(ofThis)) {
    const name = deployment.text('StageName')
    if (name !== null && !stages.has(name))
      stages.set(name, stageOf(name, deployment.resource.physicalId, deployment, 'StageDescription'))
  }
  const sam = api.text('StageName')
  if (sam !== null && !stages.has(sam)) stages.set(sam, stageOf(sam, letters(api, 'deployment', 6), api))
  return [...stages.values()]
}

export interface RestApi {
  readonly id: string
  readonly stages: readonly Fields[]
}

export const restApis = (stacks: readonly LocalStack[]): readonly RestApi[] =>
  deployedIn(stacks, ['AWS::ApiGateway::RestApi'], { 'AWS::ApiGateway::RestApi': 'Api' }).map((api) => ({
    id: api.resource.physicalId,
    stages: stagesOf(api, stacks),
  }))
