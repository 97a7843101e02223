import type { Session } from '../../aws/session.ts'
import type { FunctionInfo } from '../../domain/function-info.ts'
import type { ResourceLogs } from '../../domain/log-destination.ts'
import type { StackApp } from '../../domain/stack.ts'
import { describeStack } from '../../services/cloudformation/describe-stack.ts'
import { type DiscoveryCache, type Entry, keyOf } from './cache.ts'
import { type Progress, readApp } from './read-app.ts'
import { readFunctions } from './read-functions.ts'

export interface DiscoverOptions {
  readonly session: Session
  /** Name, alias or ARN of the root stack. */
  readonly stack: string
  readonly signal?: AbortSignal | undefined
  /** `--refresh`: what is remembered is not used (but written anew). */
  readonly refresh?: boolean | undefined
  /** Null: nothing is remembered. */
  readonly cache?: DiscoveryCache | null | undefined
  readonly onProgress?: ((progress: Progress) => void) | undefined
}

export type Revalidation = 'same' | 'changed' | 'gone'

/** An app, and what is remembered with it. */
export interface Discovery {
  /** What was found; after `revalidate` said `changed`, what AWS has now. */
  readonly app: StackApp
  /** The app came from the cache: AWS was not asked. */
  readonly remembered: boolean
  /** When AWS last confirmed it, epoch milliseconds. */
  readonly checkedAt: number
  /** What Lambda said of the functions before, by path. */
  readonly functions: ReadonlyMap<string, FunctionInfo>
  /** Keeps what Lambda said, for the next command. Never rejects. */
  learn(functions: readonly FunctionInfo[]): Promise<void>
  /** What services said before of where their resources log, by path. */
  readonly logs: ReadonlyMap<string, ResourceLogs>
  /** Keeps what they said, for the next command. Never rejects. */
  learnLogs(logs: readonly ResourceLogs[]): Promise<void>
  /**
   * Asks AWS whether the app is still what was remembered: one DescribeStacks where nothing has changed. Run it beside the work
   * and let nothing wait for it (its signal ends it), or before the work where a stale answer would do harm. Rejects with a Problem.
   */
  revalidate(signal?: AbortSignal): Promise<Revalidation>
}

/** Beyond this age what a function, or a log, was configured to do is asked again: a console changes it without any stack operation. */
const configurationFreshMs = 15 * 60_000

/** An entry that nobody has checked for this long is not worth starting from. */
const entryFreshMs = 30 * 86_400_000

/** In the middle of an operation the list of resources is not what it will be. */
const settled = ({ status }: StackApp): boolean => !status.endsWith('_IN_PROGRESS')

/** A refusal lasts; a throttled or broken call would have told more another time. */
const worthKeeping = (app: StackApp): boolean => settled(app) && app.incomplete.every(({ action }) => action !== null)

const changedLogs = (before: readonly FunctionInfo[], after: readonly FunctionInfo[]): boolean =>
  before.some((old) =>
    after.some((now) => now.path === old.path && (now.logGroup !== old.logGroup || now.name !== old.name)),
  )

const movedLogs = (before: readonly ResourceLogs[], after: readonly ResourceLogs[]): boolean => {
  const said = ({ physicalId, destinations }: ResourceLogs): string => JSON.stringify([physicalId, destinations])
  return before.some((old) => after.some((now) => now.path === old.path && said(now) !== said(old)))
}

/** What was remembered, with what is told now in its place. */
const joined = <T extends { readonly path: string }>(before: readonly T[], now: readonly T[]): readonly T[] => [
  ...new Map([...before, ...now].map((one) => [one.path, one])).values(),
]

/**
 * The app of a stack: what is remembered of it, at once, else what AWS shows (`readApp`; rejects as it does). A warm discovery asks
 * AWS nothing; `revalidate` then finds out whether it was right.
 */
export const discoverApp = async (options: DiscoverOptions): Promise<Discovery> => {
  const { session, stack, signal, onProgress } = options
  const cache = options.cache ?? null
  const key = cache && (await keyOf(session, stack))
  const stored = cache && key && !options.refresh ? await cache.read(key) : null
  const usable = stored !== null && session.now() - stored.checkedAt < entryFreshMs
  const fresh = async (from: AbortSignal | undefined): Promise<Entry> => {
    const app = await readApp({ session, stack, signal: from, onProgress })
    return { app, checkedAt: session.now(), functions: [], functionsAt: session.now() }
  }
  let entry: Entry = usable ? stored : await fresh(signal)
  const keep = async (next: Entry): Promise<void> => {
    entry = next
    if (!cache || !key) return
    // What was remembered before is no truer than what is not worth remembering now.
    await (worthKeeping(next.app) ? cache.write(key, next) : cache.remove(key))
  }
  if (!usable) await keep(entry)

  const readLogs = async (resources: StackApp['resources'], stop: AbortSignal | undefined) => {
    if (resources.length === 0) return []
    const { isLasting, readResourceLogs } = await import('./log-sources-read.ts')
    return (await readResourceLogs(session, resources, stop)).filter(isLasting)
  }

  const again = async (before: Entry, stop: AbortSignal | undefined): Promise<Revalidation> => {
    const now = await describeStack(session, stack, stop)
    if (now === null) {
      if (cache && key) await cache.remove(key)
      return 'gone'
    }
    const { app } = before
    const moved = now.id !== app.id || now.status !== app.status || (now.updatedAt ?? now.createdAt) !== app.updatedAt
    const base = moved || app.incomplete.length > 0 ? await fresh(stop) : { ...before, checkedAt: session.now() }
    const known = (facts: readonly { readonly path: string }[]) => {
      const paths = new Set(facts.map(({ path }) => path))
      return base.app.resources.filter(({ path }) => paths.has(path))
    }
    const isFresh = (at: number): boolean => !moved && session.now() - at < configurationFreshMs
    const { functions: oldFunctions, functionsAt, logs: oldLogs = [], logsAt = 0 } = before
    const freshFunctions = isFresh(functionsAt)
    const functions = freshFunctions ? oldFunctions : await readFunctions(session, known(oldFunctions), stop)
    const freshLogs = isFresh(logsAt)
    const logs = freshLogs ? oldLogs : await readLogs(known(oldLogs), stop)
    await keep({
      ...base,
      functions,
      functionsAt: freshFunctions ? functionsAt : session.now(),
      logs,
      logsAt: freshLogs ? logsAt : session.now(),
    })
    return moved || changedLogs(oldFunctions, functions) || movedLogs(oldLogs, logs) ? 'changed' : 'same'
  }

  return {
    get app() {
      return entry.app
    },
    remembered: usable,
    get checkedAt() {
      return entry.checkedAt
    },
    get functions() {
      return new Map(entry.functions.map((one) => [one.path, one]))
    },
    learn: (functions) => {
      const functionsAt = entry.functions.length === 0 ? session.now() : entry.functionsAt
      return keep({ ...entry, functions: joined(entry.functions, functions), functionsAt })
    },
    get logs() {
      return new Map((entry.logs ?? []).map((one) => [one.path, one]))
    },
    learnLogs: (logs) => {
      const before = entry.logs ?? []
      const logsAt = before.length === 0 ? session.now() : (entry.logsAt ?? session.now())
      return keep({ ...entry, logs: joined(before, logs), logsAt })
    },
    revalidate: (stop) => again(entry, stop),
  }
}

/** For what must not act on a stale answer: discovers, and makes sure that the answer is AWS's own of now. */
export const discoverAppNow = async (options: DiscoverOptions): Promise<Discovery> => {
  const discovery = await discoverApp(options)
  if (discovery.remembered && (await discovery.revalidate(options.signal)) === 'gone') {
    const { stackNotFound } = await import('./stack-not-found.ts')
    throw await stackNotFound(options.session, options.stack, options.signal)
  }
  return discovery
}
