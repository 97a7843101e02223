import { isProblem, Problem } from '../domain/problem.ts'
import { networkCodes, optInNames } from './error-names.ts'
import {
  type Failure,
  failureOf,
  isBadKey,
  isCertificate,
  isClockSkew,
  isDenied,
  isExpired,
  isNotFound,
  isThrottle,
  isTransient,
} from './failure.ts'
import { identityProblem } from './identity/problems.ts'
import { networkProblem, proxyRefusal } from './network-problems.ts'
import { safeText } from './safe-text.ts'

export { isDenied, isExpired, isNotFound, isThrottle, isTransient } from './failure.ts'

/** What was being done, for the sentence and the advice. */
export interface CallContext {
  /** `logs:FilterLogEvents`: IAM's spelling of service and operation. */
  readonly operation: string
  /** What it was done to, as a person calls it. */
  readonly resource?: string | null | undefined
  readonly profile?: string | null | undefined
  readonly region?: string | null | undefined
  /** The endpoint that replaced AWS's own. */
  readonly endpoint?: string | null | undefined
}

/** One situation: does this error show it, and what is there to tell. */
interface Situation {
  readonly fits: (error: unknown, failure: Failure) => boolean
  readonly tell: (failure: Failure, context: CallContext, cause: unknown) => Problem
}

/**
 * The reason IAM gives, in the order of how precise it is. (IAM User Guide: access denied error messages)
 * An explicit deny of the organisation or a boundary is nothing that a policy of one's own can lift.
 */
const denials: readonly (readonly [pattern: RegExp, why: string, next: string | null])[] = [
  [/explicit deny in a service control policy/i, 'a service control policy denies it', 'the organisation'],
  [/no service control policy allows/i, 'no service control policy allows it', 'the organisation'],
  [/resource control policy/i, 'a resource control policy denies it', 'the organisation'],
  [/permissions boundary/i, 'the permissions boundary does not allow it', 'whoever set the boundary'],
  [/session policy/i, 'the session policy does not allow it', 'whoever made the session'],
  [/VPC endpoint policy/i, 'the policy of the VPC endpoint does not allow it', 'whoever owns the endpoint'],
  [/explicit deny/i, 'a policy denies it explicitly', null],
  [/resource-based policy/i, 'the policy of the resource does not allow it', null],
]

const deniedProblem = (failure: Failure, context: CallContext, cause: unknown): Problem => {
  const said = /not authorized to perform:?\s+([a-z0-9-]+:[A-Za-z0-9*]+)/.exec(failure.message)?.[1]
  const action = said ?? context.operation
  const on = context.resource ? ` on ${safeText(context.resource)}` : ''
  const denial = denials.find(([pattern]) => pattern.test(failure.message))
  const why = denial ? `: ${denial[1]}` : ''
  const hint = denial?.[2]
    ? `Ask ${denial[2]} to allow ${action}; a policy of your own can't lift it.`
    : `Allow ${action} to the role or user that you are; aws sts get-caller-identity${profileFlag(context)} names it.`
  return new Problem('AccessDenied', `Not allowed to call ${action}${on}${why}.`, { hint, action, cause })
}

const profileFlag = (context: CallContext) => (context.profile ? ` --profile ${safeText(context.profile)}` : '')
const where = (context: CallContext) => (context.region ? ` in ${safeText(context.region)}` : '')
const attempts = (failure: Failure) => ((failure.attempts ?? 1) > 1 ? ` ${failure.attempts} times` : '')

/** The first that fits counts: what is said of a key comes before what is said of a permission or a status. */
const situations: readonly Situation[] = [
  {
    fits: (error) => isClockSkew(error),
    tell: (_failure, context, cause) =>
      new Problem('ClockSkew', `AWS refused ${context.operation}: the clock of this machine is off.`, {
        hint: 'Set the clock (timedatectl set-ntp true; in WSL: sudo hwclock -s), then run it again.',
        cause,
      }),
  },
  {
    fits: (error, failure) => isExpired(error) || /ProviderError$/.test(failure.name),
    tell: (failure, context, cause) => identityProblem(failure, context, cause),
  },
  {
    fits: (_error, { name, message }) =>
      optInNames.has(name) || /\bregion\b.{0,60}(disabled|not (been )?(enabled|opted))/i.test(message),
    tell: (_failure, context, cause) =>
      new Problem(
        'RegionDisabled',
        `The region${context.region ? ` ${context.region}` : ''} is not enabled for this account.`,
        {
          hint: `aws account enable-region --region-name ${context.region ?? 'REGION'}, or choose another with --region`,
          cause,
        },
      ),
  },
  {
    fits: (error) => isBadKey(error),
    tell: (_failure, context, cause) =>
      new Problem(
        'CredentialsInvalid',
        `AWS does not accept these credentials for ${context.operation}${where(context)}.`,
        {
          hint:
            `aws sts get-caller-identity${profileFlag(context)} shows whether they are good at all; ` +
            'in a region that is not enabled for the account good ones are refused too.',
          cause,
        },
      ),
  },
  {
    fits: (error) => isThrottle(error),
    tell: (failure, context, cause) =>
      new Problem('Throttled', `AWS throttled ${context.operation}${where(context)}${attempts(failure)}.`, {
        hint: 'The account is over its quota for this call. Wait a little, or ask for less at once.',
        cause,
      }),
  },
  { fits: (error) => isDenied(error), tell: deniedProblem },
  {
    fits: (error) => isNotFound(error),
    tell: (failure, context, cause) =>
      new Problem(
        'NotFound',
        `${context.resource ? safeText(context.resource) : 'What was asked for'} does not exist${where(context)}.`,
        {
          hint: `${context.operation} said: ${safeText(failure.message)}`,
          cause,
        },
      ),
  },
  {
    fits: (error, { code }) => isCertificate(error) || (code !== null && networkCodes.has(code)),
    tell: (failure, context, cause) => networkProblem(failure, context, cause),
  },
  {
    fits: (_error, { name, message }) => name === 'TimeoutError' || proxyRefusal.test(message),
    tell: (failure, context, cause) => networkProblem(failure, context, cause),
  },
  {
    fits: (error) => isTransient(error),
    tell: (failure, context, cause) =>
      new Problem(
        'ServiceUnavailable',
        `AWS could not answer ${context.operation}${where(context)}${attempts(failure)}.`,
        {
          hint: `HTTP ${failure.status ?? '?'} ${safeText(failure.name)}; try again, or look at https://health.aws.amazon.com`,
          cause,
        },
      ),
  },
]

/**
 * Any failure of a call as a Problem: what happened, why, what to type next. A Problem passes unchanged; so does an
 * abort, which is nobody's failure. Nothing of keys, tokens or headers is ever in the text.
 */
export const toProblem = (error: unknown, context: CallContext): Problem => {
  if (isProblem(error)) return error
  const failure = failureOf(error)
  const situation = situations.find(({ fits }) => fits(error, failure))
  if (situation) return situation.tell(failure, context, error)
  const on = context.resource ? ` (${safeText(context.resource)})` : ''
  return new Problem('ServiceError', `${context.operation}${on} failed: ${safeText(failure.message || failure.name)}`, {
    hint: failure.name === 'Error' ? null : `AWS calls this ${safeText(failure.name)}. --debug shows the request id.`,
    cause: error,
  })
}
