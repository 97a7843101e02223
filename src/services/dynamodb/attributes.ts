import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import type { Attribute, Item } from '../../domain/item/attribute.ts'

/** The SDK's types say `undefined` and mutable where ours don't: the values are the same. */
export const sent = (item: Item | null): Record<string, AttributeValue> | undefined =>
  item === null ? undefined : (item as Record<string, AttributeValue>)

export const sentList = (values: readonly Attribute[]): AttributeValue[] => values as AttributeValue[]

export const received = (item: Record<string, AttributeValue> | undefined): Item | null =>
  item === undefined ? null : (item as Item)

/** DynamoDB refuses maps of names and values that hold nothing. */
export const filled = <T extends object>(entries: T): T | undefined =>
  Object.keys(entries).length === 0 ? undefined : entries
