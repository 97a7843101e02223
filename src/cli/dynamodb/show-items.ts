import type { Item } from '../../domain/item/attribute.ts'
import type { ReadTotals } from '../../domain/item/page.ts'
import type { StackApp } from '../../domain/stack.ts'
import type { CiGuard } from '../../output/ci-commands.ts'
import { safeText } from '../../output/safe-text.ts'
import type { Call } from './call.ts'

export interface Shown {
  readonly table: string | null
  readonly items: readonly Item[]
  readonly totals: ReadTotals
  /** Attributes of the key, which stand first. */
  readonly keys: readonly string[]
  readonly raw: boolean
  readonly guard: CiGuard | null
  /** JSON for a person too: a table is no form for one item. */
  readonly pretty: boolean
}

/** Prints items in the formats that were asked for, and says what had no room. */
export const showItems = async (call: Call, app: StackApp, shown: Shown): Promise<void> => {
  const { itemLine, itemsAnswer, itemsPretty, itemsTable } = await import('../../output/dynamodb-items.ts')
  const { items, keys, raw, guard, pretty } = shown
  const context = await call.context(app)
  let left: readonly string[] = []
  await call.emit({
    human: async () => {
      if (pretty || raw) return itemsPretty(items, { raw, guard })
      if (items.length === 0) return ''
      const made = await itemsTable(items, keys, { style: call.style, raw, guard })
      left = made.left
      return made.text
    },
    json: () => itemsAnswer(shown, context, { raw, guard }),
    ndjson: () => items.map((item) => itemLine(item, { raw, guard })).join(''),
  })
  if (left.length > 0) call.note(safeText(`no room for: ${left.join(', ')}; -o ndjson has them`))
}
