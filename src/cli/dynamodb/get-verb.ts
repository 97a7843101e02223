import { ExitCode } from '../../domain/problem.ts'
import type { CiGuard } from '../../output/ci-commands.ts'
import { totalsLine } from '../../output/dynamodb-notes.ts'
import { getItem } from '../../services/dynamodb/read-items.ts'
import { added, noTotals } from '../../usecases/dynamodb/read-pages.ts'
import { type Call, keyWords, tablePlace, throttleNote } from './call.ts'
import { keyNames, keyOfWords } from './key.ts'
import { showItems } from './show-items.ts'

export interface GetVerb {
  readonly call: Call
  readonly consistent: boolean
  readonly raw: boolean
  readonly guard: CiGuard | null
  readonly dot: string
}

/** Shows one item; exit code 1 where there is none. */
export const getVerb = async ({ call, consistent, raw, guard, dot }: GetVerb): Promise<number> => {
  const { session, discovery, table, facts, rest } = await tablePlace(call, keyWords)
  const key = keyOfWords(rest, facts.key)
  const { signal } = call
  const page = await getItem(session, key, { table, signal, consistent, onThrottle: throttleNote(call) })
  const totals = added(noTotals, page)
  const shown = { table, items: page.items, totals, keys: keyNames(facts.key), raw, guard, pretty: true }
  await showItems(call, discovery.app, shown)
  const missing = page.items.length === 0
  call.note(missing ? `no such item ${dot} ${page.capacity ?? 0} capacity units` : totalsLine(totals, dot))
  return missing ? ExitCode.against : ExitCode.ok
}
