import type { ReturnValue } from '@aws-sdk/client-dynamodb'
import { failureOf } from '../../aws/failure.ts'
import type { Session } from '../../aws/session.ts'
import type { Item, KeySchema } from '../../domain/item/attribute.ts'
import { expressions, unchanged } from '../../domain/item/expression.ts'
import { isProblem, Problem } from '../../domain/problem.ts'
import { ask, type Question } from './ask.ts'
import { filled, received, sent } from './attributes.ts'

export interface Writing {
  readonly table: string
  readonly schema: KeySchema
  /** What has to be there when it is written, and null nothing at all; else nothing is done. */
  readonly shown: Item | null
  readonly signal?: AbortSignal | undefined
  readonly onThrottle?: ((pauseMs: number) => void) | undefined
}

type Done = { readonly kind: 'done'; readonly before: Item | null; readonly capacity: number | null }

/** `changed`: what is there is something else, and nothing was written. */
export type Written = Done | { readonly kind: 'changed' }

const unknownOutcome = new Set(['Network', 'ServiceUnavailable'])

/** Every write is sent once. Where the answer was lost, it says that it may have been done. */
const write = async (
  session: Session,
  question: Omit<Question, 'once'>,
  run: Parameters<typeof ask<Done>>[2],
): Promise<Written> => {
  try {
    return await ask(session, { ...question, once: true }, run)
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined
    if (
      failureOf(error).name === 'ConditionalCheckFailedException' ||
      failureOf(cause).name === 'ConditionalCheckFailedException'
    ) {
      return { kind: 'changed' }
    }
    if (!isProblem(error) || !unknownOutcome.has(error.code)) throw error
    throw new Problem('WriteUnknown', `${error.message} It may have been done all the same.`, {
      hint: 'look before you try again: slsops dynamodb get shows the item',
      cause: error,
    })
  }
}

const shared = ({ table, schema, shown }: Writing) => {
  const to = expressions()
  const condition = shown === null ? `attribute_not_exists(${to.name(schema.partition.name)})` : unchanged(shown, to)
  const input = () => ({
    TableName: table,
    ConditionExpression: condition,
    ExpressionAttributeNames: filled(to.names),
    ExpressionAttributeValues: filled(sent(to.values) ?? {}),
    ReturnValues: 'ALL_OLD' as ReturnValue,
    ReturnConsumedCapacity: 'TOTAL' as const,
  })
  return { to, input }
}

const done = (answer: {
  readonly Attributes?: Parameters<typeof received>[0]
  readonly ConsumedCapacity?: { readonly CapacityUnits?: number | undefined } | undefined
}): Done => ({
  kind: 'done',
  before: received(answer.Attributes),
  capacity: answer.ConsumedCapacity?.CapacityUnits ?? null,
})

const named = ({ table, signal, onThrottle }: Writing, operation: string) => ({
  operation,
  resource: `table ${table}`,
  signal,
  onThrottle,
})

/** Writes a whole item. Rejects with a Problem. (DynamoDB API: PutItem.) */
export const putItem = (session: Session, item: Item, writing: Writing): Promise<Written> => {
  const { input } = shared(writing)
  return write(session, named(writing, 'PutItem'), async (client, sdk, options) =>
    done(await client.send(new sdk.PutItemCommand({ ...input(), Item: sent(item)! }), options)),
  )
}

/** Removes an item. Rejects with a Problem. (DynamoDB API: DeleteItem.) */
export const deleteItem = (session: Session, key: Item, writing: Writing): Promise<Written> => {
  const { input } = shared(writing)
  return write(session, named(writing, 'DeleteItem'), async (client, sdk, options) =>
    done(await client.send(new sdk.DeleteItemCommand({ ...input(), Key: sent(key)! }), options)),
  )
}

/** Sets and removes attributes, and leaves the others alone. Rejects with a Problem. (DynamoDB API: UpdateItem.) */
export const updateItem = (
  session: Session,
  key: Item,
  change: { readonly set: Item; readonly remove: readonly string[] },
  writing: Writing,
): Promise<Written> => {
  const { to, input } = shared(writing)
  const sets = Object.entries(change.set).map(([name, value]) => `${to.name(name)} = ${to.value(value)}`)
  const removes = change.remove.map((name) => to.name(name))
  const expression = [
    ...(sets.length > 0 ? [`SET ${sets.join(', ')}`] : []),
    ...(removes.length > 0 ? [`REMOVE ${removes.join(', ')}`] : []),
  ].join(' ')
  return write(session, named(writing, 'UpdateItem'), async (client, sdk, options) =>
    done(
      await client.send(
        new sdk.UpdateItemCommand({ ...input(), Key: sent(key)!, UpdateExpression: expression }),
        options,
      ),
    ),
  )
}
