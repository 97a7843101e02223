import type { Session } from '../../aws/session.ts'
import { allPages, ask } from './ask.ts'

/** A resource as CloudFormation keeps it; `updatedAt` in epoch milliseconds. */
export interface StackResource {
  readonly logicalId: string
  readonly physicalId: string | null
  readonly type: string
  readonly status: string
  readonly updatedAt: number | null
}

/**
 * Every resource of one stack (name or ARN), without those that were deleted from it; children of nested stacks are the caller's
 * to ask for. Rejects with a Problem. (CloudFormation API: ListStackResources, all pages; DescribeStackResources stops at 100.)
 */
export const listStackResources = async (
  session: Session,
  stack: string,
  options: { readonly shown?: string; readonly signal?: AbortSignal | undefined } = {},
): Promise<readonly StackResource[]> => {
  const summaries = await allPages((token) =>
    ask(session, {
      operation: 'ListStackResources',
      resource: options.shown ?? stack,
      signal: options.signal,
      run: async (client, sdk, sending) => {
        const command = new sdk.ListStackResourcesCommand({ StackName: stack, NextToken: token })
        const answer = await client.send(command, sending)
        return { items: answer.StackResourceSummaries ?? [], next: answer.NextToken }
      },
    }),
  )
  return summaries
    .filter(({ ResourceStatus }) => ResourceStatus !== 'DELETE_COMPLETE')
    .map((one) => ({
      logicalId: one.LogicalResourceId ?? '',
      physicalId: one.PhysicalResourceId || null,
      type: one.ResourceType ?? '',
      status: one.ResourceStatus ?? 'UNKNOWN',
      updatedAt: one.LastUpdatedTimestamp?.getTime() ?? null,
    }))
}
