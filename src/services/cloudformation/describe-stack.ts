import type { Stack } from '@aws-sdk/client-cloudformation'
import { isNotFound } from '../../aws/errors.ts'
import type { Session } from '../../aws/session.ts'
import { ask } from './ask.ts'

/** A stack in full. Times are epoch milliseconds. (CloudFormation API: DescribeStacks.) */
export interface StackDetail {
  readonly name: string
  /** The stack's ARN. */
  readonly id: string
  readonly status: string
  readonly createdAt: number
  /** When its last update began; null for a stack that was only created. */
  readonly updatedAt: number | null
  readonly description: string | null
  readonly tags: Readonly<Record<string, string>>
  readonly outputs: Readonly<Record<string, string>>
  /** Names only: values may be secrets. */
  readonly parameters: readonly string[]
  readonly parentId: string | null
}

const detail = (stack: Stack, asked: string): StackDetail => ({
  name: stack.StackName ?? asked,
  id: stack.StackId ?? asked,
  status: stack.StackStatus ?? 'UNKNOWN',
  createdAt: stack.CreationTime?.getTime() ?? 0,
  updatedAt: stack.LastUpdatedTime?.getTime() ?? null,
  description: stack.Description ?? null,
  tags: Object.fromEntries((stack.Tags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? ''])),
  outputs: Object.fromEntries(
    (stack.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey ?? '', OutputValue ?? '']),
  ),
  parameters: (stack.Parameters ?? []).map(({ ParameterKey }) => ParameterKey ?? ''),
  parentId: stack.ParentId ?? null,
})

/** A stack by name, alias or ARN; null where there is none, deleted ones included. Rejects with a Problem. */
export const describeStack = async (
  session: Session,
  nameOrId: string,
  signal?: AbortSignal,
): Promise<StackDetail | null> => {
  const stacks = await ask<readonly Stack[]>(session, {
    operation: 'DescribeStacks',
    resource: nameOrId,
    signal,
    recover: (error) => (isNotFound(error) ? [] : undefined),
    run: async (client, sdk, options) =>
      (await client.send(new sdk.DescribeStacksCommand({ StackName: nameOrId }), options)).Stacks ?? [],
  })
  const [stack] = stacks
  return stack && stack.StackStatus !== 'DELETE_COMPLETE' ? detail(stack, nameOrId) : null
}
