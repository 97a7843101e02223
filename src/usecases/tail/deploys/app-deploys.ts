import type { Session } from '../../../aws/session.ts'
import { wireOf } from '../../../aws/wire.ts'
import type { FunctionInfo } from '../../../domain/function-info.ts'
import { stackOperations } from '../../../services/cloudformation/deploy-events.ts'
import type { Discovery } from '../../discovery/discover-app.ts'
import { readFunctions } from '../../discovery/read-functions.ts'
import type { Feed } from '../feed.ts'
import { deployFeed } from './deploy-feed.ts'

/**
 * The deploys of an app as a feed of its tail; `functions` are those whose lines it shows. Uses cloudformation:DescribeStackEvents,
 * and for functions that somebody changes directly lambda:ListFunctions and lambda:GetFunctionConfiguration.
 */
export const appDeploys = (
  session: Session,
  discovery: Pick<Discovery, 'app' | 'checkedAt'>,
  functions: readonly FunctionInfo[],
  follow: boolean,
): Feed => {
  const { app, checkedAt } = discovery
  const paths = new Set(functions.map(({ path }) => path))
  const resources = app.resources.filter(({ path }) => paths.has(path))
  return deployFeed({
    app,
    checkedAt,
    functions,
    follow,
    clock: wireOf(session).clock,
    operations: (from, signal) => stackOperations(session, app, from, signal),
    changes: (signal) => readFunctions(session, resources, signal),
  })
}
