import { consoleLink } from '../../domain/console-link.ts'
import { itself, namedArn, type ResourceKind, type Service } from '../service.ts'

const table: ResourceKind = {
  noun: 'table',
  name: itself,
  arn: namedArn('dynamodb', 'table/'),
  console: (id, at) => consoleLink.table(at, id),
}

export const dynamodb: Service = {
  name: 'dynamodb',
  kinds: { 'AWS::DynamoDB::Table': table, 'AWS::DynamoDB::GlobalTable': table },
}
