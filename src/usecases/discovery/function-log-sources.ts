import type { Session } from '../../aws/session.ts'
import type { FunctionInfo } from '../../domain/function-info.ts'
import type { Incomplete } from '../../domain/incomplete.ts'
import type { LogSource } from '../../domain/log-event.ts'
import type { Resource } from '../../domain/stack.ts'
import { kindOf } from '../../services/index.ts'
import type { Discovery } from './discover-app.ts'
import { readFunctions } from './read-functions.ts'

/** The resources that are functions and exist. */
export const functionsOf = (resources: readonly Resource[]): readonly Resource[] =>
  resources.filter(({ type, physicalId }) => kindOf(type)?.logs === 'function' && physicalId !== null)

/** A function's lines. In a group that it shares, its streams are `YYYY/MM/DD/NAME[VERSION]...`. */
const sourceOf = (info: FunctionInfo, stack: string, twice: ReadonlySet<string>): LogSource => ({
  group: info.logGroup,
  streamPart: info.sharedGroup ? `${info.name}[` : null,
  // Two nested stacks of the same template have the same logical ids.
  name: twice.has(info.logicalId) ? info.path : info.logicalId,
  sourceType: 'function',
  logicalId: info.logicalId,
  functionName: info.name,
  stack,
})

const duplicates = (words: readonly string[]): ReadonlySet<string> =>
  new Set(words.filter((word, index) => words.indexOf(word) !== index))

export interface FunctionLogs {
  readonly sources: readonly LogSource[]
  readonly functions: readonly FunctionInfo[]
  /** Functions whose log group is only assumed. */
  readonly incomplete: readonly Incomplete[]
}

/**
 * Where functions write their lines, and what is configured of them (timeout, memory, format ...). What the discovery remembers is
 * taken as it is, so that a warm command asks nothing; the rest is asked, GetFunctionConfiguration for a few, ListFunctions for
 * many, and remembered. (Lambda API: LoggingConfig is authoritative.)
 */
export const functionLogSources = async (options: {
  readonly session: Session
  readonly discovery: Discovery
  /** A part of the app's functions. Default: all. */
  readonly functions?: readonly Resource[] | undefined
  readonly signal?: AbortSignal | undefined
}): Promise<FunctionLogs> => {
  const { session, discovery, signal } = options
  const wanted = options.functions ?? functionsOf(discovery.app.resources)
  const known = discovery.functions
  const usable = ({ path, name }: Resource): FunctionInfo | null => {
    const info = known.get(path)
    return info && info.assumed === null && info.name === name ? info : null
  }
  const asked = await readFunctions(
    session,
    wanted.filter((one) => usable(one) === null),
    signal,
  )
  const learnt = asked.filter(({ assumed }) => assumed === null)
  if (learnt.length > 0) await discovery.learn(learnt)
  const answered = new Map(asked.map((info) => [info.path, info]))
  const functions = wanted.flatMap((one) => usable(one) ?? answered.get(one.path) ?? [])
  const twice = duplicates(functions.map(({ logicalId }) => logicalId))
  return {
    sources: functions.map((info) => sourceOf(info, discovery.app.name, twice)),
    functions,
    incomplete: functions.flatMap(({ assumed }) => assumed ?? []),
  }
}
