import type { Incomplete } from '../domain/incomplete.ts'
import type { Problem } from '../domain/problem.ts'
import type { CiGuard } from './ci-commands.ts'
import { safeJson } from './safe-text.ts'

/** Which app, account and place an answer is about; what is not known (yet) is null. */
export interface AnswerContext {
  readonly stack: string | null
  readonly stackId: string | null
  readonly account: string | null
  readonly region: string | null
  readonly endpoint: string | null
}

/** Epoch milliseconds as the contract writes times: ISO 8601 UTC with milliseconds; null for no time. */
export const isoTime = (at: number | null): string | null => {
  if (at === null) return null
  const date = new Date(at)
  return Number.isNaN(date.getTime()) ? null : date.toISOString()
}

/** What is absent is null, never left out. */
const nulls = (_key: string, value: unknown): unknown => (value === undefined ? null : value)

const print = (value: unknown, guard: CiGuard | null): string => {
  const json = safeJson(JSON.stringify(value, nulls, 2))
  return `${guard ? guard.json(json) : json}\n`
}

/** A whole answer as the contract shapes it: `schema` such as `slsops.stacks/1`, the context, the body's fields, what is missing. */
export const answer = (
  schema: string,
  context: AnswerContext,
  body: Readonly<Record<string, unknown>>,
  incomplete: readonly Incomplete[],
  guard: CiGuard | null = null,
): string => {
  const { stack, stackId, account, region, endpoint } = context
  const missing = incomplete.map(({ what, operation, reason, action }) => ({ what, operation, reason, action }))
  return print({ schema, context: { stack, stackId, account, region, endpoint }, ...body, incomplete: missing }, guard)
}

/** A failure as the contract shapes it. */
export const errorAnswer = ({ code, message, hint, action }: Problem, guard: CiGuard | null = null): string =>
  print({ schema: 'slsops.error/1', error: { code, message, hint, action } }, guard)
