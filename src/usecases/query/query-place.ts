import type { Session } from '../../aws/session.ts'
import type { Incomplete } from '../../domain/incomplete.ts'
import type { LogSource } from '../../domain/log-event.ts'
import { usage } from '../../domain/problem.ts'
import { hasSource } from '../../domain/query-join.ts'
import { queryText } from '../../domain/query-text.ts'
import type { Discovery } from '../discovery/discover-app.ts'
import { functionLogSources, functionsOf } from '../discovery/function-log-sources.ts'
import { resolveNames } from '../names/resolve-names.ts'

/** What a query is asked about. */
export interface QueryPlace {
  /** What the header says: app, region, functions; or log groups. */
  readonly title: readonly string[]
  readonly groups: readonly string[]
  readonly sources: readonly LogSource[]
  /** Null for log groups without a stack. */
  readonly discovery: Discovery | null
  readonly incomplete: readonly Incomplete[]
}

const unique = <T>(all: readonly T[]): readonly T[] => [...new Set(all)]

/** Whether a query names its own SOURCE, and so needs no app. */
export const choosesItself = (text: string): boolean => hasSource(queryText(text))

/** Log groups by their names or ARNs; no stack is needed. */
export const groupsPlace = (groups: readonly string[]): QueryPlace => ({
  title: groups.length === 1 ? [groups[0]!] : [groups.length === 0 ? 'SOURCE' : `${groups.length} log groups`],
  groups: unique(groups),
  sources: [],
  discovery: null,
  incomplete: [],
})

/** The log groups of the functions that are named, or of all; and others that are asked for besides. */
export const appPlace = async (
  session: Session,
  discovery: Discovery,
  chosen: { readonly functions: readonly string[]; readonly groups: readonly string[] },
  signal: AbortSignal,
): Promise<QueryPlace> => {
  const { app } = discovery
  const all = functionsOf(app.resources)
  const named = chosen.functions.length > 0
  const functions = named ? resolveNames(all, chosen.functions, { noun: 'function', where: app.name }) : all
  if (functions.length === 0)
    throw usage(`the stack ${app.name} has no function`, 'slsops query "..." --log-group NAME asks any log group')
  const { sources, incomplete } = await functionLogSources({ session, discovery, functions, signal })
  const groups = unique([...sources.map(({ group }) => group), ...chosen.groups])
  const count = functions.length === 1 ? functions[0]!.path : `${functions.length} functions`
  const more = chosen.groups.length === 0 ? [] : [`${chosen.groups.length} more log groups`]
  return {
    title: [app.name, session.region, count, ...more],
    groups,
    sources,
    discovery,
    incomplete: [...app.incomplete, ...incomplete],
  }
}

/** A text as part of an Insights expression between slashes. */
const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')

/** The streams of a shared group that belong to a source. */
const streamsOf = ({ streamPart, streamStart }: LogSource): string =>
  streamStart === undefined ? `"/${streamPart}"` : `/^${literal(streamStart)}/`

/**
 * A `filter` that keeps the lines of other functions out where a group is shared and its lines are not all asked for; null where nothing has to
 * be kept out. A group that somebody asked for by its name is asked as a whole.
 */
export const scopeOf =
  (sources: readonly LogSource[], whole: readonly string[] = []) =>
  (groups: readonly string[]): string | null => {
    const clauses = groups.flatMap((group) => {
      const own = sources.filter((source) => source.group === group)
      const isWhole = ({ streamPart, streamStart }: LogSource) => streamPart === null && streamStart === undefined
      if (own.length === 0 || own.some(isWhole) || whole.includes(group)) return []
      const streams = own.map((source) => `@logStream like ${streamsOf(source)}`)
      const others = groups.length > 1 ? [`@log not like /:${literal(shortName(group))}$/`] : []
      return [`(${[...others, ...streams].join(' or ')})`]
    })
    return clauses.length === 0 ? null : `filter ${clauses.join(' and ')}`
  }

/** `arn:aws:logs:...:log-group:NAME` -> `NAME`, which is what stands behind the account in `@log`. */
const shortName = (group: string): string =>
  group.startsWith('arn:') ? group.replace(/:\*$/, '').split(':').slice(6).join(':') : group

/** What a person calls the function or log group that a value of `@log` (`ACCOUNT:GROUP`), or a function's own name, stands for; null for what is neither. */
export const nameOf =
  (sources: readonly LogSource[]) =>
  (value: string): string | null => {
    const group = /^\d{12}:(.+)$/.exec(value)?.[1]
    if (group === undefined) return sources.find(({ functionName }) => functionName === value)?.name ?? null
    const own = sources.filter((source) => shortName(source.group) === group)
    return own.length === 1 ? own[0]!.name : group
  }
