import type { Session } from '../../aws/session.ts'
import type { Incomplete } from '../../domain/incomplete.ts'
import type { LogSource } from '../../domain/log-event.ts'
import { usage } from '../../domain/problem.ts'
import { parseRange } from '../../domain/time-range.ts'
import type { Discovery } from '../../usecases/discovery/discover-app.ts'
import { functionLogSources, functionsOf } from '../../usecases/discovery/function-log-sources.ts'
import { resolveNames } from '../../usecases/names/resolve-names.ts'
import { type TraceScope, traceScope } from '../../usecases/traces/scope.ts'
import type { WindowWords } from './flags.ts'

export interface TracesPlace {
  readonly discovery: Discovery
  readonly scope: TraceScope
  /** What the functions that were named are called; empty where none was. */
  readonly named: readonly string[]
}

/** The app as X-Ray knows it, or the functions that are named; a Problem (usage) for a name that is not there, or an app without anything to trace. */
export const tracesPlace = (discovery: Discovery, names: readonly string[]): TracesPlace => {
  const { app } = discovery
  const functions = functionsOf(app.resources)
  const named = names.length === 0 ? [] : resolveNames(functions, names, { noun: 'function', where: app.name })
  const scope = traceScope(app, named.length === 0 ? null : named)
  if (scope.nodes.length === 0)
    throw usage(
      `the stack ${app.name} has no function, API or workflow that X-Ray traces`,
      'slsops resources lists what it has',
    )
  return { discovery, scope, named: named.map(({ path }) => path) }
}

export interface TracesWindow {
  /** Epoch milliseconds. */
  readonly from: number
  readonly to: number
  /** As it was asked for: `since 15m`. */
  readonly words: string
}

/** `--since` and `--until`, resolved; `deploy` asks for the last one. */
export const tracesWindow = async (
  { since, until, timezone }: WindowWords,
  session: Session,
  discovery: Discovery | null,
  signal: AbortSignal,
): Promise<TracesWindow> => {
  const now = session.now()
  const deployAt = async () => {
    if (discovery === null) throw usage('a trace has no deploy', 'say a time, such as --since 1h')
    const { deployTime } = await import('../../usecases/discovery/deploy-time.ts')
    const functions = [...discovery.functions.values()]
    return (await deployTime(session, discovery.app, functions, signal))?.at ?? null
  }
  const range = await parseRange({ since, until }, now, { timezone, deployAt })
  const to = Math.max(range.from + 1, range.to ?? now)
  const iso = (at: number): string => new Date(at).toISOString().replace(/\.\d+/, '')
  const length = /^\d+(ms|[smhdw])/.test(since.trim())
  return {
    from: range.from,
    to,
    words:
      range.to === null
        ? length
          ? `in the last ${since.trim()}`
          : `since ${since}`
        : `from ${iso(range.from)} to ${iso(to)}`,
  }
}

export interface Functions {
  readonly sources: readonly LogSource[]
  readonly untraced: readonly string[]
  readonly incomplete: readonly Incomplete[]
}

/** Where the app's functions log. */
export const logSources = async (
  session: Session,
  discovery: Discovery,
  signal: AbortSignal,
): Promise<readonly LogSource[]> => (await functionLogSources({ session, discovery, signal })).sources
