import type { Session } from '../../aws/session.ts'
import type { FunctionInfo } from '../../domain/function-info.ts'
import { isProblem } from '../../domain/problem.ts'
import type { StackApp } from '../../domain/stack.ts'
import { lastSuccess } from '../../services/cloudformation/last-deploy.ts'

/** The moment that `deploy` means, and what it was: `orders UPDATE_COMPLETE`, `FulfilOrder was changed`. */
export interface DeployTime {
  readonly at: number
  readonly what: string
}

/**
 * The newest of: the end of the stack's last successful operation, and any function's LastModified (a console or hotswap deploy
 * leaves no stack event). Null where neither is known; where the events may not be read the functions alone decide.
 */
export const deployTime = async (
  session: Session,
  app: StackApp,
  functions: readonly FunctionInfo[],
  signal?: AbortSignal,
): Promise<DeployTime | null> => {
  const operation = await lastSuccess(session, app, signal).catch((error: unknown) => {
    if (signal?.aborted || !isProblem(error) || functions.length === 0) throw error
    session.debug(`deploy time from the functions alone: ${error.message}`)
    return null
  })
  const changes = functions.flatMap(({ path, lastModified }) =>
    lastModified === null ? [] : [{ at: lastModified, what: `${path} was changed` }],
  )
  const ends = operation ? [{ at: operation.at, what: `${app.name} ${operation.status}` }] : []
  // A function changes in the middle of its stack's operation, whose end comes seconds later and wins.
  return [...ends, ...changes].sort((a, b) => b.at - a.at)[0] ?? null
}
