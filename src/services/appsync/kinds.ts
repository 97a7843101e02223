import { lastPart } from '../../domain/arn.ts'
import { consoleLink } from '../../domain/console-link.ts'
import { ownArn, type Service } from '../service.ts'

export const appsync: Service = {
  name: 'appsync',
  kinds: {
    'AWS::AppSync::GraphQLApi': {
      noun: 'GraphQL API',
      name: lastPart,
      arn: ownArn,
      console: (id, at) => consoleLink.graphqlApi(at, lastPart(id)),
    },
  },
}
