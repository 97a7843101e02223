import { Problem } from '../../domain/problem.ts'
import type { CallContext } from '../errors.ts'
import type { Failure } from '../failure.ts'
import { safeText } from '../safe-text.ts'

type Whose = Pick<CallContext, 'profile'>

/** A profile's name as it can be pasted into a shell. */
const quoted = (name: string) => (/^[\w.@%+:/-]+$/.test(name) ? name : `'${name.replaceAll("'", "'\\''")}'`)
const flag = (whose: Whose) => (whose.profile ? ` --profile ${quoted(safeText(whose.profile))}` : '')

/** The SDK's credential providers speak in free text; the first line that fits counts. */
const sayings: readonly {
  readonly says: RegExp
  readonly code: string
  readonly what: (whose: Whose) => string
  readonly next: (whose: Whose) => string
}[] = [
  {
    says: /aws sso login|SSO session|sso.*token|Token is expired|Session token not found or invalid|ForbiddenException/i,
    code: 'CredentialsExpired',
    what: () => 'The SSO session has expired or was never opened.',
    next: (whose) => `aws sso login${flag(whose)}`,
  },
  {
    says: /aws login|login session|sign-?in token/i,
    code: 'CredentialsExpired',
    what: () => 'The login session has expired or was never opened.',
    next: (whose) => `aws login${flag(whose)}`,
  },
  {
    says: /multi-factor|MFA/i,
    code: 'MfaRequired',
    what: () => 'This profile asks for an MFA code, and there is no terminal to ask on.',
    next: (whose) =>
      `Open the session on a terminal first: aws sts get-caller-identity${flag(whose)} ` +
      '(its session is remembered and used here), or give session keys in AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN.',
  },
  {
    says: /Could not load credentials|credentials from any providers|Metadata Service access disabled/i,
    code: 'CredentialsMissing',
    what: () => 'There are no AWS credentials.',
    next: (whose) =>
      whose.profile
        ? `aws configure${flag(whose)}, or aws configure sso${flag(whose)}. Without an account: add --demo`
        : 'aws configure, or aws configure sso, or export AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or --profile NAME. Without an account: add --demo',
  },
  {
    says: /Could not resolve credentials using profile/i,
    code: 'CredentialsMissing',
    what: (whose) =>
      `The profile ${whose.profile ? `"${safeText(whose.profile)}"` : ''} holds no credentials.`.replace('  ', ' '),
    next: (whose) => `aws configure${flag(whose)}, or aws configure sso${flag(whose)}. Without an account: add --demo`,
  },
]

/** A failure to get credentials, or keys that AWS calls expired. Exit 3. */
export const identityProblem = (failure: Pick<Failure, 'name' | 'message'>, whose: Whose, cause: unknown): Problem => {
  const fromProvider = /ProviderError$/.test(failure.name)
  const saying = fromProvider ? sayings.find(({ says }) => says.test(failure.message)) : undefined
  if (saying) return new Problem(saying.code, saying.what(whose), { hint: saying.next(whose), cause })
  if (fromProvider) {
    return new Problem('CredentialsMissing', `No credentials: ${safeText(failure.message)}`, {
      hint: `aws sts get-caller-identity${flag(whose)} shows what the AWS CLI makes of it.`,
      cause,
    })
  }
  return new Problem('CredentialsExpired', 'The credentials have expired.', {
    hint: whose.profile
      ? `aws sso login${flag(whose)}, or get new keys for the profile.`
      : 'Get new keys (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN), or use --profile NAME.',
    cause,
  })
}

export const mfaProblem = (profile: string | null): Problem =>
  identityProblem({ name: 'CredentialsProviderError', message: 'MFA' }, { profile }, undefined)

/** Null: the failure was another one. (AWS STS: a wrong or used code is an AccessDenied) */
export const codeProblem = (error: unknown): Problem | null =>
  error instanceof Error && /MultiFactorAuthentication failed/i.test(error.message)
    ? new Problem('MfaRefused', 'AWS did not accept the MFA code.', {
        hint: 'Wait for the next code of the device (one is good once), then run it again.',
        cause: error,
      })
    : null

export const profileCycle = (names: readonly string[]): Problem =>
  new Problem('Usage', `The profiles name each other as source: ${names.map(safeText).join(' -> ')}`, {
    hint: 'Look at source_profile in the AWS configuration files.',
    exit: 2,
  })
