import { consoleLink } from '../../domain/console-link.ts'
import { afterPrefix, itself, namedArn, type ResourceKind, type Service } from '../service.ts'

/** A composite alarm shows its ARN in some stacks, its name in others. */
const alarm: ResourceKind = {
  noun: 'alarm',
  name: afterPrefix,
  arn: namedArn('cloudwatch', 'alarm:'),
  console: (id, at) => consoleLink.alarm(at, afterPrefix(id)!),
}

export const cloudwatch: Service = {
  name: 'cloudwatch',
  kinds: {
    'AWS::CloudWatch::Alarm': alarm,
    'AWS::CloudWatch::CompositeAlarm': alarm,
    'AWS::CloudWatch::Dashboard': {
      noun: 'dashboard',
      name: itself,
      arn: (id, { partition, account }) => account && `arn:${partition}:cloudwatch::${account}:dashboard/${id}`,
      console: (id, at) => consoleLink.dashboard(at, id),
    },
  },
}
