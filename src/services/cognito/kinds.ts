import { consoleLink } from '../../domain/console-link.ts'
import { itself, namedArn, noArn, type Service } from '../service.ts'

export const cognito: Service = {
  name: 'cognito-idp',
  kinds: {
    'AWS::Cognito::UserPool': {
      noun: 'user pool',
      name: itself,
      arn: namedArn('cognito-idp', 'userpool/'),
      console: (id, at) => consoleLink.userPool(at, id),
    },
    'AWS::Cognito::UserPoolClient': { noun: 'user pool client', name: itself, arn: noArn },
    'AWS::Cognito::IdentityPool': {
      noun: 'identity pool',
      name: itself,
      arn: namedArn('cognito-identity', 'identitypool/'),
    },
  },
}
