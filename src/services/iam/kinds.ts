import { consoleLink } from '../../domain/console-link.ts'
import { afterPrefix, itself, noArn, ownArn, type Service } from '../service.ts'

export const iam: Service = {
  name: 'iam',
  kinds: {
    // A role may have a path, which its ARN holds and its name does not.
    'AWS::IAM::Role': { noun: 'role', name: itself, arn: noArn, console: (id, at) => consoleLink.role(at, id) },
    'AWS::IAM::ManagedPolicy': { noun: 'policy', name: afterPrefix, arn: ownArn },
    'AWS::IAM::Policy': { noun: 'policy', name: () => null, arn: noArn },
  },
}
