import type { LocalStack } from '../cloudformation/model.ts'
import { type LocalService, ServiceError } from '../service.ts'
import { machinesOf } from './machines.ts'

/** Step Functions' reads of state machines, over the templates of all stacks: AWS JSON 1.0. */
export const stepFunctionsService = (stacks: () => readonly LocalStack[]): LocalService => ({
  name: 'states',
  protocol: { kind: 'json', version: '1.0', target: 'AWSStepFunctions' },
  operations: {
    DescribeStateMachine({ stateMachineArn, includedData }) {
      const arn = String(stateMachineArn)
      if (!/^arn:[^:]+:states:[^:]*:\d*:stateMachine:./.test(arn))
        throw new ServiceError('InvalidArn', `Invalid Arn: 'Resource type not valid in this context: ${arn}'`)
      const machine = machinesOf(stacks()).find((one) => one.arn === arn)
      if (machine === undefined)
        throw new ServiceError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`)
      return { ...machine.answer, ...(includedData === 'METADATA_ONLY' ? {} : { definition: machine.definition }) }
    },
  },
})
