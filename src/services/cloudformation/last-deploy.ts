import type { Session } from '../../aws/session.ts'
import { ask } from './ask.ts'

/** How a stack operation ends that did what it was told; a rollback's end is none of them. */
const successes: ReadonlySet<string> = new Set(['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'IMPORT_COMPLETE'])

/** More pages than a big stack needs for ten operations. */
const pagesAtMost = 30

/**
 * When the stack's last successful operation ended (epoch milliseconds) and with which status; null where its events hold none,
 * for they are kept for 90 days. (CloudFormation API: DescribeStackEvents, newest first.)
 */
export const lastSuccess = async (
  session: Session,
  stack: { readonly name: string; readonly id: string },
  signal?: AbortSignal,
): Promise<{ readonly at: number; readonly status: string } | null> => {
  let token: string | undefined
  for (let page = 0; page < pagesAtMost; page++) {
    const { found, next } = await ask(session, {
      operation: 'DescribeStackEvents',
      resource: stack.name,
      signal,
      run: async (client, sdk, options) => {
        const command = new sdk.DescribeStackEventsCommand({ StackName: stack.id, NextToken: token })
        const answer = await client.send(command, options)
        const event = (answer.StackEvents ?? []).find(
          ({ PhysicalResourceId, ResourceStatus }) =>
            PhysicalResourceId === stack.id && successes.has(ResourceStatus ?? ''),
        )
        return { found: event, next: answer.NextToken }
      },
    })
    if (found?.Timestamp) return { at: found.Timestamp.getTime(), status: found.ResourceStatus ?? '' }
    if (!next) return null
    token = next
  }
  return null
}
