import { consoleLink } from '../../domain/console-link.ts'
import { afterPrefix, ownArn, type ResourceKind, type Service } from '../service.ts'

const stateMachine: ResourceKind = {
  noun: 'state machine',
  name: afterPrefix,
  arn: ownArn,
  console: (id, at) => consoleLink.stateMachine(at, id),
  logs: 'workflow',
}

export const stepfunctions: Service = {
  name: 'states',
  kinds: {
    'AWS::StepFunctions::StateMachine': stateMachine,
    'AWS::StepFunctions::StateMachineAlias': { noun: 'state machine alias', name: afterPrefix, arn: ownArn },
    'AWS::StepFunctions::StateMachineVersion': { noun: 'state machine version', name: afterPrefix, arn: ownArn },
    'AWS::StepFunctions::Activity': { noun: 'activity', name: afterPrefix, arn: ownArn },
  },
}
