import type { Session } from '../../aws/session.ts'
import type { Item, KeySchema } from '../../domain/item/attribute.ts'
import { itemChange } from '../../domain/item/change.ts'
import { Problem } from '../../domain/problem.ts'
import { getItem } from '../../services/dynamodb/read-items.ts'
import { deleteItem, putItem, updateItem, type Written } from '../../services/dynamodb/write-items.ts'

export interface ItemChange {
  readonly table: string
  readonly schema: KeySchema
  readonly key: Item
  /** What is there, read consistently; null = no such item. */
  readonly before: Item | null
  /** What shall be there; null = nothing. */
  readonly after: Item | null
}

export interface ChangeOptions {
  readonly signal?: AbortSignal | undefined
  readonly onThrottle?: ((pauseMs: number) => void) | undefined
}

/** The item as it is now. Rejects with a Problem. */
export const currentItem = async (
  session: Session,
  table: string,
  key: Item,
  options: ChangeOptions,
): Promise<Item | null> => (await getItem(session, key, { table, consistent: true, ...options })).items[0] ?? null

const changedMeanwhile = (more: string): Problem =>
  new Problem('ChangedMeanwhile', `the item was changed by somebody else after it was shown: ${more}`, {
    hint: 'run the command again to see it as it is now',
    exit: 1,
  })

const unseen = (shown: Item | null, found: Item | null): readonly string[] =>
  Object.keys(found ?? {}).filter((name) => shown === null || !Object.hasOwn(shown, name))

const send = (session: Session, change: ItemChange, options: ChangeOptions): Promise<Written> => {
  const { table, schema, key, before, after } = change
  const writing = { table, schema, shown: before, ...options }
  if (after === null) return deleteItem(session, key, writing)
  if (before === null) return putItem(session, after, writing)
  const { partition, sort } = change.schema
  // A key may be written in other digits (`1.0`), and can't be set.
  const names = itemChange(before, after)
    .map(({ name }) => name)
    .filter((name) => name !== partition.name && name !== sort?.name)
  const set = Object.fromEntries(names.filter((name) => Object.hasOwn(after, name)).map((name) => [name, after[name]!]))
  return updateItem(session, key, { set, remove: names.filter((name) => !Object.hasOwn(after, name)) }, writing)
}

/**
 * Makes the change if the item is still what was shown, and touches nothing otherwise. Attributes that came meanwhile, which no condition can
 * see, stay where an item is replaced (only what differs is written); a deleted item that had some is put back. Returns the names of
 * attributes that are there though they were not shown. Rejects with a Problem: `ChangedMeanwhile` (exit 1) for a concurrent change.
 */
export const changeItem = async (
  session: Session,
  change: ItemChange,
  options: ChangeOptions,
): Promise<{ readonly capacity: number | null; readonly unseen: readonly string[] }> => {
  const written = await send(session, change, options)
  if (written.kind === 'changed') throw changedMeanwhile('nothing was done')
  const names = unseen(change.before, written.before)
  if (change.after === null && names.length > 0) {
    const back = await putItem(session, written.before!, {
      ...options,
      table: change.table,
      schema: change.schema,
      shown: null,
    })
    const told = back.kind === 'done' ? 'it was put back as it was' : 'and is there anew: it was left alone'
    throw changedMeanwhile(`${names.join(', ')} came meanwhile; ${told}`)
  }
  return { capacity: written.capacity, unseen: names }
}
