import type { FunctionInfo } from '../../domain/function-info.ts'
import type { Occurrence } from '../../domain/log/signature-failures.ts'
import type { WhyCause } from '../../domain/why.ts'
import { firstEffect } from '../errors/new-since.ts'

export interface SinceDeploy {
  /** Epoch milliseconds; null where no deploy is known. */
  readonly deployAt: number | null
  readonly functions: readonly Pick<FunctionInfo, 'lastModified'>[]
  /** The failure in question. */
  readonly failure: Occurrence
  /** Reads the failures of its function between two times, oldest first, until `enough`. False: not all could be read. */
  readonly read: (
    part: { readonly from: number; readonly to: number },
    take: (occurrence: Occurrence) => void,
    enough: () => boolean,
  ) => Promise<boolean>
}

const HOUR = 3_600_000
/** A failure from further after a deploy than this is not looked for in all the time between. */
const LONGEST_MS = 24 * HOUR

/**
 * When a failure was first seen since the deploy; null where it was there in the hour before it, where the deploy is later or too long ago, or where
 * that can't be told.
 */
export const firstSinceDeploy = async ({
  deployAt,
  functions,
  failure,
  read,
}: SinceDeploy): Promise<NonNullable<WhyCause['sinceDeploy']> | null> => {
  if (deployAt === null) return null
  const cutoff = firstEffect(deployAt, functions)
  if (failure.at < cutoff || failure.at - cutoff > LONGEST_MS) return null
  const firstIn = async (from: number, to: number): Promise<number | null | undefined> => {
    let at: number | null = null
    const take = (one: Occurrence): void => {
      if (one.signature.text === failure.signature.text) at ??= one.at
    }
    return (await read({ from, to }, take, () => at !== null)) ? at : undefined
  }
  // The hour before it decides most often, and is short.
  if ((await firstIn(cutoff - HOUR, cutoff - 1)) !== null) return null
  const at = await firstIn(cutoff, failure.at)
  return at === undefined ? null : { firstSeen: at ?? failure.at, deployAt }
}
