import { type CallContext, isThrottle, isTransient, toProblem } from '../../aws/errors.ts'
import { failureOf } from '../../aws/failure.ts'
import { ExitCode, Problem } from '../../domain/problem.ts'

interface Told {
  readonly code: string
  readonly why: string
  readonly hint: string
}

/** What the caller can put right: nothing ran. (Lambda API: errors of Invoke) */
const callers: Readonly<Record<string, Told>> = {
  ResourceNotFoundException: {
    code: 'FunctionNotFound',
    why: 'does not exist, or not with this qualifier',
    hint: 'slsops resources --type lambda lists them; --refresh discovers the stack anew',
  },
  InvalidRequestContentException: {
    code: 'BadPayload',
    why: 'was not invoked: the payload is no JSON that Lambda can read',
    hint: 'see what is sent: --print-event',
  },
  RequestTooLargeException: {
    code: 'PayloadTooLarge',
    why: 'was not invoked: the payload is too large',
    hint: 'Lambda takes 6 MB, and 1 MB with --async: put the rest into a bucket',
  },
  InvalidParameterValueException: { code: 'InvalidParameter', why: 'was not invoked', hint: 'see --help' },
  ModeNotSupportedException: {
    code: 'ModeNotSupported',
    why: 'can not be invoked in this way',
    hint: 'with --async, or without --stream',
  },
  DurableExecutionAlreadyStartedException: {
    code: 'AlreadyStarted',
    why: 'was not invoked: an execution of this name has begun with another payload',
    hint: 'another --name begins another execution',
  },
}

/** (Lambda API: TooManyRequestsException, Reason) */
const reasons: Readonly<Record<string, string>> = {
  ReservedFunctionConcurrentInvocationLimitExceeded: "all of the function's reserved concurrency is in use",
  ConcurrentInvocationLimitExceeded: "all of the account's concurrency is in use",
  FunctionInvocationRateLimitExceeded: 'the function is invoked too often',
  ReservedFunctionInvocationRateLimitExceeded:
    "the function's reserved concurrency allows no more invocations a second",
  CallerRateLimitExceeded: 'the caller calls too often',
  ConcurrentSnapshotCreateLimitExceeded: 'too many snapshots are being made',
}

const throttled = (error: unknown, name: string): Problem => {
  const { Reason, retryAfterSeconds } = error as { Reason?: string; retryAfterSeconds?: string }
  const why = reasons[Reason ?? ''] ?? Reason ?? 'no reason was given'
  const when = retryAfterSeconds ? ` in ${retryAfterSeconds} s` : ''
  return new Problem('Throttled', `Lambda throttled the invocation of ${name}: ${why}`, {
    hint: `it did not run, and was not sent again: try${when === '' ? ' a little later' : ` it again${when}`}`,
    cause: error,
  })
}

/** Codes of a connection that never stood: nothing can have run. */
const neverSent: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
])

/** A failed invocation as a Problem; it says whether the function may have run all the same. `name`: what the person calls the function. */
export const invokeProblem = (error: unknown, name: string, context: CallContext): Problem => {
  const failure = failureOf(error)
  const told = callers[failure.name]
  if (told)
    return new Problem(told.code, `${name} ${told.why}: ${failure.message}`, {
      hint: told.hint,
      exit: ExitCode.usage,
      cause: error,
    })
  if (failure.name === 'TooManyRequestsException' || isThrottle(error)) return throttled(error, name)
  const problem = toProblem(error, context)
  if (!isTransient(error) || neverSent.has(failure.code ?? '')) return problem
  // Not the advice to try it again, which every other call gets.
  return new Problem(problem.code, problem.message, {
    hint: 'It was sent once, is not sent again, and may have run: its log tells (slsops tail --since 5m).',
    action: problem.action,
    exit: problem.exit,
    cause: error,
  })
}
