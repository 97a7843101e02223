import type { StackSummary as SdkSummary } from '@aws-sdk/client-cloudformation'
import type { Session } from '../../aws/session.ts'
import { parseStackId } from '../../domain/arn.ts'
import type { StackSummary } from '../../domain/stack.ts'
import { recogniseTool } from '../../domain/tool.ts'
import { allPages, ask } from './ask.ts'

const summary = (stack: SdkSummary, childrenOf: ReadonlyMap<string, readonly string[]>): StackSummary => {
  const name = stack.StackName ?? ''
  const id = stack.StackId ?? name
  const description = stack.TemplateDescription ?? null
  return {
    name,
    id,
    status: stack.StackStatus ?? 'UNKNOWN',
    createdAt: stack.CreationTime?.getTime() ?? 0,
    updatedAt: stack.LastUpdatedTime?.getTime() ?? null,
    tool: recogniseTool({ name, description }),
    // The parent may be one that this caller can't list, but its ARN names it.
    parent: stack.ParentId ? (parseStackId(stack.ParentId)?.name ?? stack.ParentId) : null,
    nested: childrenOf.get(id) ?? [],
    description,
  }
}

const childrenById = (stacks: readonly SdkSummary[]): ReadonlyMap<string, readonly string[]> => {
  const children = new Map<string, string[]>()
  for (const { ParentId, StackName } of stacks) {
    if (!ParentId || !StackName) continue
    const names = children.get(ParentId)
    if (names) names.push(StackName)
    else children.set(ParentId, [StackName])
  }
  return children
}

/**
 * Every stack of the region that is not deleted, nested ones too: those name their `parent`, and it names them. `tool` is what
 * name and description tell, which is often nothing. Rejects with a Problem. (CloudFormation API: ListStacks.)
 */
export const listStacks = async (
  session: Session,
  signal?: AbortSignal,
  onPage?: (count: number) => void,
): Promise<readonly StackSummary[]> => {
  const stacks = await allPages(
    (token) =>
      ask(session, {
        operation: 'ListStacks',
        resource: null,
        signal,
        run: async (client, sdk, options) => {
          // Without a filter the deleted stacks of the last 90 days would come too.
          const StackStatusFilter = Object.values(sdk.StackStatus).filter((status) => status !== 'DELETE_COMPLETE')
          const answer = await client.send(new sdk.ListStacksCommand({ StackStatusFilter, NextToken: token }), options)
          return { items: answer.StackSummaries ?? [], next: answer.NextToken }
        },
      }),
    onPage,
  )
  const children = childrenById(stacks)
  return stacks.filter(({ StackStatus }) => StackStatus !== 'DELETE_COMPLETE').map((stack) => summary(stack, children))
}
