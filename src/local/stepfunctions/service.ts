import type { LocalStack } from '../cloudformation/model.ts'
import { pageOf } from '../protocol/pages.ts'
import { type LocalService, ServiceError } from '../service.ts'
import { machinesOf } from './machines.ts'

const invalidToken = (): ServiceError => new ServiceError('InvalidToken', "Invalid Token: 'Invalid token'")

/** Step Functions' reads of state machines, over the templates of all stacks: AWS JSON 1.0. */
export const stepFunctionsService = (stacks: () => readonly LocalStack[]): LocalService => ({
  name: 'states',
  protocol: { kind: 'json', version: '1.0', target: 'AWSStepFunctions' },
  operations: {
    ListStateMachines({ nextToken: token, maxResults: size }) {
      const all = machinesOf(stacks()).map(({ item }) => item)
      const { items, next } = pageOf(all, { token, size, most: 1000 }, invalidToken)
      return { stateMachines: items, nextToken: next }
    },
    DescribeStateMachine({ stateMachineArn, includedData }) {
      const arn = String(stateMachineArn)
      if (!/^arn:[^:]+:states:[^:]*:\d*:stateMachine:./.test(arn))
        throw new ServiceError('InvalidArn', `Invalid Arn: 'Resource type not valid in this context: ${arn}'`)
      const machine = machinesOf(stacks()).find((one) => one.arn === arn)
      if (machine === undefined)
        throw new ServiceError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`)
      const { item, detail, definition } = machine
      return { ...item, ...detail, ...(includedData === 'METADATA_ONLY' ? {} : { definition }) }
    },
  },
})
