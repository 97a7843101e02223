import { isDeepStrictEqual } from 'node:util'
import type { Item } from './attribute.ts'
import { toPlain } from './plain.ts'

/** What becomes of one attribute: its value as plain JSON before and after; null = it is not there. */
export interface AttributeChange {
  readonly name: string
  readonly before: string | null
  readonly after: string | null
}

const shown = (item: Item | null, name: string): string | null =>
  item !== null && Object.hasOwn(item, name) ? JSON.stringify(toPlain(item[name]!)) : null

const same = (before: Item, after: Item, name: string): boolean =>
  Object.hasOwn(before, name) && Object.hasOwn(after, name) && isDeepStrictEqual(before[name], after[name])

/** The attributes that differ, in the order of the item before, then of the new one. Null = there is no such item. */
export const itemChange = (before: Item | null, after: Item | null): readonly AttributeChange[] =>
  [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
    .filter((name) => before === null || after === null || !same(before, after, name))
    .map((name) => ({ name, before: shown(before, name), after: shown(after, name) }))
