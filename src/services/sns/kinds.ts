import { lastPart } from '../../domain/arn.ts'
import { consoleLink } from '../../domain/console-link.ts'
import { afterPrefix, ownArn, type Service } from '../service.ts'

export const sns: Service = {
  name: 'sns',
  kinds: {
    'AWS::SNS::Topic': { noun: 'topic', name: lastPart, arn: ownArn, console: (id, at) => consoleLink.topic(at, id) },
    'AWS::SNS::Subscription': { noun: 'subscription', name: afterPrefix, arn: ownArn },
  },
}
