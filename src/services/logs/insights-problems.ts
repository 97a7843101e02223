import { ExitCode, isProblem, Problem } from '../../domain/problem.ts'

interface Compiled {
  readonly name?: string
  readonly message?: string
  readonly queryCompileError?: {
    readonly message?: string
    readonly location?: { readonly startCharOffset?: number; readonly endCharOffset?: number }
  }
}

/** Where AWS stopped understanding a query: characters from the start of what was sent, both inclusive. */
export interface MalformedAt {
  readonly start: number
  readonly end: number
}

const known: Readonly<Record<string, (error: Compiled) => Problem>> = {
  MalformedQueryException: (cause) => {
    const said = cause.queryCompileError?.message || cause.message || 'it is no Logs Insights query'
    return new Problem('MalformedQuery', `CloudWatch does not understand the query: ${oneLine(said)}`, {
      exit: ExitCode.usage,
      cause,
    })
  },
  LimitExceededException: (cause) =>
    new Problem('QueryLimit', 'As many Insights queries as the account may have are running already.', {
      hint: 'Wait a little; dashboards and scheduled queries count too.',
      cause,
    }),
  ResourceNotFoundException: (cause) =>
    new Problem('LogGroupMissing', `A log group does not exist: ${oneLine(cause.message ?? '')}`, {
      exit: ExitCode.usage,
      hint: 'A function has a log group from its first invocation on.',
      cause,
    }),
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim().slice(0, 500)

/** The failures that only a query has, with the codes `MalformedQuery`, `QueryLimit`, `LogGroupMissing`; null for all others. */
export const insightsProblem = (error: unknown): Problem | null => {
  const cause = error as Compiled
  return isProblem(error) ? error : (known[cause.name ?? '']?.(cause) ?? null)
}

/** Where a `MalformedQuery` is malformed; null where AWS did not say. (QueryCompileError: location) */
export const malformedAt = ({ cause }: Problem): MalformedAt | null => {
  const { startCharOffset, endCharOffset } = (cause as Compiled | undefined)?.queryCompileError?.location ?? {}
  if (startCharOffset === undefined) return null
  return { start: startCharOffset, end: Math.max(startCharOffset, endCharOffset ?? startCharOffset) }
}

/** The ones of these log groups that a `LogGroupMissing` names. */
export const groupsNamed = ({ cause }: Problem, groups: readonly string[]): readonly string[] => {
  const said = (cause as Compiled | undefined)?.message ?? ''
  const inWords = (name: string): boolean => {
    const at = said.indexOf(name)
    return at >= 0 && !/[\w/.#-]/.test(said[at + name.length] ?? '') && !/[\w/.#-]/.test(said[at - 1] ?? '')
  }
  return groups.filter((group) => inWords(group))
}
