import { consoleLink } from '../../domain/console-link.ts'
import { afterPrefix, itself, namedArn, noArn, ownArn, type ResourceKind, type Service } from '../service.ts'

const functionArn = namedArn('lambda', 'function:')

const lambdaFunction: ResourceKind = {
  noun: 'function',
  name: afterPrefix,
  arn: functionArn,
  console: (id, at) => consoleLink.function(at, afterPrefix(id)!),
  logs: 'function',
  defaultLogGroup: (id) => `/aws/lambda/${afterPrefix(id)}`,
}

/** Web functions answer HTTP only; their API has no client yet, so that they list and tail but can't be asked. */
const webFunction: ResourceKind = {
  noun: 'function',
  name: afterPrefix,
  arn: ownArn,
  logs: 'function',
  defaultLogGroup: (id) => `/aws/lambda/web/${afterPrefix(id)}`,
}

export const lambda: Service = {
  name: 'lambda',
  kinds: {
    'AWS::Lambda::Function': lambdaFunction,
    'AWS::Lambda::WebFunction': webFunction,
    'AWS::Lambda::Version': { noun: 'function version', name: afterPrefix, arn: ownArn },
    'AWS::Lambda::Alias': { noun: 'function alias', name: afterPrefix, arn: ownArn },
    'AWS::Lambda::Url': { noun: 'function URL', name: afterPrefix, arn: functionArn },
    'AWS::Lambda::EventSourceMapping': {
      noun: 'trigger',
      name: itself,
      arn: namedArn('lambda', 'event-source-mapping:'),
    },
    'AWS::Lambda::LayerVersion': { noun: 'layer', name: afterPrefix, arn: ownArn },
    'AWS::Lambda::EventInvokeConfig': { noun: 'invoke configuration', name: () => null, arn: noArn },
    'AWS::Lambda::Permission': { noun: 'permission', name: () => null, arn: noArn },
  },
}
