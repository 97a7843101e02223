import { isProblem } from '../domain/problem.ts'
import {
  badKeyNames,
  certificateCodes,
  clockNames,
  deniedNames,
  expiredNames,
  networkCodes,
  notFoundNames,
  throttleNames,
  transientNames,
  transientStatuses,
} from './error-names.ts'

/** What can be read of an error of the SDK, of our own requests, or of Node, whatever else it is. */
export interface Failure {
  readonly name: string
  readonly message: string
  /** Node's `code` (`ENOTFOUND` ...), of the error itself or of what caused it. */
  readonly code: string | null
  /** The code of a Problem that such an error had been turned into; null for every other error. */
  readonly problem: string | null
  readonly status: number | null
  readonly requestId: string | null
  readonly attempts: number | null
  readonly clockSkewCorrected: boolean
  /** The Smithy `retryable` trait. */
  readonly retryable: { readonly throttling?: boolean } | null
}

const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
const figure = (value: unknown): number | null => (typeof value === 'number' ? value : null)

/** `com.amazonaws.logs#ThrottlingException:http://...` -> `ThrottlingException`. */
export const bareName = (name: string): string => name.split('#').at(-1)!.split(':')[0]!.trim()

const codeOf = (error: unknown, depth = 0): string | null => {
  const { code, cause, errors } = record(error)
  // Happy Eyeballs wraps one error per address that was tried.
  const inner = Array.isArray(errors) ? errors[0] : cause
  const own = text(code)
  if (own && own !== 'ERR_UNHANDLED_ERROR') return own
  return inner === undefined || depth > 5 ? own : codeOf(inner, depth + 1)
}

export const failureOf = (error: unknown): Failure => {
  const fields = record(error)
  const metadata = record(fields['$metadata'])
  return {
    name: bareName(text(fields['name']) ?? 'Error'),
    message: text(fields['message']) ?? '',
    code: codeOf(error),
    problem: isProblem(error) ? error.code : null,
    status: figure(metadata['httpStatusCode']),
    requestId: text(metadata['requestId']),
    attempts: figure(metadata['attempts']),
    clockSkewCorrected: metadata['clockSkewCorrected'] === true,
    retryable: typeof fields['$retryable'] === 'object' ? (fields['$retryable'] as { throttling?: boolean }) : null,
  }
}

/** AWS's "too fast": by name, by the Smithy trait, or any 429. */
export const isThrottle = (error: unknown): boolean => {
  const { name, status, retryable, problem } = failureOf(error)
  return problem === 'Throttled' || status === 429 || throttleNames.has(name) || retryable?.throttling === true
}

/** Likely to go well another time: a server's 500, 502, 503, 504, a timeout, a broken or refused connection. */
export const isTransient = (error: unknown): boolean => {
  const { name, message, status, code, retryable, clockSkewCorrected, problem } = failureOf(error)
  if (name === 'AbortError') return false
  return (
    problem === 'Network' ||
    problem === 'ServiceUnavailable' ||
    retryable !== null ||
    clockSkewCorrected ||
    (name === 'InvalidSignatureException' && message.includes('Signature expired')) ||
    transientNames.has(name) ||
    (code !== null && networkCodes.has(code)) ||
    (status !== null && transientStatuses.has(status))
  )
}

/** No permission for the call. A bad or expired key is not this. */
export const isDenied = (error: unknown): boolean => {
  const { name, status, problem } = failureOf(error)
  if (deniedNames.has(name) || problem === 'AccessDenied') return true
  return status === 403 && !expiredNames.has(name) && !badKeyNames.has(name) && !clockNames.has(name)
}

/** The thing that was asked for is not there. CloudFormation says it as a ValidationError "... does not exist". */
export const isNotFound = (error: unknown): boolean => {
  const { name, message, status, problem } = failureOf(error)
  if (problem === 'NotFound') return true
  return notFoundNames.has(name) || (/does not exist/i.test(message) && name === 'ValidationError') || status === 404
}

/** Keys or sessions that were good once. */
export const isExpired = (error: unknown): boolean => {
  const { name, message, problem } = failureOf(error)
  if (expiredNames.has(name) || problem === 'CredentialsExpired') return true
  return (
    /^(Credentials|Token)ProviderError$/.test(name) && /expired|is invalid|not found or (is )?invalid/i.test(message)
  )
}

/** The clock of this machine, not the key, is what AWS refused. */
export const isClockSkew = (error: unknown): boolean => {
  const { name, message } = failureOf(error)
  return (
    clockNames.has(name) ||
    ((name === 'InvalidSignatureException' || name === 'SignatureDoesNotMatch') &&
      /signature (expired|not yet current)/i.test(message))
  )
}

export const isCertificate = (error: unknown): boolean => certificateCodes.has(failureOf(error).code ?? '')
export const isBadKey = (error: unknown): boolean => badKeyNames.has(failureOf(error).name)
