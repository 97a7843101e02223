import type { LocalStack } from '../cloudformation/model.ts'
import { deployedIn } from '../cloudformation/properties.ts'

/** EventSourceMappingConfiguration of each mapping that the stacks' templates declare. */
export const mappingsOf = (stacks: readonly LocalStack[]): Record<string, unknown>[] =>
  deployedIn(stacks, ['AWS::Lambda::EventSourceMapping']).map(({ resource, region, account, text }) => {
    const { physicalId, properties, updatedAt } = resource
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
      FunctionResponseTypes: properties['FunctionResponseTypes'] ?? [],
    }
  })
