import type { Session } from '../../aws/session.ts'
import type { FunctionRow } from '../../domain/functions/detail.ts'
import type { Incomplete } from '../../domain/incomplete.ts'
import { atMost } from '../discovery/at-most.ts'
import { telling } from '../telling.ts'
import type { FunctionsRead } from './list-functions.ts'
import { readWiring, type Wiring } from './read-wiring.ts'

const calls = 3

/** Rows with what makes each function run, where that is wanted; one that could not be asked before is not asked again. */
export const wiredRows = async (
  session: Session,
  { rows, lost }: FunctionsRead,
  wanted: boolean,
  signal: AbortSignal,
): Promise<{
  readonly rows: readonly (FunctionRow & { readonly wiring: Wiring | null })[]
  readonly incomplete: readonly Incomplete[]
}> => {
  const incomplete: Incomplete[] = []
  const limit = atMost(calls)
  const told = telling(incomplete, signal)
  const wired = rows.map(async (row) => {
    const asks = wanted && !lost.has(row.detail.path) && row.detail.state !== null
    return { ...row, wiring: asks ? await limit(() => readWiring(session, row.detail, told, signal)) : null }
  })
  return { rows: await Promise.all(wired), incomplete }
}
