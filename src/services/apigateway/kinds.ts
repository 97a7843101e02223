import type { Place } from '../../domain/arn.ts'
import { consoleLink } from '../../domain/console-link.ts'
import { itself, noArn, type ResourceKind, type Service } from '../service.ts'

/** API Gateway's ARNs name no account. */
const apiArn = (path: string) => (id: string, place: Place) =>
  `arn:${place.partition}:apigateway:${place.region}::/${path}/${id}`

/** A stage's physical id is its name alone: whose it is has to be asked (GetStages). */
const stage: ResourceKind = { noun: 'stage', name: itself, arn: noArn }

export const apigateway: Service = {
  name: 'apigateway',
  kinds: {
    'AWS::ApiGateway::RestApi': {
      noun: 'API',
      name: itself,
      arn: apiArn('restapis'),
      console: (id, at) => consoleLink.restApi(at, id),
      logs: 'api',
    },
    'AWS::ApiGatewayV2::Api': {
      noun: 'API',
      name: itself,
      arn: apiArn('apis'),
      console: (id, at) => consoleLink.httpApi(at, id),
      logs: 'api',
    },
    'AWS::ApiGateway::Stage': stage,
    'AWS::ApiGatewayV2::Stage': stage,
    'AWS::ApiGateway::Deployment': { noun: 'deployment', name: itself, arn: noArn },
  },
}
