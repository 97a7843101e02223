import { describe, expect, test } from 'vitest'
import {
  type CallContext,
  isDenied,
  isExpired,
  isNotFound,
  isThrottle,
  isTransient,
  toProblem,
} from '../../src/aws/errors.ts'
import { Problem } from '../../src/domain/problem.ts'

const context: CallContext = {
  operation: 'logs:FilterLogEvents',
  resource: '/aws/lambda/orders',
  profile: 'dev',
  region: 'eu-west-1',
}
const failure = (name: string, message = '', more: Record<string, unknown> = {}) =>
  Object.assign(new Error(message), { name, ...more })
const status = (httpStatusCode: number) => ({ $metadata: { httpStatusCode, attempts: 3 } })
const code = (value: string) => failure('Error', `connect ${value} 10.0.0.1:443`, { code: value })

const denied =
  'User: arn:aws:sts::123456789012:assumed-role/dev/me is not authorized to perform: logs:FilterLogEvents on resource: arn:aws:logs:eu-west-1:123456789012:log-group:x'

describe('what a failure says', () => {
  test.each<[string, unknown, string, RegExp, RegExp]>([
    [
      'expired keys',
      failure('ExpiredTokenException', 'The security token included in the request is expired'),
      'CredentialsExpired',
      /have expired/,
      /aws sso login --profile dev/,
    ],
    ['S3 spells it otherwise', failure('ExpiredToken', ''), 'CredentialsExpired', /have expired/, /./],
    [
      'SSO expired',
      failure(
        'CredentialsProviderError',
        'The SSO session associated with this profile has expired. To refresh this SSO session run aws sso login with the corresponding profile.',
      ),
      'CredentialsExpired',
      /SSO session/,
      /^aws sso login --profile dev$/,
    ],
    [
      'SSO token gone',
      failure(
        'TokenProviderError',
        'Token is expired. To refresh this SSO session run `aws sso login` with the corresponding profile.',
      ),
      'CredentialsExpired',
      /SSO session/,
      /^aws sso login --profile dev$/,
    ],
    [
      'SSO token refused',
      failure('CredentialsProviderError', 'UnauthorizedException: Session token not found or invalid'),
      'CredentialsExpired',
      /SSO/,
      /^aws sso login --profile dev$/,
    ],
    [
      'MFA',
      failure(
        'CredentialsProviderError',
        'Profile dev requires multi-factor authentication, but no MFA code callback was provided.',
      ),
      'MfaRequired',
      /MFA code/,
      /aws sts get-caller-identity --profile dev/,
    ],
    [
      'nobody at all',
      failure('CredentialsProviderError', 'Could not load credentials from any providers'),
      'CredentialsMissing',
      /no AWS credentials/,
      /--demo/,
    ],
    [
      'an empty profile',
      failure(
        'CredentialsProviderError',
        'Could not resolve credentials using profile: [dev] in configuration/credentials file(s).',
      ),
      'CredentialsMissing',
      /"dev" holds no credentials/,
      /aws configure --profile dev.*--demo/,
    ],
    [
      'a process that fails',
      failure('CredentialsProviderError', 'Command failed: op get'),
      'CredentialsMissing',
      /Command failed/,
      /./,
    ],
    [
      'unknown key',
      failure('UnrecognizedClientException', 'The security token included in the request is invalid.'),
      'CredentialsInvalid',
      /does not accept/,
      /get-caller-identity --profile dev/,
    ],
    ['wrong secret', failure('SignatureDoesNotMatch', 'x'), 'CredentialsInvalid', /does not accept/, /./],
    [
      'denied',
      failure('AccessDeniedException', denied),
      'AccessDenied',
      /Not allowed to call logs:FilterLogEvents on \/aws\/lambda\/orders\.$/,
      /Allow logs:FilterLogEvents/,
    ],
    [
      'SCP',
      failure('AccessDeniedException', `${denied} with an explicit deny in a service control policy`),
      'AccessDenied',
      /: a service control policy denies it\.$/,
      /organisation/,
    ],
    [
      'boundary',
      failure('AccessDenied', `${denied} because no permissions boundary allows the logs:FilterLogEvents action`),
      'AccessDenied',
      /permissions boundary/,
      /boundary/,
    ],
    [
      'explicit deny',
      failure('AccessDeniedException', `${denied} with an explicit deny in an identity-based policy`),
      'AccessDenied',
      /denies it explicitly/,
      /./,
    ],
    ['a bare 403', failure('Unknown', 'nope', status(403)), 'AccessDenied', /Not allowed/, /./],
    ['clock', failure('RequestTimeTooSkewed', 'x', status(403)), 'ClockSkew', /clock of this machine/, /clock/],
    [
      'clock, by the signature',
      failure('InvalidSignatureException', 'Signature expired: 20261124T105603Z is now earlier than ...'),
      'ClockSkew',
      /clock/,
      /./,
    ],
    [
      'throttled',
      failure('ThrottlingException', 'Rate exceeded', status(400)),
      'Throttled',
      /throttled logs:FilterLogEvents in eu-west-1 3 times/,
      /quota/,
    ],
    ['any 429', failure('Odd', '', status(429)), 'Throttled', /throttled/, /./],
    [
      '5xx',
      failure('InternalFailure', '', status(503)),
      'ServiceUnavailable',
      /could not answer logs:FilterLogEvents in eu-west-1 3 times/,
      /HTTP 503/,
    ],
    [
      'not there',
      failure('ResourceNotFoundException', 'The specified log group does not exist.'),
      'NotFound',
      /^\/aws\/lambda\/orders does not exist in eu-west-1\.$/,
      /log group/,
    ],
    [
      'CloudFormation',
      failure('ValidationError', 'Stack with id orders does not exist'),
      'NotFound',
      /does not exist/,
      /./,
    ],
    [
      'no such region for us',
      failure('OptInRequired', 'x'),
      'RegionDisabled',
      /eu-west-1 is not enabled/,
      /enable-region/,
    ],
    ['unknown host', code('ENOTFOUND'), 'Network', /host name of logs in eu-west-1/, /region right.*VPN.*HTTPS_PROXY/],
    ['wrapped', failure('Error', 'x', { cause: code('ENOTFOUND') }), 'Network', /host name/, /./],
    ['refused', code('ECONNREFUSED'), 'Network', /Nothing listens/, /./],
    ['every address refused', new AggregateError([code('ECONNREFUSED')]), 'Network', /Nothing listens/, /./],
    ['reset', code('ECONNRESET'), 'Network', /broke \(ECONNRESET\)/, /./],
    ['timeout', failure('TimeoutError', 'no answer'), 'Network', /did not answer in time/, /./],
    [
      'a proxy that wants a password',
      failure('Error', 'Bad response: 407'),
      'Network',
      /proxy did not let us through.*407/,
      /user:password@/,
    ],
    [
      'a proxy that forbids',
      failure('Error', 'Bad response: 403'),
      'Network',
      /proxy did not let us through.*403/,
      /NO_PROXY/,
    ],
    [
      'private CA',
      code('SELF_SIGNED_CERT_IN_CHAIN'),
      'Certificate',
      /not trusted/,
      /AWS_CA_BUNDLE.*NODE_EXTRA_CA_CERTS/,
    ],
    ['old certificate', code('CERT_HAS_EXPIRED'), 'Certificate', /not trusted/, /clock/],
    [
      'something else',
      failure('InvalidParameterException', '1 validation error'),
      'ServiceError',
      /1 validation error/,
      /InvalidParameterException/,
    ],
    ['no error at all', 'boom', 'ServiceError', /failed/, /^$/],
  ])('%s', (_name, error, expected, message, hint) => {
    const problem = toProblem(error, context)
    expect(problem.code).toBe(expected)
    expect(problem.message).toMatch(message)
    expect(problem.hint ?? '').toMatch(hint)
    expect(problem.exit).toBe(3)
  })

  test('the denied action is the one that AWS names, else the operation', () => {
    const other = failure('AccessDeniedException', 'User: x is not authorized to perform: kms:Decrypt on resource: y')
    expect(toProblem(other, context).action).toBe('kms:Decrypt')
    expect(toProblem(failure('AccessDeniedException', ''), context).action).toBe('logs:FilterLogEvents')
    expect(toProblem(failure('ThrottlingException', ''), context).action).toBeNull()
  })

  test('a custom endpoint that refuses is what is named', () => {
    const problem = toProblem(code('ECONNREFUSED'), { ...context, endpoint: 'http://127.0.0.1:4566' })
    expect(problem.message).toBe('Nothing listens at http://127.0.0.1:4566.')
    expect(problem.hint).toMatch(/emulator|AWS_ENDPOINT_URL/)
  })

  test('without a profile nothing is invented', () => {
    const expired = failure('CredentialsProviderError', 'The SSO session associated with this profile has expired.')
    expect(toProblem(expired, { operation: 'sts:GetCallerIdentity' }).hint).toBe('aws sso login')
    expect(toProblem(expired, { operation: 'x:Y', profile: "it's; rm" }).hint).toBe(
      "aws sso login --profile 'it'\\''s; rm'",
    )
  })

  test('a Problem passes unchanged', () => {
    const problem = new Problem('Any', 'as it was')
    expect(toProblem(problem, context)).toBe(problem)
  })

  test('no key, token, signature or control character gets out', () => {
    const message =
      'Bad AKIAIOSFODNN7EXAMPLE Credential=AKIA/2026 Signature=abcdef01 X-Amz-Security-Token=FwoGZXIv http://me:pw@proxy ' +
      'Authorization: Bearer abc.def \u001b[31mred\u001b]0;title\u0007 line\nThe Canonical String for this request should have been GET'
    const { message: said, hint } = toProblem(failure('Odd', message), context)
    for (const secret of ['AKIA', 'abcdef01', 'FwoGZXIv', 'me:pw', 'abc.def', '\u001b', '\u0007', '\n', 'Canonical']) {
      expect(`${said} ${hint}`).not.toContain(secret)
    }
  })
})

describe('predicates', () => {
  const throttles =
    'BandwidthLimitExceeded EC2ThrottledException LimitExceededException PriorRequestNotComplete ProvisionedThroughputExceededException RequestLimitExceeded RequestThrottled RequestThrottledException SlowDown ThrottledException Throttling ThrottlingException TooManyRequestsException TransactionInProgressException'
  test.each(throttles.split(' '))('%s is a throttle', (name) => expect(isThrottle(failure(name))).toBe(true))
  test.each([500, 502, 503, 504])('%d is transient', (value) =>
    expect(isTransient(failure('X', '', status(value)))).toBe(true),
  )
  test.each(['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN'])('%s is transient', (value) =>
    expect(isTransient(code(value))).toBe(true),
  )

  test('a Problem answers as the error it was made of', () => {
    const turned = (name: string, more = {}) => toProblem(failure(name, '', more), context)
    expect(isThrottle(turned('ThrottlingException'))).toBe(true)
    expect(isDenied(turned('AccessDeniedException'))).toBe(true)
    expect(isNotFound(turned('ResourceNotFoundException'))).toBe(true)
    expect(isExpired(turned('ExpiredTokenException'))).toBe(true)
    expect(isTransient(turned('X', status(503)))).toBe(true)
    expect(isTransient(turned('AccessDeniedException'))).toBe(false)
  })

  test('an abort is neither transient nor anything else', () => {
    const abort = failure('AbortError', 'aborted', { code: 'ABORT_ERR' })
    expect([isTransient, isThrottle, isDenied, isNotFound, isExpired].map((is) => is(abort))).toEqual(
      Array(5).fill(false),
    )
  })

  test('a bad key is no denial, a denial is not expired', () => {
    expect(isDenied(failure('UnrecognizedClientException', '', status(403)))).toBe(false)
    expect(isDenied(failure('ExpiredTokenException', '', status(403)))).toBe(false)
    expect(isExpired(failure('AccessDeniedException', ''))).toBe(false)
    expect(isNotFound(failure('X', '', status(404)))).toBe(true)
  })

  test.each([null, undefined, 'text', 5, {}, [], new Error('x')])('%s is read without a fall', (value) => {
    expect([isThrottle, isTransient, isDenied, isNotFound, isExpired].map((is) => is(value))).toEqual(
      Array(5).fill(false),
    )
  })
})
