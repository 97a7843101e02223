import type { Session } from '../../aws/session.ts'
import type { FunctionInfo } from '../../domain/function-info.ts'
import type { Incomplete } from '../../domain/incomplete.ts'
import type { LogSource } from '../../domain/log-event.ts'
import { isProblem, type Problem, usage } from '../../domain/problem.ts'
import { type DeployTime, deployTime } from '../discovery/deploy-time.ts'
import type { Discovery } from '../discovery/discover-app.ts'
import { functionLogSources, functionsOf } from '../discovery/function-log-sources.ts'
import { readFunctions } from '../discovery/read-functions.ts'
import { stackNotFound } from '../discovery/stack-not-found.ts'
import { resolveNames } from '../names/resolve-names.ts'

export interface ErrorsPlace {
  readonly sources: readonly LogSource[]
  readonly functions: readonly FunctionInfo[]
  /** Parts of the app that are not known: functions may be among them. */
  readonly unknown: number
  /** Log groups that are only assumed to be a function's. */
  readonly assumed: ReadonlySet<string>
  readonly incomplete: readonly Incomplete[]
}

/**
 * Where the functions write that the words name (all, without words). What is remembered of the app is made sure of first: when a function
 * was last changed decides what is new. Rejects with a Problem for a stack or a name that is not there.
 */
export const errorsPlace = async (
  session: Session,
  discovery: Discovery,
  words: readonly string[],
  signal: AbortSignal,
): Promise<ErrorsPlace> => {
  if (discovery.remembered) {
    if ((await discovery.revalidate(signal)) === 'gone') throw await stackNotFound(session, discovery.app.name, signal)
    const now = await readFunctions(session, functionsOf(discovery.app.resources), signal)
    await discovery.learn(now.filter(({ assumed }) => assumed === null))
  }
  const { app } = discovery
  const all = functionsOf(app.resources)
  const functions = words.length === 0 ? all : resolveNames(all, words, { noun: 'function', where: app.name })
  if (functions.length === 0) throw usage(`the stack ${app.name} has no function`, 'slsops resources lists what it has')
  const { sources, functions: infos, incomplete } = await functionLogSources({ session, discovery, functions, signal })
  return {
    sources,
    functions: [...discovery.functions.values()],
    unknown: app.incomplete.length,
    assumed: new Set(infos.filter(({ assumed }) => assumed !== null).map(({ logGroup }) => logGroup)),
    incomplete: [...app.incomplete, ...incomplete],
  }
}

export interface LastDeploy {
  readonly deploy: DeployTime | null
  /** Why it could not be asked for. */
  readonly refused: Problem | null
  readonly incomplete: readonly Incomplete[]
}

/** The last deploy; where nobody may ask for it, null and what was denied. */
export const lastDeploy = async (
  session: Session,
  discovery: Discovery,
  functions: readonly FunctionInfo[],
  signal: AbortSignal,
): Promise<LastDeploy> => {
  try {
    return { deploy: await deployTime(session, discovery.app, functions, signal), refused: null, incomplete: [] }
  } catch (error) {
    if (signal.aborted || !isProblem(error)) throw error
    const { message: reason, action } = error
    const what = 'the time of the last deploy'
    const operation = 'cloudformation:DescribeStackEvents'
    return { deploy: null, refused: error, incomplete: [{ what, operation, reason, action }] }
  }
}
