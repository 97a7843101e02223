import type { KeySchema } from './attribute.ts'

export interface TableIndex {
  readonly name: string
  readonly kind: 'global' | 'local'
  readonly key: KeySchema
  /** Null for a local index, which has its table's. */
  readonly status: string | null
  readonly projection: string | null
}

/** A table as DescribeTable tells of it. Times are epoch milliseconds. */
export interface TableFacts {
  readonly name: string
  readonly arn: string | null
  readonly status: string
  readonly key: KeySchema
  readonly billing: 'on-demand' | 'provisioned'
  /** Provisioned units a second; null on demand. */
  readonly provisioned: { readonly read: number; readonly write: number } | null
  /** AWS counts anew about every six hours. */
  readonly approximateItems: number | null
  readonly approximateBytes: number | null
  readonly createdAt: number | null
  readonly indexes: readonly TableIndex[]
  /** The view of its stream: `NEW_AND_OLD_IMAGES`; null = it has none. */
  readonly stream: string | null
  readonly streamArn: string | null
  readonly encryption: string | null
  readonly tableClass: string | null
  readonly deletionProtection: boolean
  readonly replicas: readonly string[]
}

/** What other calls tell; `undefined` in place of a value = it could not be read. */
export interface TableSafety {
  /** Days that it can be restored to; null = no point-in-time recovery. */
  readonly recoveryDays: number | null | undefined
  /** The attribute that holds when an item ends; null = items stay. */
  readonly ttl: string | null | undefined
}
