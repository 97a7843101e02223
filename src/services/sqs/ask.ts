import type { SQSClient } from '@aws-sdk/client-sqs'
import { type ClientOptions, createClient } from '../../aws/client.ts'
import type { Session } from '../../aws/session.ts'
import { answerOf } from '../answer-of.ts'

type Sdk = typeof import('@aws-sdk/client-sqs')

export interface Question<T> {
  readonly operation: string
  /** The queue, as a person calls it. */
  readonly queue: string | null
  readonly signal?: AbortSignal | undefined
  /** One attempt for what must not be sent twice. */
  readonly options?: ClientOptions
  run(client: SQSClient, sdk: Sdk, options: { readonly abortSignal?: AbortSignal }): Promise<T>
}

/** One call of SQS. Rejects with a Problem, or the signal's reason. */
export const ask = async <T>(session: Session, { operation, queue, signal, options, run }: Question<T>): Promise<T> => {
  const sdk = await import('@aws-sdk/client-sqs')
  const client = createClient(session, 'sqs', sdk.SQSClient, options)
  return answerOf(session, { service: 'sqs', operation: `sqs:${operation}`, resource: queue, signal }, (more) =>
    run(client, sdk, more),
  )
}

/** `https://sqs.../123456789012/orders` -> `orders`. */
export const queueName = (url: string): string => url.slice(url.lastIndexOf('/') + 1)
