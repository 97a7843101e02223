import type { Incomplete } from '../../domain/incomplete.ts'
import { safeText } from '../../output/safe-text.ts'

/** What could not be read, a line each. */
export const noteIncomplete = (incomplete: readonly Incomplete[]): readonly string[] =>
  incomplete.map(({ what, reason, action }) =>
    safeText(`not read: ${what}: ${reason}${action ? ` (missing permission: ${action})` : ''}`),
  )
