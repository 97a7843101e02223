import type { Session } from '../../aws/session.ts'
import type { Item } from '../../domain/item/attribute.ts'
import type { ItemPage, ReadTotals } from '../../domain/item/page.ts'
import { type PageQuestion, readPage } from '../../services/dynamodb/read-items.ts'

export interface PagesWanted extends Omit<PageQuestion, 'limit' | 'from'> {
  /** Items to return, at most; null = all of them. */
  readonly want: number | null
  readonly from: Item | null
  /** Names of the key attributes of the table and of the index: where a page may be cut. */
  readonly keyNames: readonly string[]
}

const keyOf = (item: Item, names: readonly string[]): Item =>
  Object.fromEntries(names.flatMap((name) => (item[name] === undefined ? [] : [[name, item[name]]])))

/** DynamoDB's limit counts what is looked at. With a filter it would end pages early without saving anything; the page is cut instead. */
const cut = (page: ItemPage, left: number | null, keyNames: readonly string[]): ItemPage => {
  if (left === null || page.items.length <= left) return page
  const items = page.items.slice(0, left)
  return { ...page, items, lastKey: keyOf(items.at(-1)!, keyNames) }
}

/** Page after page, up to as many items as are wanted. Rejects with a Problem, or the signal's reason. */
export async function* readPages(session: Session, wanted: PagesWanted): AsyncGenerator<ItemPage, void, undefined> {
  const { want, keyNames, from, ...question } = wanted
  let last = from
  for (let left = want; left === null || left > 0; ) {
    const limit = question.filters.length === 0 ? left : null
    const page = cut(await readPage(session, { ...question, limit, from: last }), left, keyNames)
    yield page
    last = page.lastKey
    if (last === null) return
    if (left !== null) left -= page.items.length
  }
}

export const noTotals: ReadTotals = { returned: 0, scanned: 0, capacity: null, lastKey: null }

export const added = (totals: ReadTotals, page: ItemPage): ReadTotals => ({
  returned: totals.returned + page.items.length,
  scanned: totals.scanned + page.scanned,
  capacity: page.capacity === null ? totals.capacity : (totals.capacity ?? 0) + page.capacity,
  lastKey: page.lastKey,
})
