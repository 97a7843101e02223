import type { Session } from '../../aws/session.ts'
import type { FunctionInfo } from '../../domain/function-info.ts'
import type { Incomplete } from '../../domain/incomplete.ts'
import type { LogDestination, LogOff } from '../../domain/log-destination.ts'
import type { LogSource } from '../../domain/log-event.ts'
import type { Resource } from '../../domain/stack.ts'
import { apiSources } from './api-logs.ts'
import { busSources } from './bus-logs.ts'
import type { Discovery } from './discover-app.ts'
import { type FunctionLogs, functionLogSources, functionsOf } from './function-log-sources.ts'
import { groupSources, groupsOf, nameOfGroup } from './group-logs.ts'
import { type Named, type Owner, owners } from './log-sources-named.ts'
import { isLasting, loggingKind, readResourceLogs } from './log-sources-read.ts'
import { onePerGroup, toldApart } from './log-sources-shared.ts'
import { workflowSources } from './workflow-logs.ts'

export type SourceKind = LogSource['sourceType']

export const sourceKinds: readonly SourceKind[] = ['function', 'api', 'workflow', 'bus', 'group']

export interface AppLogs {
  /** Functions first, then APIs, workflows and buses as the stack lists them, then groups. No group is claimed whole twice. */
  readonly sources: readonly LogSource[]
  /** What is configured of the functions among them. */
  readonly functions: readonly FunctionInfo[]
  /** Logs that would be sources if they were switched on, each once. */
  readonly off: readonly LogOff[]
  readonly incomplete: readonly Incomplete[]
}

export interface AppLogsOptions {
  readonly session: Session
  readonly discovery: Discovery
  readonly kinds: 'all' | readonly SourceKind[]
  /** Those of the app's functions that are wanted. Default: all. */
  readonly functions?: readonly Resource[] | undefined
  /** Those of `logResourcesOf` that are wanted. Default: all. */
  readonly others?: readonly Resource[] | undefined
  readonly signal?: AbortSignal | undefined
}

/** The resources of an app that have logs and are no functions: APIs, state machines, event buses, log groups. */
export const logResourcesOf = (resources: readonly Resource[]): readonly Resource[] => [
  ...resources.filter((one) => one.physicalId !== null && loggingKind(one) !== null),
  ...groupsOf(resources),
]

type Naming = (owner: Owner, destinations: readonly LogDestination[]) => Named
const namings: Readonly<Record<'api' | 'workflow' | 'bus', Naming>> = {
  api: apiSources,
  workflow: workflowSources,
  bus: busSources,
}

/** What is remembered, by path; what is not, asked for. `learnt` is what is new and worth remembering. */
const logsOf = async (session: Session, discovery: Discovery, wanted: readonly Resource[], signal?: AbortSignal) => {
  const known = discovery.logs
  const isKnown = ({ path, physicalId }: Resource): boolean => known.get(path)?.physicalId === physicalId
  const asked = await readResourceLogs(
    session,
    wanted.filter((one) => !isKnown(one)),
    signal,
  )
  const answers = new Map([...known, ...asked.map((one) => [one.path, one] as const)])
  return { answers, learnt: asked.filter(isLasting) }
}

const noFunctions: FunctionLogs = { sources: [], functions: [], incomplete: [] }

/** What is wanted, and what has to be read for it. */
const planOf = ({ discovery, kinds: asked, ...chosen }: AppLogsOptions) => {
  const { resources } = discovery.app
  const kinds = new Set<SourceKind>(asked === 'all' ? sourceKinds : asked)
  const others = new Set((chosen.others ?? resources).map(({ path }) => path))
  const groups = groupsOf(resources)
  const functions = kinds.has('function') ? (chosen.functions ?? functionsOf(resources)) : []
  const isWanted = (resource: Resource): boolean =>
    others.has(resource.path) && kinds.has(loggingKind(resource) ?? 'group')
  const loggers = resources.filter((one) => one.physicalId !== null && loggingKind(one) !== null)
  const wantedGroups = groups.filter(isWanted)
  // Who writes to a group is told by nobody but those who do.
  const needsAll = wantedGroups.length > 0
  return {
    groups,
    functions: new Set(functions.map(({ path }) => path)),
    isWanted,
    wantedGroups,
    readFunctions: needsAll ? functionsOf(resources) : functions,
    readLoggers: needsAll ? loggers : loggers.filter(isWanted),
  }
}

/**
 * Every log of an app, or those of some kinds: functions, API stages (access and execution logs), state machines, event buses, and
 * the stack's log groups that none of these writes to. Only what the kinds need is read; for log groups that is everything. What was
 * read is remembered with the discovery, so that a warm command asks nothing. A call that is denied or fails costs that one resource
 * and is named in `incomplete`. Rejects only with what is nobody's answer (an abort, a bug).
 */
export const appLogSources = async (options: AppLogsOptions): Promise<AppLogs> => {
  const { session, discovery, signal } = options
  const { groups, functions, isWanted, wantedGroups, readFunctions, readLoggers } = planOf(options)
  const [ofFunctions, { answers, learnt }] = await Promise.all([
    readFunctions.length === 0
      ? noFunctions
      : functionLogSources({ session, discovery, functions: readFunctions, signal }),
    logsOf(session, discovery, readLoggers, signal),
  ])
  if (learnt.length > 0) await discovery.learnLogs(learnt)

  const { resources, name: stack } = discovery.app
  const ownerOf = owners(resources, stack)
  const named = readLoggers.map((resource) => {
    const owner = ownerOf(resource)
    return { owner, ...namings[loggingKind(resource)!](owner, answers.get(resource.path)?.destinations ?? []) }
  })
  const owned = named.flatMap(({ owner, sources }) => sources.map((source) => ({ owner, source })))
  const apart = toldApart(owned, ofFunctions.sources, (group) => nameOfGroup(groups.map(ownerOf), group))
  const covered = new Set([...owned.map(({ source }) => source), ...ofFunctions.sources].map(({ group }) => group))
  const infos = ofFunctions.functions.filter(({ path }) => functions.has(path))
  return {
    sources: [
      ...ofFunctions.sources.filter((_, index) => functions.has(ofFunctions.functions[index]!.path)),
      ...onePerGroup(apart.filter(({ owner }) => isWanted(owner.resource)).map(({ source }) => source)),
      ...groupSources(wantedGroups.map(ownerOf), covered),
    ],
    functions: infos,
    off: named.filter(({ owner }) => isWanted(owner.resource)).flatMap(({ off }) => off),
    incomplete: [
      ...infos.flatMap(({ assumed }) => assumed ?? []),
      ...readLoggers.flatMap(({ path }) => answers.get(path)?.incomplete ?? []),
    ],
  }
}
