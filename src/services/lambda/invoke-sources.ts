import type { Session } from '../../aws/session.ts'
import { ask } from './ask.ts'

/** ARNs of the queues, streams and tables that a function reads from. Rejects with a Problem. (Lambda API: ListEventSourceMappings) */
export const eventSources = async (
  session: Session,
  name: string,
  signal?: AbortSignal,
): Promise<readonly string[]> => {
  const arns: string[] = []
  for (let marker: string | undefined, more = true; more; ) {
    const answer = await ask(session, {
      operation: 'ListEventSourceMappings',
      resource: name,
      signal,
      run: (client, sdk, options) =>
        client.send(new sdk.ListEventSourceMappingsCommand({ FunctionName: name, Marker: marker }), options),
    })
    for (const { EventSourceArn } of answer.EventSourceMappings ?? []) if (EventSourceArn) arns.push(EventSourceArn)
    more = Boolean(answer.NextMarker) && answer.NextMarker !== marker
    marker = answer.NextMarker
  }
  return arns
}
