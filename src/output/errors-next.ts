import type { JudgedGroup } from '../domain/log/signature-report.ts'
import { since, tailCommand } from './next-command.ts'
import { whyCommand } from './traces/next.ts'

/** `slsops why` looks this far back by itself. */
const WHY_MS = 23 * 3_600_000

/** The command that shows more of a group: the story of its example's request, or the errors of its function. */
export const nextCommand = (
  { example: { source, requestId, at } }: JudgedGroup,
  flags: Readonly<Record<string, unknown>>,
  now: number,
): readonly string[] => {
  const why = requestId === null ? null : whyCommand(requestId, flags)
  if (why === null) return tailCommand({ source, requestId: null, at, errors: true }, flags, now)
  return now - at < WHY_MS ? why : [...why, `--since ${since(at, now)}`]
}
