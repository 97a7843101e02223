import type { LocalStack } from '../cloudformation/model.ts'
import { resolveText } from '../cloudformation/resolve.ts'
import { lookupIn } from './functions.ts'

/** EventSourceMappingConfiguration of each mapping that a stack's template declares. */
export const mappingsOf = (stack: LocalStack): Record<string, unknown>[] => {
  const [, , , region, account] = stack.id.split(':')
  return stack.resources
    .filter(({ type }) => type === 'AWS::Lambda::EventSourceMapping')
    .map(({ physicalId, properties, updatedAt }) => {
      const text = (key: string) => resolveText(properties[key], lookupIn(stack))
      const number = (key: string, otherwise: number) => Number(text(key) ?? otherwise)
      const fn = text('FunctionName') ?? ''
      const source = text('EventSourceArn') ?? ''
      const queue = source.startsWith('arn:aws:sqs:')
      return {
        UUID: physicalId,
        EventSourceMappingArn: `arn:aws:lambda:${region}:${account}:event-source-mapping:${physicalId}`,
        ...(text('StartingPosition') === null ? {} : { StartingPosition: text('StartingPosition') }),
        BatchSize: number('BatchSize', queue ? 10 : 100),
        MaximumBatchingWindowInSeconds: number('MaximumBatchingWindowInSeconds', 0),
        ...(queue ? {} : { ParallelizationFactor: number('ParallelizationFactor', 1) }),
        EventSourceArn: source,
        FunctionArn: fn.startsWith('arn:') ? fn : `arn:aws:lambda:${region}:${account}:function:${fn}`,
        LastModified: updatedAt / 1000,
        ...(queue ? {} : { LastProcessingResult: 'OK' }),
        State: text('Enabled') === 'false' ? 'Disabled' : 'Enabled',
        StateTransitionReason: 'USER_INITIATED',
        ...(queue ? {} : { MaximumRetryAttempts: number('MaximumRetryAttempts', -1), MaximumRecordAgeInSeconds: -1 }),
        FunctionResponseTypes: Array.isArray(properties['FunctionResponseTypes'])
          ? properties['FunctionResponseTypes']
          : [],
      }
    })
}
