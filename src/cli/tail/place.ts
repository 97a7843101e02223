import type { Session } from '../../aws/session.ts'
import type { Incomplete } from '../../domain/incomplete.ts'
import type { LogSource } from '../../domain/log-event.ts'
import { usage } from '../../domain/problem.ts'
import type { Discovery } from '../../usecases/discovery/discover-app.ts'
import { functionLogSources, functionsOf } from '../../usecases/discovery/function-log-sources.ts'
import { resolveNames } from '../../usecases/names/resolve-names.ts'

/** What a tail reads, and what is known of it. */
export interface Place {
  readonly sources: readonly LogSource[]
  /** What the header says it is tailing. */
  readonly title: readonly string[]
  /** Null for log groups without a stack. */
  readonly discovery: Discovery | null
  readonly timeoutMs: (source: LogSource) => number | null
  readonly incomplete: readonly Incomplete[]
}

export const groupsPlace = (groups: readonly string[], names: readonly string[]): Place => {
  if (names.length > 0)
    throw usage(`--log-group needs no function, but "${names[0]}" was named too`, 'name functions, or log groups')
  const sources = [...new Set(groups)].map(groupSource)
  return {
    sources,
    title: [sources.map(({ name }) => name).join(', ')],
    discovery: null,
    timeoutMs: () => null,
    incomplete: [],
  }
}

/** The group of a function is known by its name; everything else by the whole of its own. */
const groupSource = (group: string): LogSource => {
  const short = group.startsWith('arn:') ? group.replace(/:\*$/, '').split(':').slice(6).join(':') : group
  const functionName = /^\/aws\/lambda\/([^/]+)$/.exec(short)?.[1] ?? null
  const sourceType = functionName === null ? 'group' : 'function'
  return {
    group,
    streamPart: null,
    name: functionName ?? short,
    sourceType,
    logicalId: null,
    functionName,
    stack: null,
  }
}

export const appPlace = async (
  discovery: Discovery,
  names: readonly string[],
  session: Session,
  signal: AbortSignal,
): Promise<Place> => {
  const { app } = discovery
  const all = functionsOf(app.resources)
  const functions = names.length === 0 ? all : resolveNames(all, names, { noun: 'function', where: app.name })
  if (functions.length === 0) {
    throw usage(
      `the stack ${app.name} has no function`,
      'slsops resources lists what it has; --log-group NAME tails any log group',
    )
  }
  const { sources, functions: infos, incomplete } = await functionLogSources({ session, discovery, functions, signal })
  const timeouts = new Map(infos.map(({ name, timeoutMs }) => [name, timeoutMs]))
  const count = functions.length === 1 ? functions[0]!.path : `${functions.length} functions`
  return {
    sources,
    title: [app.name, session.region, count],
    discovery,
    timeoutMs: ({ functionName }) => timeouts.get(functionName ?? '') ?? null,
    incomplete: [...app.incomplete, ...incomplete],
  }
}
