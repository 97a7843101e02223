import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import type { Session } from '../../aws/session.ts'
import type { Attribute, Item } from '../../domain/item/attribute.ts'
import type { Condition } from '../../domain/item/condition.ts'
import { expressions, written } from '../../domain/item/expression.ts'
import type { ItemPage } from '../../domain/item/page.ts'
import { ask } from './ask.ts'
import { filled, received, sent, sentList } from './attributes.ts'

export interface Reading {
  readonly table: string
  readonly signal?: AbortSignal | undefined
  readonly onThrottle?: ((pauseMs: number) => void) | undefined
  readonly consistent?: boolean | undefined
}

export interface PageQuestion extends Reading {
  readonly index: string | null
  /** Empty: the whole table is scanned. */
  readonly key: readonly Condition[]
  readonly filters: readonly Condition[]
  readonly descending?: boolean | undefined
  /** Items looked at, at most; null = as many as fit in 1 MB. */
  readonly limit: number | null
  readonly from: Item | null
}

interface Answer {
  readonly Items?: Record<string, AttributeValue>[] | undefined
  readonly ScannedCount?: number | undefined
  readonly ConsumedCapacity?: { readonly CapacityUnits?: number | undefined } | undefined
  readonly LastEvaluatedKey?: Record<string, AttributeValue> | undefined
}

const page = ({ Items = [], ScannedCount, ConsumedCapacity, LastEvaluatedKey }: Answer): ItemPage => ({
  items: Items.map((item) => received(item)!),
  scanned: ScannedCount ?? Items.length,
  capacity: ConsumedCapacity?.CapacityUnits ?? null,
  lastKey: received(LastEvaluatedKey),
})

/** One item. Rejects with a Problem. (DynamoDB API: GetItem.) */
export const getItem = (
  session: Session,
  key: Item,
  { table, signal, onThrottle, consistent = false }: Reading,
): Promise<ItemPage> =>
  ask(
    session,
    { operation: 'GetItem', resource: `table ${table}`, signal, onThrottle },
    async (client, sdk, options) => {
      const input = {
        TableName: table,
        Key: sent(key)!,
        ConsistentRead: consistent,
        ReturnConsumedCapacity: 'TOTAL' as const,
      }
      const answer = await client.send(new sdk.GetItemCommand(input), options)
      const item = received(answer.Item)
      return {
        items: item === null ? [] : [item],
        scanned: item === null ? 0 : 1,
        capacity: answer.ConsumedCapacity?.CapacityUnits ?? null,
        lastKey: null,
      }
    },
  )

/** One page of a query, or of a scan where no key is told. Rejects with a Problem. (DynamoDB API: Query, Scan.) */
export const readPage = (session: Session, question: PageQuestion): Promise<ItemPage> => {
  const {
    table,
    index,
    key,
    filters,
    descending = false,
    limit,
    from,
    signal,
    onThrottle,
    consistent = false,
  } = question
  const to = expressions()
  const joined = (conditions: readonly Condition[]) =>
    conditions.length === 0 ? undefined : conditions.map((one) => written(one, to)).join(' AND ')
  const [keyed, filtered] = [joined(key), joined(filters)]
  const input = {
    TableName: table,
    IndexName: index ?? undefined,
    FilterExpression: filtered,
    ExpressionAttributeNames: filled(to.names),
    ExpressionAttributeValues: filled(sent(to.values) ?? {}),
    Limit: limit ?? undefined,
    ExclusiveStartKey: sent(from),
    ConsistentRead: consistent,
    ReturnConsumedCapacity: 'TOTAL' as const,
  }
  const operation = keyed === undefined ? 'Scan' : 'Query'
  return ask(session, { operation, resource: `table ${table}`, signal, onThrottle }, async (client, sdk, options) =>
    page(
      keyed === undefined
        ? await client.send(new sdk.ScanCommand(input), options)
        : await client.send(
            new sdk.QueryCommand({ ...input, KeyConditionExpression: keyed, ScanIndexForward: !descending }),
            options,
          ),
    ),
  )
}

export interface StatementQuestion extends Omit<Reading, 'table'> {
  readonly statement: string
  readonly parameters: readonly Attribute[]
  /** `PartiQLSelect`: IAM tells the verbs apart, the operation does not. */
  readonly action: string
  readonly once: boolean
  readonly limit: number | null
  readonly token: string | undefined
}

/** One page of a PartiQL statement. Rejects with a Problem. (DynamoDB API: ExecuteStatement.) */
export const executeStatement = (
  session: Session,
  { statement, parameters, action, once, limit, token, signal, onThrottle, consistent = false }: StatementQuestion,
): Promise<ItemPage & { readonly token: string | undefined }> =>
  ask(
    session,
    { operation: 'ExecuteStatement', action: `dynamodb:${action}`, resource: null, once, signal, onThrottle },
    async (client, sdk, options) => {
      const answer = await client.send(
        new sdk.ExecuteStatementCommand({
          Statement: statement,
          Parameters: parameters.length === 0 ? undefined : sentList(parameters),
          Limit: limit ?? undefined,
          NextToken: token,
          ConsistentRead: consistent || undefined,
          ReturnConsumedCapacity: 'TOTAL',
        }),
        options,
      )
      return { ...page({ ...answer, ScannedCount: undefined }), token: answer.NextToken }
    },
  )
