import type { Item, KeySchema } from '../../domain/item/attribute.ts'
import { type Condition, filterCondition } from '../../domain/item/condition.ts'
import { ExitCode, usage } from '../../domain/problem.ts'
import type { CiGuard } from '../../output/ci-commands.ts'
import { totalsLine } from '../../output/dynamodb-notes.ts'
import { added, noTotals, type PagesWanted, readPages } from '../../usecases/dynamodb/read-pages.ts'
import { type Call, type TablePlace, throttleNote } from './call.ts'
import { keyNames } from './key.ts'
import { showItems } from './show-items.ts'

export interface PageFlags {
  readonly index: string | undefined
  readonly filter: readonly string[] | undefined
  readonly limit: number | undefined
  readonly all: boolean
  readonly resume: string | undefined
  readonly consistent: boolean
  readonly raw: boolean
}

export interface ReadVerb {
  readonly call: Call
  readonly place: TablePlace
  readonly flags: PageFlags
  readonly key: readonly Condition[]
  readonly descending: boolean
  readonly guard: CiGuard | null
  readonly dot: string
}

const usualItems = 25

/** The key that is read by: the table's, or that of the index. Throws a usage Problem for an index that is not there. */
export const keyReadBy = ({ facts }: TablePlace, index: string | undefined): KeySchema => {
  if (index === undefined) return facts.key
  const found = facts.indexes.find(({ name }) => name === index)
  if (found) return found.key
  const names = facts.indexes.map(({ name }) => name)
  throw usage(`${facts.name} has no index "${index}"`, names.length > 0 ? `it has: ${names.join(', ')}` : 'it has none')
}

/** The whole of a table goes out as it comes. Throws a usage Problem for a format, or a file, that would have to hold it in memory. */
export const streamOnly = (outputs: readonly { readonly format: string; readonly file: string | null }[]): void => {
  const wrong = outputs.find(({ format, file }) => format !== 'ndjson' || file !== null)
  if (!wrong) return
  const asked = wrong.file === null ? wrong.format : `${wrong.format}=${wrong.file}`
  throw usage(`all items are a stream on stdout, which -o ${asked} is not`, '--all -o ndjson > FILE')
}

/** What `--limit` or `--all` ask for, as pages. */
const wantedPages = ({ call, place, flags, key, descending }: ReadVerb, from: Item | null): PagesWanted => {
  const schema = keyReadBy(place, flags.index)
  return {
    table: place.table,
    index: flags.index ?? null,
    key,
    filters: (flags.filter ?? []).map(filterCondition),
    descending,
    consistent: flags.consistent,
    want: flags.all ? null : (flags.limit ?? usualItems),
    from,
    keyNames: [...new Set([...keyNames(schema), ...keyNames(place.facts.key)])],
    signal: call.signal,
    onThrottle: throttleNote(call),
  }
}

/** Reads up to the limit and prints. */
export const readVerb = async (verb: ReadVerb): Promise<number> => {
  const { call, place, flags, guard, dot } = verb
  if (flags.all) {
    const { streamVerb } = await import('./stream-verb.ts')
    return streamVerb(verb, (from) => wantedPages(verb, from))
  }
  const wanted = wantedPages(verb, null)
  const items: Item[] = []
  let totals = noTotals
  for await (const page of readPages(place.session, wanted)) {
    items.push(...page.items)
    totals = added(totals, page)
  }
  const shown = { table: place.table, items, totals, keys: wanted.keyNames, raw: flags.raw, guard, pretty: false }
  await showItems(call, place.discovery.app, shown)
  call.note(totalsLine(totals, dot))
  if (totals.lastKey !== null) call.note(`there is more: --limit ${Math.max(100, 4 * (wanted.want ?? 0))}, or --all`)
  return ExitCode.ok
}
