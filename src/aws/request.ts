import { randomUUID } from 'node:crypto'
import type { Credentials } from './credentials.ts'
import { awsEndpoint, isAwsHost } from './endpoint.ts'
import { isExpired, isThrottle } from './failure.ts'
import { answerError, brokenAnswer, parsed } from './json-answer.ts'
import { createRetries, maxAttempts, retryAfterMs } from './retry.ts'
import type { Session } from './session.ts'
import { createSigner } from './sigv4.ts'
import type { TransportAnswer } from './transport.ts'
import { userAgent } from './user-agent.ts'
import { type Wire, wireOf } from './wire.ts'

export interface JsonRequest {
  /** The signing name, which is also the host's: `logs`. */
  readonly service: string
  /** `Logs_20140328.FilterLogEvents`; what follows the dot is the operation. */
  readonly target: string
  /** A service that speaks REST takes the operation as a path, `/TraceSummaries`, and no target. */
  readonly path?: string | undefined
  readonly body: unknown
  readonly signal?: AbortSignal | undefined
  /** Who goes first when the quota makes calls wait; 0 unless said otherwise, higher first. */
  readonly priority?: number | undefined
}

export interface JsonAnswer {
  readonly body: unknown
  /** The server's `Date` header, epoch milliseconds. */
  readonly date: number | null
}

/** Logs speaks AWS JSON 1.1; the version stands in the content type and nowhere else. */
const CONTENT_TYPE = 'application/x-amz-json-1.1'
const REST_CONTENT_TYPE = 'application/json'
/** A clock that is off by less is accepted by AWS, which allows five minutes. */
const SKEW_MS = 240_000

interface Kit {
  readonly sign: ReturnType<typeof createSigner>
  readonly retries: ReturnType<typeof createRetries>
  readonly attempts: number
}

const kits = new WeakMap<Wire, Kit>()

const kitOf = (wire: Wire): Kit => {
  const known = kits.get(wire)
  if (known) return known
  const attempts = maxAttempts(wire.env)
  const retries = createRetries({ clock: wire.clock, random: () => wire.random(), maxAttempts: attempts })
  const kit = { sign: createSigner(), retries, attempts }
  kits.set(wire, kit)
  return kit
}

const dateOf = (answer: TransportAnswer): number | null => {
  const at = Date.parse(answer.headers['date'] ?? '')
  return Number.isNaN(at) ? null : at
}

/** Takes over the server's clock where ours is too far off; true when that is news, and the call worth another try. */
const correctedSkew = (wire: Wire, now: number, answer: TransportAnswer): boolean => {
  const server = dateOf(answer)
  // An answer out of some cache on the way tells an old time.
  if (server === null || answer.headers['age'] !== undefined || Math.abs(server - (now + wire.skewMs)) < SKEW_MS)
    return false
  wire.skewMs = server - now
  return true
}

/**
 * One call of an AWS JSON service without the SDK: the hot path of the tail and of traces, where loading and running the
 * SDK would cost more than the call. It behaves as the SDK's client does: same signed headers, same retries, same error names
 * and fields (`name`, `message`, `$metadata`), the same correction of a wrong clock; beyond it, an answer that is cut
 * off or no JSON is tried again, and keys that AWS calls expired are looked up once more. Rejects with the signal's
 * reason when that is aborted, and with a Problem where no credentials are to be had.
 */
export const jsonRequest = async (session: Session, request: JsonRequest): Promise<JsonAnswer> => {
  const keys = await session.credentials()
  try {
    return await signedCall(session, request, keys)
  } catch (error) {
    if (!isExpired(error)) throw error
    const fresh = await session.credentials({ fresh: true })
    if (fresh.accessKeyId === keys.accessKeyId && fresh.sessionToken === keys.sessionToken) throw error
    return signedCall(session, request, fresh)
  }
}

const signedCall = (session: Session, request: JsonRequest, keys: Credentials): Promise<JsonAnswer> => {
  const wire = wireOf(session)
  const { sign, retries, attempts } = kitOf(wire)
  const { service, target, path, signal } = request
  const { region } = session
  const operation = target.slice(target.lastIndexOf('.') + 1)
  const url = new URL(`${session.endpoint(service) ?? awsEndpoint(service, region, session.variant)}${path ?? '/'}`)
  const body = JSON.stringify(request.body)
  const bucket = wire.buckets.bucket({ service, operation, region, held: isAwsHost(url.hostname) })
  const headers = {
    host: url.host,
    'content-type': path === undefined ? CONTENT_TYPE : REST_CONTENT_TYPE,
    'content-length': String(Buffer.byteLength(body)),
    'user-agent': userAgent,
    'x-amz-user-agent': userAgent,
    ...(path === undefined ? { 'x-amz-target': target } : {}),
    'amz-sdk-invocation-id': randomUUID(),
  }
  let hint: number | null = null

  const attempt = async (number: number): Promise<JsonAnswer> => {
    hint = null
    await bucket.take(signal, request.priority)
    const signed = sign(
      { method: 'POST', url, body, headers: { ...headers, 'amz-sdk-request': `attempt=${number}; max=${attempts}` } },
      keys,
      { region, service, at: session.now() + wire.skewMs },
    )
    wire.calls.count(service, operation, 'sent')
    const answer = await wire
      .transport({ method: 'POST', url: url.href, headers: signed, body }, signal)
      .catch((error) => {
        // The SDK counts the attempts on errors of the socket too.
        if (error instanceof Error && !signal?.aborted) Object.assign(error, { $metadata: { attempts: number } })
        throw error
      })
    if (answer.status >= 200 && answer.status < 300) {
      const content = parsed(answer)
      if (content === undefined) throw brokenAnswer(answer, number)
      return { body: content, date: dateOf(answer) }
    }
    const error = answerError(answer, number, correctedSkew(wire, session.now(), answer))
    hint = retryAfterMs(answer.headers, session.now())
    if (isThrottle(error)) {
      bucket.throttled()
      wire.calls.count(service, operation, 'throttled')
    }
    throw error
  }
  return retries.run(attempt, () => hint, signal)
}
