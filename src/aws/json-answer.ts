import { bareName } from './failure.ts'
import type { TransportAnswer } from './transport.ts'

/** An error in the shape of the SDK's, so that everything which reads one reads the other. */
export interface AnswerError extends Error {
  readonly $metadata: AnswerMetadata
  /** The answer could not be read to its end: a transient fault of the way, whatever the status said. */
  readonly $retryable?: { readonly throttling: boolean }
}

export interface AnswerMetadata {
  readonly httpStatusCode: number
  readonly requestId: string | null
  readonly attempts: number
  readonly clockSkewCorrected: boolean
}

const metadata = (answer: TransportAnswer, attempts: number, clockSkewCorrected: boolean): AnswerMetadata => ({
  httpStatusCode: answer.status,
  requestId: answer.headers['x-amzn-requestid'] ?? answer.headers['x-amz-request-id'] ?? null,
  attempts,
  clockSkewCorrected,
})

/** The JSON of a body; undefined where it is none (cut off, or a proxy's HTML). */
export const parsed = (answer: TransportAnswer): unknown => {
  try {
    return answer.body === '' ? {} : JSON.parse(answer.body)
  } catch {
    return undefined
  }
}

/** A success whose body ends in the middle or is no JSON. */
export const brokenAnswer = (answer: TransportAnswer, attempts: number): AnswerError =>
  Object.assign(new Error('The answer ended early or is not JSON.'), {
    name: 'BrokenAnswer',
    $metadata: metadata(answer, attempts, false),
    $retryable: { throttling: false },
  })

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

/** Any status but 2xx. A redirect is refused: a signed request is for the host that it was signed for. */
export const answerError = (answer: TransportAnswer, attempts: number, clockSkewCorrected: boolean): AnswerError => {
  const body = parsed(answer)
  const fields = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>
  const redirected = answer.status >= 300 && answer.status < 400
  const named = text(fields['__type']) ?? text(fields['code']) ?? text(answer.headers['x-amzn-errortype'])
  const name = redirected ? 'UnexpectedRedirect' : bareName(named ?? 'Unknown')
  const said = redirected ? 'The endpoint redirects, which is not followed.' : null
  const message = said ?? text(fields['message']) ?? text(fields['Message']) ?? 'UnknownError'
  return Object.assign(new Error(message), { name, $metadata: metadata(answer, attempts, clockSkewCorrected) })
}
