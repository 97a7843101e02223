import type { JudgedGroup } from '../domain/log/signature-report.ts'
import { tailCommand } from './next-command.ts'

export { placeFlags } from './next-command.ts'

/** The command that shows more of a group: all lines of its example's request, or the errors of its function. */
export const nextCommand = (
  { example: { source, requestId, at } }: JudgedGroup,
  flags: Readonly<Record<string, unknown>>,
  now: number,
): readonly string[] => tailCommand({ source, requestId, at, errors: true }, flags, now)
