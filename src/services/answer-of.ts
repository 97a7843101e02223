import { isDenied, toProblem } from '../aws/errors.ts'
import type { Session } from '../aws/session.ts'
import { isProblem } from '../domain/problem.ts'

/** One call of a service's control plane, as its failure has to tell of it. */
export interface Asked {
  /** The name that `session.endpoint` knows. */
  readonly service: string
  /** `states:DescribeStateMachine`: IAM's spelling of service and operation. */
  readonly operation: string
  /** What it is asked about, as a person calls it. */
  readonly resource: string | null
  readonly signal?: AbortSignal | undefined
  /** The IAM action, where it has another name than the operation. */
  readonly action?: string
}

/** The answer of a call. Rejects with a Problem, or with the signal's reason. */
export const answerOf = async <T>(
  session: Session,
  { service, operation, resource, signal, action }: Asked,
  run: (options: { readonly abortSignal?: AbortSignal }) => Promise<T>,
): Promise<T> => {
  try {
    signal?.throwIfAborted()
    return await run(signal ? { abortSignal: signal } : {})
  } catch (error) {
    if (signal?.aborted) throw signal.reason
    const { profile, region } = session
    const endpoint = session.endpoint(service)
    const context = { operation: action && isDenied(error) ? action : operation, resource, profile, region, endpoint }
    throw isProblem(error) ? error : toProblem(error, context)
  }
}

/** All items of a list, page after page. A server that hands out the token it was given would be asked for ever. */
export const itemsOf = async <T>(
  page: (token: string | undefined) => Promise<{ items: readonly T[] | undefined; next: string | undefined }>,
): Promise<readonly T[]> => {
  const all: T[] = []
  for (let token: string | undefined, more = true; more; ) {
    const { items = [], next } = await page(token)
    all.push(...items)
    more = Boolean(next) && next !== token
    token = next
  }
  return all
}
