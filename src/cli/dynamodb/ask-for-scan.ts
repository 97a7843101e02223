import { BIG_TABLE_BYTES, scanCost } from '../../domain/item/scan-cost.ts'
import type { TableFacts } from '../../domain/item/table.ts'
import { ExitCode, Problem, usage } from '../../domain/problem.ts'
import { scanWarning } from '../../output/dynamodb-notes.ts'
import { safeText } from '../../output/safe-text.ts'

export interface ScanAsking {
  /** It may go over all of the table. */
  readonly whole: boolean
  readonly consistent: boolean
  readonly yes: boolean
  readonly terminal: boolean
  readonly note: (line: string) => void
  readonly ask: (question: string) => Promise<string>
}

/** Says what a scan of a big table costs, and asks. Throws a usage Problem where nobody said yes: then nothing was read of it. */
export const askForScan = async (facts: TableFacts, asking: ScanAsking): Promise<void> => {
  const bytes = facts.approximateBytes ?? 0
  if (!asking.whole || bytes < BIG_TABLE_BYTES) return
  const cost = scanCost(bytes * (asking.consistent ? 2 : 1))
  asking.note(safeText(scanWarning(facts.name, { bytes, items: facts.approximateItems }, cost)))
  if (asking.yes) return
  if (!asking.terminal) {
    throw usage(
      `nothing was read: ${safeText(facts.name)} is big, and nobody is there to be asked`,
      '--yes reads it all the same',
    )
  }
  if (!/^y(es)?$/i.test((await asking.ask('Go on? [y/N] ')).trim())) {
    throw new Problem('Declined', 'nothing was read', { exit: ExitCode.usage })
  }
}
