import type { Item, KeySchema } from '../../domain/item/attribute.ts'
import { itemChange } from '../../domain/item/change.ts'
import { parseExact } from '../../domain/item/exact-json.ts'
import { toPlain } from '../../domain/item/plain.ts'
import { ExitCode } from '../../domain/problem.ts'
import type { WritePlan } from '../../domain/write-guard.ts'
import { changeLines } from '../../output/dynamodb-notes.ts'
import { answer } from '../../output/json.ts'
import { safeText } from '../../output/safe-text.ts'
import type { Discovery } from '../../usecases/discovery/discover-app.ts'
import { changeItem, currentItem } from '../../usecases/dynamodb/change-item.ts'
import { type Call, type TablePlace, throttleNote } from './call.ts'

export interface ChangeVerb {
  readonly call: Call
  readonly place: TablePlace
  readonly key: Item
  /** What shall be there, given what is; null = nothing. */
  readonly after: (before: Item | null) => Item | null
  readonly confirm: (plan: WritePlan, discovery: Discovery) => Promise<void>
}

/** `orderId="o-1", line=3` */
const keyText = (key: Item): string =>
  Object.entries(key)
    .map(([name, value]) => `${name}=${JSON.stringify(toPlain(value))}`)
    .join(', ')

const verbOf = (before: Item | null, after: Item | null): string =>
  after === null ? 'delete the item' : before === null ? 'create the item' : 'change the item'

const total = (before: Item | null, after: Item | null): number =>
  new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]).size

const answerOf = async (
  { call, place }: ChangeVerb,
  outcome: string,
  changes: ReturnType<typeof itemChange>,
  key: Item,
) => {
  const context = await call.context(place.discovery.app)
  await call.emit({
    human: () => '',
    json: () =>
      answer(
        'slsops.dynamodb-change/1',
        context,
        { table: place.table, key: keyJson(key), outcome, changes: changesJson(changes) },
        [],
      ),
  })
}

const jsonValue = (text: string | null) => (text === null ? null : parseExact(text))

const changesJson = (changes: ReturnType<typeof itemChange>) =>
  changes.map(({ name, before, after }) => ({ name, before: jsonValue(before), after: jsonValue(after) }))

const keyJson = (key: Item) => Object.fromEntries(Object.entries(key).map(([name, value]) => [name, toPlain(value)]))

/** Shows what would change, asks, and does it if the item is still what was shown. */
export const changeVerb = async (verb: ChangeVerb): Promise<number> => {
  const { call, place, key, confirm } = verb
  const { session, table, resource, discovery } = place
  const options = { signal: call.signal, onThrottle: throttleNote(call) }
  const before = await currentItem(session, table, key, options)
  const after = verb.after(before)
  const changes = itemChange(before, after)
  if (changes.length === 0) {
    call.note(
      safeText(
        before === null ? `there is no item ${keyText(key)} in ${table}` : 'nothing changes: the item is like that',
      ),
    )
    await answerOf(verb, 'unchanged', changes, key)
    return ExitCode.ok
  }
  const named = resource.path === table ? table : `${resource.path} (${table})`
  const plan: WritePlan = {
    what: `${verbOf(before, after)} ${keyText(key)} of ${named}`,
    details: changeLines(changes, total(before, after)),
  }
  await confirm(plan, discovery)
  const schema: KeySchema = place.facts.key
  const { unseen } = await changeItem(session, { table, schema, key, before, after }, options)
  if (unseen.length > 0) call.note(safeText(`came meanwhile, and were left: ${unseen.join(', ')}`))
  call.note('done')
  await answerOf(verb, after === null ? 'deleted' : before === null ? 'created' : 'changed', changes, key)
  return ExitCode.ok
}
