import { systemClock } from '../../aws/clock.ts'
import { isThrottle } from '../../aws/errors.ts'
import { jsonRequest } from '../../aws/request.ts'
import type { Session } from '../../aws/session.ts'
import { answerOf } from '../answer-of.ts'

export interface XrayCall {
  /** `GetTraceSummaries`: the API's own word, which is IAM's too. */
  readonly operation: string
  /** Where it has another path than its name. */
  readonly path?: string
  readonly body: object
  /** What it is asked about, as a person calls it. */
  readonly resource?: string | null
  readonly signal?: AbortSignal | undefined
}

/** After the tries of a request itself: some two minutes, in which the session's own rate comes down. */
const pauses = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 60_000] as const

/**
 * One call of X-Ray, signed here: a search may take hundreds of them. Throttling slows it and does not end it. Rejects with a Problem,
 * or with the signal's reason. Times in its answers are epoch seconds.
 */
export const xrayCall = async <T>(session: Session, call: XrayCall): Promise<T> => {
  const { operation, path = `/${operation}`, body, resource = null, signal } = call
  const clock = session.wire?.clock ?? systemClock
  const asked = { service: 'xray', operation: `xray:${operation}`, resource, signal }
  for (let attempt = 0; ; attempt++) {
    try {
      return await answerOf(session, asked, async () => {
        const request = { service: 'xray', target: operation, path, body, signal }
        return (await jsonRequest(session, request)).body as T
      })
    } catch (error) {
      const pause = pauses[attempt]
      if (pause === undefined || signal?.aborted || !isThrottle(error)) throw error
      session.debug(`xray:${operation} is throttled: once more in ${pause / 1000} s`)
      await clock.sleep(pause, signal)
    }
  }
}
