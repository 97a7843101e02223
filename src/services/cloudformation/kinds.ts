import { parseStackId } from '../../domain/arn.ts'
import { consoleLink } from '../../domain/console-link.ts'
import { noArn, ownArn, type ResourceKind, type Service } from '../service.ts'

/** What it is called is the deployer's own business: an arbitrary text. */
const custom: ResourceKind = { noun: 'custom resource', name: () => null, arn: noArn }

export const cloudformation: Service = {
  name: 'cloudformation',
  kinds: {
    'AWS::CloudFormation::Stack': {
      noun: 'stack',
      name: (id) => parseStackId(id)?.name ?? null,
      arn: ownArn,
      console: (id, at) => consoleLink.stack(at, id),
    },
    'AWS::CloudFormation::CustomResource': custom,
  },
}
