import type { Session } from '../../aws/session.ts'
import type { FunctionInfo } from '../../domain/function-info.ts'
import type { FunctionDetail, FunctionRow } from '../../domain/functions/detail.ts'
import type { Incomplete } from '../../domain/incomplete.ts'
import type { Resource } from '../../domain/stack.ts'
import type { Discovery } from '../discovery/discover-app.ts'
import { functionLogSources, functionsOf } from '../discovery/function-log-sources.ts'
import { resolveNames } from '../names/resolve-names.ts'
import { readDetails } from './read-details.ts'
import { readFunctionFigures } from './read-figures.ts'

export interface FunctionsRead {
  readonly rows: readonly FunctionRow[]
  /** Functions of which nothing could be read, by path. */
  readonly lost: ReadonlySet<string>
  readonly incomplete: readonly Incomplete[]
}

/** What is remembered on disk, which the environment must never be. */
const infoOf = (detail: FunctionDetail): FunctionInfo => ({
  path: detail.path,
  logicalId: detail.logicalId,
  name: detail.name,
  arn: detail.arn,
  logGroup: detail.logGroup,
  sharedGroup: detail.sharedGroup,
  logFormat: detail.logFormat,
  timeoutMs: detail.timeoutMs,
  memoryMb: detail.memoryMb,
  runtime: detail.runtime,
  packageType: detail.packageType,
  architecture: detail.architecture,
  lastModified: detail.lastModified,
  tracing: detail.tracing,
  assumed: detail.assumed,
})

/** The functions that the words name, all without words. Rejects with a Problem (exit 2) for a name that is none. */
export const functionsNamed = (discovery: Discovery, words: readonly string[]): readonly Resource[] => {
  const { app } = discovery
  const all = functionsOf(app.resources)
  return words.length === 0 ? all : resolveNames(all, words, { noun: 'function', where: app.name })
}

/**
 * Functions as Lambda has them now, with what their lines of the window say; `window` null reads no lines. Epoch milliseconds. Rejects only with
 * what is nobody's answer.
 */
export const listFunctions = async (options: {
  readonly session: Session
  readonly discovery: Discovery
  readonly functions: readonly Resource[]
  readonly window: { readonly from: number; readonly to: number } | null
  readonly signal: AbortSignal
}): Promise<FunctionsRead> => {
  const { session, discovery, functions, window, signal } = options
  const { details, lost, incomplete } = await readDetails(session, functions, signal)
  // What was just told need not be asked for again to find the logs.
  await discovery.learn(details.filter(({ assumed }) => assumed === null).map(infoOf))
  if (window === null) return { rows: details.map((detail) => ({ detail, figures: null })), lost, incomplete }
  const present = functions.filter(({ path }) => !lost.has(path))
  const { sources, functions: infos } = await functionLogSources({ session, discovery, functions: present, signal })
  const names = new Map(infos.map(({ path }, at) => [path, sources[at]!.name]))
  const timeouts = new Map(infos.map(({ timeoutMs }, at) => [sources[at]!.name, timeoutMs]))
  const read =
    sources.length === 0
      ? { figures: new Map(), incomplete: [] }
      : await readFunctionFigures({
          ...{ session, sources, signal, from: window.from, to: window.to - 1 },
          timeoutMs: ({ name }) => timeouts.get(name) ?? null,
        })
  return {
    rows: details.map((detail) => ({ detail, figures: read.figures.get(names.get(detail.path) ?? '') ?? null })),
    lost,
    incomplete: [...incomplete, ...read.incomplete],
  }
}
