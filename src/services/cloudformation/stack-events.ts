import type { StackEvent } from '@aws-sdk/client-cloudformation'
import type { Session } from '../../aws/session.ts'
import { ask } from './ask.ts'

/** More pages of 100 events than a big stack needs for ten operations. */
const PAGES_AT_MOST = 30

/**
 * The events of a stack, newest first, page by page as long as somebody asks for more; nested stacks are known by what this one says
 * of them. CloudFormation keeps them for 90 days. Rejects with a Problem. (CloudFormation API: DescribeStackEvents)
 */
export async function* stackEvents(
  session: Session,
  stack: { readonly name: string; readonly id: string },
  signal?: AbortSignal,
): AsyncGenerator<StackEvent> {
  let token: string | undefined
  for (let page = 0; page < PAGES_AT_MOST; page++) {
    const { events, next } = await ask(session, {
      operation: 'DescribeStackEvents',
      resource: stack.name,
      signal,
      run: async (client, sdk, options) => {
        const command = new sdk.DescribeStackEventsCommand({ StackName: stack.id, NextToken: token })
        const answer = await client.send(command, options)
        return { events: answer.StackEvents ?? [], next: answer.NextToken }
      },
    })
    yield* events
    if (!next || next === token) return
    token = next
  }
}
