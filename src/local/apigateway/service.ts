import type { LocalStack } from '../cloudformation/model.ts'
import { pageOf } from '../protocol/pages.ts'
import { type LocalService, type Operation, type Route, ServiceError } from '../service.ts'
import { httpApis } from './http.ts'
import { restApis } from './rest.ts'

/** Version 1 and 2 have the same signing name, and some operations the same name: their paths tell them apart. */
const routes: readonly Route[] = [
  { operation: 'GetRestApis', method: 'GET', path: '/restapis' },
  { operation: 'GetRestApi', method: 'GET', path: '/restapis/{restApiId}' },
  { operation: 'GetStages', method: 'GET', path: '/restapis/{restApiId}/stages' },
  { operation: 'GetStage', method: 'GET', path: '/restapis/{restApiId}/stages/{stageName}' },
  { operation: 'GetApis', method: 'GET', path: '/v2/apis' },
  { operation: 'GetApi', method: 'GET', path: '/v2/apis/{apiId}' },
  { operation: 'GetStages', method: 'GET', path: '/v2/apis/{apiId}/stages' },
]

type Input = Parameters<Operation>[0]

const refused = (): ServiceError => new ServiceError('BadRequestException', 'Invalid position parameter')
const missing = (what: string, more = ''): ServiceError =>
  new ServiceError('NotFoundException', `Invalid ${what} identifier specified${more}`, 404)

const restPage = <T>(all: readonly T[], { position, limit }: Input) => {
  const { items, next } = pageOf(all, { token: position, size: limit, most: 500 }, refused)
  return { item: items, position: next }
}
const httpPage = <T>(all: readonly T[], { nextToken, maxResults }: Input) => {
  const { items, next } = pageOf(all, { token: nextToken, size: maxResults, most: 100 }, refused)
  return { items, nextToken: next }
}

/** API Gateway's reads of both versions, over the templates of all stacks. */
export const apiGatewayService = (options: {
  readonly stacks: () => readonly LocalStack[]
  readonly account: string
}): LocalService => {
  const { stacks, account } = options
  const restApi = ({ restApiId }: Input) => {
    const found = restApis(stacks()).find(({ id }) => id === restApiId)
    if (found === undefined) throw missing('API', ` ${account}:${restApiId}`)
    return found
  }
  const httpApi = ({ apiId }: Input) => {
    const found = httpApis(stacks()).find(({ id }) => id === apiId)
    if (found === undefined) throw missing('API')
    return found
  }
  return {
    name: 'apigateway',
    protocol: { kind: 'rest-json', routes },
    operations: {
      GetRestApis(input) {
        const answers = restApis(stacks()).map(({ answer }) => answer)
        return restPage(answers, input)
      },
      GetRestApi(input) {
        return restApi(input).answer
      },
      GetStages(input) {
        // Version 1 knows no pages of stages.
        return input['apiId'] === undefined ? { item: restApi(input).stages } : httpPage(httpApi(input).stages, input)
      },
      GetStage(input) {
        const stage = restApi(input).stages.find(({ stageName }) => stageName === input['stageName'])
        if (stage === undefined) throw missing('stage')
        return stage
      },
      GetApis(input) {
        const answers = httpApis(stacks()).map(({ answer }) => answer)
        return httpPage(answers, input)
      },
      GetApi(input) {
        return httpApi(input).answer
      },
    },
  }
}
