import type { ErrorsReport } from '../../domain/log/signature-report.ts'
import { ExitCode } from '../../domain/problem.ts'

export type FailOn = 'new' | 'any'

/** What may hold failures that nobody saw. */
export interface Unseen {
  /** Log groups that could not be read. */
  readonly groups: number
  /** Functions that are not known, or whose lines were not found where they are assumed to be. */
  readonly functions: number
}

/**
 * The exit code: 1 where there is what `--fail-on` names, whatever else could not be read; 3 where what could not be read or told may have
 * held it; else 0. Without a verdict to give, functions that are not known are no failure of the command.
 */
export const errorsExit = ({ groups, other }: ErrorsReport, failOn: FailOn | null, unseen: Unseen): number => {
  if (failOn === 'any' && groups.length + other > 0) return ExitCode.against
  if (failOn === 'new' && groups.some(({ isNew }) => isNew === true)) return ExitCode.against
  if (failOn === 'new' && (other > 0 || groups.some(({ isNew }) => isNew === null))) return ExitCode.unknown
  return unseen.groups > 0 || (failOn !== null && unseen.functions > 0) ? ExitCode.unknown : ExitCode.ok
}
