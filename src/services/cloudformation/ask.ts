import type { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import { createClient } from '../../aws/client.ts'
import { isThrottle, toProblem } from '../../aws/errors.ts'
import type { Session } from '../../aws/session.ts'
import { wireOf } from '../../aws/wire.ts'

type Sdk = typeof import('@aws-sdk/client-cloudformation')

export interface Question<T> {
  /** As IAM spells it, without the service: `ListStacks`. */
  readonly operation: string
  /** What it is asked about, as a person calls it. */
  readonly resource: string | null
  readonly signal?: AbortSignal | undefined
  /** Turns an error into an answer, or gives undefined for one that is an error. */
  readonly recover?: (error: unknown) => T | undefined
  run(client: CloudFormationClient, sdk: Sdk, options: { readonly abortSignal?: AbortSignal }): Promise<T>
}

/** Rounds after the SDK has given up, and the pause before each (ms, doubled up to the longest). */
const patience = { rounds: 6, firstMs: 1_000, longestMs: 15_000 }

/**
 * One call of CloudFormation. The account's own deploys share its quota and may fill it for minutes: throttling makes the call
 * wait far longer than the SDK's three attempts, because half a list is worth nothing. Rejects with a Problem, or the signal's reason.
 */
export const ask = async <T>(session: Session, question: Question<T>): Promise<T> => {
  const { operation, resource, signal, recover } = question
  const sdk = await import('@aws-sdk/client-cloudformation')
  const client = createClient(session, 'cloudformation', sdk.CloudFormationClient)
  const { clock, random } = wireOf(session)
  for (let round = 0; ; round++) {
    try {
      signal?.throwIfAborted()
      return await question.run(client, sdk, signal ? { abortSignal: signal } : {})
    } catch (error) {
      if (signal?.aborted) throw signal.reason
      const recovered = recover?.(error)
      if (recovered !== undefined) return recovered
      if (!isThrottle(error) || round >= patience.rounds) {
        const { profile, region } = session
        const endpoint = session.endpoint('cloudformation')
        throw toProblem(error, { operation: `cloudformation:${operation}`, resource, profile, region, endpoint })
      }
      const pause = Math.min(patience.longestMs, patience.firstMs * 2 ** round)
      session.debug(`cloudformation:${operation} throttled, waiting`)
      await clock.sleep(pause * (0.5 + random() / 2), signal)
    }
  }
}

/** Every page of a list, one after the other. `page` gives the items and the token of the next page. */
export const allPages = async <T>(
  page: (token: string | undefined) => Promise<{ items: readonly T[]; next: string | undefined }>,
  onPage?: (count: number) => void,
): Promise<readonly T[]> => {
  const all: T[] = []
  let token: string | undefined
  do {
    const { items, next } = await page(token)
    all.push(...items)
    onPage?.(all.length)
    // A server that hands out the token it was given would be asked for ever.
    token = next === token ? undefined : next
  } while (token)
  return all
}
