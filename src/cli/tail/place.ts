import type { Session } from '../../aws/session.ts'
import type { Incomplete } from '../../domain/incomplete.ts'
import type { LogOff } from '../../domain/log-destination.ts'
import type { LogSource } from '../../domain/log-event.ts'
import { isProblem, usage } from '../../domain/problem.ts'
import type { Resource } from '../../domain/stack.ts'
import type { Discovery } from '../../usecases/discovery/discover-app.ts'
import { functionsOf } from '../../usecases/discovery/function-log-sources.ts'
import { appLogSources, logResourcesOf, type SourceKind, sourceKinds } from '../../usecases/discovery/log-sources.ts'
import { resolveNames } from '../../usecases/names/resolve-names.ts'
import { appDeploys } from '../../usecases/tail/deploys/app-deploys.ts'
import { deploySource } from '../../usecases/tail/deploys/deploy-feed.ts'
import type { Feed } from '../../usecases/tail/feed.ts'

/** What a tail reads, and what is known of it. */
export interface Place {
  readonly sources: readonly LogSource[]
  /** The log groups of the sources. */
  readonly groups: readonly string[]
  /** What the header says it is tailing. */
  readonly title: readonly string[]
  /** Null for log groups without a stack. */
  readonly discovery: Discovery | null
  readonly timeoutMs: (source: LogSource) => number | null
  readonly incomplete: readonly Incomplete[]
  /** Logs that are switched off. */
  readonly off: readonly LogOff[]
  /** Deploys of the app, where it has any to tell of. */
  readonly feeds: (follow: boolean) => readonly Feed[]
}

export const groupsPlace = (groups: readonly string[], names: readonly string[]): Place => {
  if (names.length > 0)
    throw usage(`--log-group needs no function, but "${names[0]}" was named too`, 'name functions, or log groups')
  const sources = [...new Set(groups)].map(groupSource)
  return {
    sources,
    groups: groupsOf(sources),
    title: [sources.map(({ name }) => name).join(', ')],
    discovery: null,
    timeoutMs: () => null,
    incomplete: [],
    off: [],
    feeds: () => [],
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

const plurals: Readonly<Record<SourceKind, readonly [one: string, many: string]>> = {
  function: ['function', 'functions'],
  api: ['API stage', 'API stages'],
  workflow: ['workflow', 'workflows'],
  bus: ['event bus', 'event buses'],
  group: ['log group', 'log groups'],
}

/** `--source function,api`: which sorts of sources; all without it. */
const kindsOf = (flag: readonly string[] | undefined): 'all' | readonly SourceKind[] => {
  if (flag === undefined) return 'all'
  const words = flag.flatMap((value) => value.split(',')).map((word) => word.trim().toLowerCase())
  if (words.includes('all')) return 'all'
  return words.map((word) => {
    const kind = sourceKinds.find((one) => one === word || plurals[one][1] === word || `${one}s` === word)
    if (kind) return kind
    throw usage(`--source knows no "${word}"`, `there are: ${sourceKinds.join(', ')}, all`)
  })
}

/** A word names a function where it can, else another thing that has logs. */
const named = (
  names: readonly string[],
  functions: readonly Resource[],
  others: readonly Resource[],
  where: string,
) => {
  const found = names.flatMap((name) => {
    try {
      return resolveNames(functions, [name], { noun: 'function', where })
    } catch (error) {
      if (!isProblem(error) || error.code !== 'UnknownName' || others.length === 0) throw error
      return resolveNames([...functions, ...others], [name], { noun: 'function or other source of logs', where })
    }
  })
  return {
    functions: functions.filter((one) => found.includes(one)),
    others: others.filter((one) => found.includes(one)),
  }
}

export const appPlace = async (
  discovery: Discovery,
  names: readonly string[],
  source: readonly string[] | undefined,
  session: Session,
  signal: AbortSignal,
): Promise<Place> => {
  const { app } = discovery
  const kinds = kindsOf(source)
  const all = { functions: functionsOf(app.resources), others: logResourcesOf(app.resources) }
  const wanted = names.length === 0 ? all : named(names, all.functions, all.others, app.name)
  const {
    sources,
    functions: infos,
    off,
    incomplete,
  } = await appLogSources({ session, discovery, kinds, ...wanted, signal })
  if (sources.length === 0 && off.length === 0) {
    throw usage(
      `the stack ${app.name} has no source of logs${source ? ` of this sort` : ''}`,
      'slsops resources lists what it has; --log-group NAME tails any log group',
    )
  }
  const timeouts = new Map(infos.map(({ name, timeoutMs }) => [name, timeoutMs]))
  const counts = sourceKinds.flatMap((kind) => {
    const count = sources.filter(({ sourceType }) => sourceType === kind).length
    return count === 0 ? [] : [`${count} ${plurals[kind][count === 1 ? 0 : 1]}`]
  })
  return {
    sources: [...sources, deploySource(app.name)],
    groups: groupsOf(sources),
    title: [app.name, session.region, sources.length === 1 ? sources[0]!.name : counts.join(', ')],
    discovery,
    timeoutMs: ({ functionName }) => timeouts.get(functionName ?? '') ?? null,
    incomplete: [...app.incomplete, ...incomplete],
    off,
    // Where functions are left out, so are the deploys that change them.
    feeds: (follow) =>
      kinds === 'all' || kinds.includes('function') ? [appDeploys(session, discovery, infos, follow)] : [],
  }
}

const groupsOf = (sources: readonly LogSource[]): readonly string[] => [...new Set(sources.map(({ group }) => group))]
