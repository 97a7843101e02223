import type { LocalStack } from '../cloudformation/model.ts'
import { pageOf } from '../protocol/pages.ts'
import { type LocalService, type Operation, type Route, ServiceError } from '../service.ts'
import { httpApis } from './http.ts'
import { restApis } from './rest.ts'

/** Versions 1 and 2 have the same signing name, and some operations the same name: their paths tell them apart. */
const routes: readonly Route[] = [
  { operation: 'GetStages', method: 'GET', path: '/restapis/{restApiId}/stages' },
  { operation: 'GetStages', method: 'GET', path: '/v2/apis/{apiId}/stages' },
]

type Input = Parameters<Operation>[0]

const noApi = (more = ''): ServiceError =>
  new ServiceError('NotFoundException', `Invalid API identifier specified${more}`, 404)
const badToken = (): ServiceError => new ServiceError('BadRequestException', 'Invalid nextToken')

/** API Gateway's reads of both versions, over the templates of all stacks. */
export const apiGatewayService = (options: {
  readonly stacks: () => readonly LocalStack[]
  readonly account: string
}): LocalService => {
  const { stacks, account } = options
  // Version 1 knows no pages of stages.
  const restStages = ({ restApiId }: Input) => {
    const api = restApis(stacks()).find(({ id }) => id === restApiId)
    if (api === undefined) throw noApi(` ${account}:${restApiId}`)
    return { item: api.stages }
  }
  const httpStages = ({ apiId, nextToken, maxResults }: Input) => {
    const api = httpApis(stacks()).find(({ id }) => id === apiId)
    if (api === undefined) throw noApi()
    const { items, next } = pageOf(api.stages, { token: nextToken, size: maxResults, most: 100 }, badToken)
    return { items, nextToken: next }
  }
  return {
    name: 'apigateway',
    protocol: { kind: 'rest-json', routes },
    operations: {
      GetStages(input) {
        return input['apiId'] === undefined ? restStages(input) : httpStages(input)
      },
    },
  }
}
