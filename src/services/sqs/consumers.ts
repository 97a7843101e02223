import type { Session } from '../../aws/session.ts'
import { lastPart } from '../../domain/arn.ts'
import type { QueueConsumer } from '../../domain/sqs/queue.ts'
import { itemsOf } from '../answer-of.ts'
import { ask } from '../lambda/ask.ts'

/** `arn:aws:lambda:R:A:function:NAME[:ALIAS]` -> `NAME`. */
const nameIn = (arn: string): string => arn.split(':function:')[1]?.split(':')[0] ?? lastPart(arn)

/** The functions that a queue feeds. Rejects with a Problem. (Lambda API: ListEventSourceMappings.) */
export const consumersOf = async (
  session: Session,
  queueArn: string,
  signal?: AbortSignal,
): Promise<readonly QueueConsumer[]> => {
  const mappings = await itemsOf((token) =>
    ask(session, {
      operation: 'ListEventSourceMappings',
      resource: lastPart(queueArn),
      signal,
      run: async (client, sdk, options) => {
        const asked = new sdk.ListEventSourceMappingsCommand({ EventSourceArn: queueArn, Marker: token })
        const { EventSourceMappings, NextMarker } = await client.send(asked, options)
        return { items: EventSourceMappings, next: NextMarker }
      },
    }),
  )
  return mappings.map(({ FunctionArn: arn = '', State }) => ({
    functionName: nameIn(arn),
    functionArn: arn,
    state: State ?? 'unknown',
  }))
}
