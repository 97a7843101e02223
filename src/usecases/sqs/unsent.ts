import { failureOf } from '../../aws/failure.ts'
import type { Problem } from '../../domain/problem.ts'

/** Problems of a call that cannot have been carried out, whatever its answer was. */
const never: ReadonlySet<string> = new Set([
  'AccessDenied',
  'Throttled',
  'NotFound',
  'CredentialsInvalid',
  'ClockSkew',
  'RegionDisabled',
])

/** Whether a send that failed was surely not carried out: SQS said no. A broken connection or a 5xx says nothing. */
export const isUnsent = (problem: Problem): boolean => {
  if (never.has(problem.code) || /Expired|Credential/.test(problem.code)) return true
  const { status } = failureOf(problem.cause)
  return status !== null && status >= 400 && status < 500
}
