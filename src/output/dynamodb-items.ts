import type { Item } from '../domain/item/attribute.ts'
import { toDynamoDbJson } from '../domain/item/dynamodb-json.ts'
import { isExactNumber, type Plain } from '../domain/item/exact-json.ts'
import type { ReadTotals } from '../domain/item/page.ts'
import { itemToPlain } from '../domain/item/plain.ts'
import type { CiGuard } from './ci-commands.ts'
import { type AnswerContext, answer } from './json.ts'
import { safeJson } from './safe-text.ts'
import type { Style } from './style.ts'
import { type Column, table } from './table.ts'
import { cutTo, measureFor } from './width.ts'

export interface ItemsLook {
  readonly style: Style
  /** DynamoDB's own JSON. */
  readonly raw: boolean
  readonly guard: CiGuard | null
}

type Fields = { readonly [name: string]: Plain }

const fieldsOf = (item: Item, raw: boolean): Fields => (raw ? toDynamoDbJson(item) : itemToPlain(item))

const guarded = (text: string, guard: CiGuard | null): string => (guard ? guard.json(text) : text)

/** An item a line. */
export const itemLine = (item: Item, { raw, guard }: Pick<ItemsLook, 'raw' | 'guard'>): string =>
  `${guarded(safeJson(JSON.stringify(fieldsOf(item, raw))), guard)}\n`

/** Items as JSON that a person reads. */
export const itemsPretty = (items: readonly Item[], { raw, guard }: Pick<ItemsLook, 'raw' | 'guard'>): string =>
  items.map((item) => `${guarded(safeJson(JSON.stringify(fieldsOf(item, raw), null, 2)), guard)}\n`).join('')

const cellText = (value: Plain | undefined): string | null => {
  if (value === undefined) return null
  if (typeof value === 'string') return value
  return isExactNumber(value) ? value.rawJSON : JSON.stringify(value)
}

/** No column is made wider than this while there are others. */
const widest = 32
const gap = 2

/** Attributes in the order of the key, then of how many items have them. */
const columnsOf = (rows: readonly Fields[], keys: readonly string[]): readonly string[] => {
  const counts = new Map<string, number>()
  for (const row of rows) for (const name of Object.keys(row)) counts.set(name, (counts.get(name) ?? 0) + 1)
  const first = keys.filter((name) => counts.has(name))
  const others = [...counts.keys()].filter((name) => !first.includes(name))
  return [...first, ...others.sort((a, b) => counts.get(b)! - counts.get(a)!)]
}

/** Items as a table as wide as the terminal; `left` are the attributes that had no room. */
export const itemsTable = async (
  items: readonly Item[],
  keys: readonly string[],
  { style, guard }: ItemsLook,
): Promise<{ readonly text: string; readonly left: readonly string[] }> => {
  const rows = items.map((item) => fieldsOf(item, false))
  const names = columnsOf(rows, keys)
  const texts = rows.map((row) => names.map((name) => cellText(row[name])))
  const measure = await measureFor([...names, ...texts.flat().filter((text) => text !== null)])
  let room = style.width ?? Number.POSITIVE_INFINITY
  let taken = 0
  for (const [at, name] of names.entries()) {
    const natural = texts.reduce((most, row) => Math.max(most, measure.width(row[at] ?? '')), measure.width(name))
    room -= Math.min(natural, widest) + (at === 0 ? 0 : gap)
    if (room < 0 && at > 0) break
    taken = at + 1
  }
  const columns: readonly Column[] = names.slice(0, taken).map((title, at) => {
    const numbers = rows.every((row) => row[title] === undefined || isExactNumber(row[title]))
    return { title: cutTo(title, 40, '…', measure), align: numbers ? 'right' : 'left', keep: at < keys.length }
  })
  const cells = texts.map((row) =>
    row.slice(0, taken).map((text) => (text !== null && style.width !== null ? text.slice(0, style.width * 2) : text)),
  )
  const text = await table(columns, cells, style)
  return { text: guard ? guard.text(text) : text, left: names.slice(taken) }
}

/** The answer of get, query, scan and sql, `slsops.dynamodb-items/1`. */
export const itemsAnswer = (
  read: { readonly table: string | null; readonly items: readonly Item[]; readonly totals: ReadTotals },
  context: AnswerContext,
  { raw, guard }: Pick<ItemsLook, 'raw' | 'guard'>,
): string => {
  const { returned, scanned, capacity, lastKey } = read.totals
  const items = read.items.map((item) => fieldsOf(item, raw))
  const body = {
    table: read.table,
    items,
    returned,
    scanned,
    consumedCapacity: capacity,
    lastKey: lastKey && fieldsOf(lastKey, raw),
  }
  return answer('slsops.dynamodb-items/1', context, body, [], guard)
}
