import type { AttributeDefinition, KeySchemaElement, TableDescription } from '@aws-sdk/client-dynamodb'
import type { Session } from '../../aws/session.ts'
import type { KeyPart, KeySchema, KeyType } from '../../domain/item/attribute.ts'
import type { TableFacts, TableIndex } from '../../domain/item/table.ts'
import { ask } from './ask.ts'

type Elements = readonly KeySchemaElement[] | undefined
type Definitions = readonly AttributeDefinition[] | undefined

const keySchema = (elements: Elements, definitions: Definitions): KeySchema => {
  const part = (role: string): KeyPart | null => {
    const name = elements?.find(({ KeyType }) => KeyType === role)?.AttributeName
    if (name === undefined) return null
    const type = definitions?.find(({ AttributeName }) => AttributeName === name)?.AttributeType
    return { name, type: (type ?? 'S') as KeyType }
  }
  return { partition: part('HASH') ?? { name: '?', type: 'S' }, sort: part('RANGE') }
}

const facts = (table: TableDescription, asked: string): TableFacts => {
  const { AttributeDefinitions: types, ProvisionedThroughput: units, StreamSpecification: stream } = table
  const onDemand = table.BillingModeSummary?.BillingMode === 'PAY_PER_REQUEST'
  const index =
    (kind: TableIndex['kind']) =>
    (one: {
      readonly IndexName?: string | undefined
      readonly KeySchema?: KeySchemaElement[] | undefined
      readonly IndexStatus?: string | undefined
      readonly Projection?: { readonly ProjectionType?: string | undefined } | undefined
    }): TableIndex => ({
      name: one.IndexName ?? '?',
      kind,
      key: keySchema(one.KeySchema, types),
      status: one.IndexStatus ?? null,
      projection: one.Projection?.ProjectionType ?? null,
    })
  return {
    name: table.TableName ?? asked,
    arn: table.TableArn ?? null,
    status: table.TableStatus ?? 'UNKNOWN',
    key: keySchema(table.KeySchema, types),
    billing: onDemand ? 'on-demand' : 'provisioned',
    provisioned: onDemand ? null : { read: units?.ReadCapacityUnits ?? 0, write: units?.WriteCapacityUnits ?? 0 },
    approximateItems: table.ItemCount ?? null,
    approximateBytes: table.TableSizeBytes ?? null,
    createdAt: table.CreationDateTime?.getTime() ?? null,
    indexes: [
      ...(table.GlobalSecondaryIndexes ?? []).map(index('global')),
      ...(table.LocalSecondaryIndexes ?? []).map(index('local')),
    ],
    stream: stream?.StreamEnabled ? (stream.StreamViewType ?? 'unknown view') : null,
    streamArn: table.LatestStreamArn ?? null,
    encryption: table.SSEDescription?.SSEType ?? null,
    tableClass: table.TableClassSummary?.TableClass ?? null,
    deletionProtection: table.DeletionProtectionEnabled ?? false,
    replicas: (table.Replicas ?? []).flatMap(({ RegionName }) => RegionName ?? []),
  }
}

/** Rejects with a Problem. (DynamoDB API: DescribeTable.) */
export const describeTable = (session: Session, name: string, signal?: AbortSignal): Promise<TableFacts> =>
  ask(session, { operation: 'DescribeTable', resource: `table ${name}`, signal }, async (client, sdk, options) =>
    facts((await client.send(new sdk.DescribeTableCommand({ TableName: name }), options)).Table ?? {}, name),
  )

/** Days that it can be restored to; null = point-in-time recovery is off. Rejects with a Problem. (DescribeContinuousBackups.) */
export const recoveryDays = (session: Session, name: string, signal?: AbortSignal): Promise<number | null> =>
  ask(
    session,
    { operation: 'DescribeContinuousBackups', resource: `table ${name}`, signal },
    async (client, sdk, options) => {
      const answer = await client.send(new sdk.DescribeContinuousBackupsCommand({ TableName: name }), options)
      const recovery = answer.ContinuousBackupsDescription?.PointInTimeRecoveryDescription
      return recovery?.PointInTimeRecoveryStatus === 'ENABLED' ? (recovery.RecoveryPeriodInDays ?? 35) : null
    },
  )

/** The attribute that holds when an item ends; null = TTL is off. Rejects with a Problem. (DescribeTimeToLive.) */
export const timeToLive = (session: Session, name: string, signal?: AbortSignal): Promise<string | null> =>
  ask(session, { operation: 'DescribeTimeToLive', resource: `table ${name}`, signal }, async (client, sdk, options) => {
    const answer = await client.send(new sdk.DescribeTimeToLiveCommand({ TableName: name }), options)
    const { TimeToLiveStatus: status, AttributeName: attribute } = answer.TimeToLiveDescription ?? {}
    return status?.startsWith('ENABL') ? (attribute ?? null) : null
  })
