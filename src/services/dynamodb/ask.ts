import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { createClient } from '../../aws/client.ts'
import { isThrottle } from '../../aws/errors.ts'
import type { Session } from '../../aws/session.ts'
import { wireOf } from '../../aws/wire.ts'
import { type Asked, answerOf } from '../answer-of.ts'

type Sdk = typeof import('@aws-sdk/client-dynamodb')
type Run<T> = (client: DynamoDBClient, sdk: Sdk, options: { readonly abortSignal?: AbortSignal }) => Promise<T>

export interface Question extends Omit<Asked, 'service' | 'operation'> {
  /** Without the service: `Query`. */
  readonly operation: string
  /** Sent once: after a lost answer nobody knows whether it was done, and a second try would meet the first one's work. */
  readonly once?: boolean
  /** Told when AWS is too busy, with the pause that follows in milliseconds. */
  readonly onThrottle?: ((pauseMs: number) => void) | undefined
}

/** Rounds after the SDK has given up, and the pause before each (ms, doubled up to the longest). */
const patience = { rounds: 7, firstMs: 1_000, longestMs: 20_000 }

/**
 * One call of DynamoDB. A throttled call was not done, so that it waits and tries again, also where it writes. Rejects with a Problem, or
 * the signal's reason.
 */
export const ask = async <T>(session: Session, question: Question, run: Run<T>): Promise<T> => {
  const sdk = await import('@aws-sdk/client-dynamodb')
  const client = createClient(session, 'dynamodb', sdk.DynamoDBClient, question.once ? { maxAttempts: 1 } : {})
  const { clock, random } = wireOf(session)
  const asked = { ...question, service: 'dynamodb', operation: `dynamodb:${question.operation}` }
  for (let round = 0; ; round++) {
    try {
      return await answerOf(session, asked, (options) => run(client, sdk, options))
    } catch (error) {
      if (question.signal?.aborted || !isThrottle(error) || round >= patience.rounds) throw error
      const pause = Math.min(patience.longestMs, patience.firstMs * 2 ** round) * (0.5 + random() / 2)
      question.onThrottle?.(pause)
      await clock.sleep(pause, question.signal)
    }
  }
}
