import type { Item } from './attribute.ts'

/** What one read of DynamoDB gave. */
export interface ItemPage {
  readonly items: readonly Item[]
  /** Items that were looked at; DynamoDB bills for these. */
  readonly scanned: number
  /** Capacity units; null where it was not told. */
  readonly capacity: number | null
  /** Where the next page begins; null at the end. */
  readonly lastKey: Item | null
}

/** What was read in all, without the items. */
export interface ReadTotals {
  readonly returned: number
  readonly scanned: number
  readonly capacity: number | null
  readonly lastKey: Item | null
}
