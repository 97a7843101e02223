import type { LambdaClient } from '@aws-sdk/client-lambda'
import { createClient } from '../../aws/client.ts'
import { toProblem } from '../../aws/errors.ts'
import type { Session } from '../../aws/session.ts'

type Sdk = typeof import('@aws-sdk/client-lambda')

export interface Question<T> {
  readonly operation: string
  readonly resource: string | null
  readonly signal?: AbortSignal | undefined
  run(client: LambdaClient, sdk: Sdk, options: { readonly abortSignal?: AbortSignal }): Promise<T>
}

/** One call of Lambda's control plane. Rejects with a Problem, or the signal's reason. */
export const ask = async <T>(session: Session, { operation, resource, signal, run }: Question<T>): Promise<T> => {
  const sdk = await import('@aws-sdk/client-lambda')
  const client = createClient(session, 'lambda', sdk.LambdaClient)
  try {
    return await run(client, sdk, signal ? { abortSignal: signal } : {})
  } catch (error) {
    if (signal?.aborted) throw signal.reason
    const { profile, region } = session
    throw toProblem(error, {
      operation: `lambda:${operation}`,
      resource,
      profile,
      region,
      endpoint: session.endpoint('lambda'),
    })
  }
}
