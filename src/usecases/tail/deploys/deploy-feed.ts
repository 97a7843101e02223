import { isDenied, isNotFound } from '../../../aws/errors.ts'
import type { Clock } from '../../../domain/clock.ts'
import type { FunctionInfo } from '../../../domain/function-info.ts'
import type { LogSource } from '../../../domain/log-event.ts'
import { Problem } from '../../../domain/problem.ts'
import type { StackApp } from '../../../domain/stack.ts'
import type { StackOperations } from '../../../services/cloudformation/deploy-events.ts'
import type { Feed } from '../feed.ts'
import { DEPLOYS, deployMarks, type FunctionChange } from './deploy-marks.ts'

export interface DeployFeedOptions {
  readonly app: Pick<StackApp, 'name' | 'updatedAt' | 'resources'>
  /** When AWS last confirmed `app`: up to then no operation is unknown. Epoch milliseconds. */
  readonly checkedAt: number
  /** What is known of the functions at the start. */
  readonly functions: readonly Pick<FunctionInfo, 'path' | 'lastModified'>[]
  readonly clock: Clock
  /** The tail goes on after the history. */
  readonly follow: boolean
  /** The operations that ended at `from` or later. */
  readonly operations: (from: number, signal: AbortSignal) => Promise<StackOperations>
  /** What is known of the functions now. */
  readonly changes: (signal: AbortSignal) => Promise<readonly Pick<FunctionInfo, 'path' | 'lastModified'>[]>
}

const EVERY_MS = 30_000
/** Functions are asked for at every second look: it takes a call for each of some of them. */
const CHANGES_EVERY = 2
/** Longer the lines of the history do not wait for the deploys among them. */
const PATIENCE_MS = 3_000
/** From the last change of a resource to the end of the operation: what is replaced is removed first. */
const CLEANUP_MS = 3_600_000

/** The source of the lines that tell of deploys. */
export const deploySource = (stack: string): LogSource => ({
  group: DEPLOYS,
  streamPart: null,
  name: stack,
  sourceType: 'group',
  logicalId: null,
  functionName: null,
  stack,
  kind: 'deploy',
})

/**
 * Deploys as lines of a tail. Those of the history stand in their place; while it follows they are looked for every 30 s and come when
 * they are found. What answers too late for the history comes then too.
 */
export const deployFeed = (options: DeployFeedOptions): Feed => {
  const { app, clock, operations } = options
  const marks = deployMarks(app.name)
  let [from, to]: [number, number | null] = [0, null]
  /** Up to here all operations have been told of. */
  let toldUntil = 0

  const look = async (functions: DeployFeedOptions['functions'], signal: AbortSignal) => {
    const found = await operations(toldUntil, signal)
    for (const { at } of found.ended) toldUntil = Math.max(toldUntil, at)
    return marks({ ...found, changes: changesOf(functions) }, from, to)
  }

  return {
    group: DEPLOYS,
    name: 'deploys',
    quietUntil: (since) => quietUntil(options, since),
    history: async function* (...[since, end, signal]) {
      ;[from, to, toldUntil] = [since, end, since]
      const found = await patiently(clock, signal, (waited) => look(options.functions, waited)).catch(
        (error: unknown) => {
          // What is followed is asked again.
          if (signal.aborted || !options.follow || isFinal(error)) throw error
          return []
        },
      )
      if (found.length > 0) yield found
    },
    follow: async (signal, onEvents) => {
      let functions = options.functions
      for (let nth = 1; ; nth++) {
        await clock.sleep(EVERY_MS, signal)
        if (nth % CHANGES_EVERY === 0) functions = await options.changes(signal).catch(() => functions)
        try {
          const found = await look(functions, signal)
          if (found.length > 0) onEvents(found)
        } catch (error) {
          if (signal.aborted || isFinal(error)) throw error
        }
      }
    },
  }
}

/** Asking again would not help. */
const isFinal = (error: unknown): boolean => isDenied(error) || isNotFound(error)

const patiently = async <T>(
  clock: Clock,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> => {
  const enough = new AbortController()
  const waited = AbortSignal.any([signal, enough.signal])
  const tooLong = new Problem('Timeout', 'CloudFormation did not answer in time.')
  void clock.sleep(PATIENCE_MS, waited).then(
    () => enough.abort(tooLong),
    () => {},
  )
  try {
    return await work(waited)
  } finally {
    enough.abort(tooLong)
  }
}

const changesOf = (functions: DeployFeedOptions['functions']): readonly FunctionChange[] =>
  functions.flatMap(({ path, lastModified }) => (lastModified === null ? [] : [{ path, at: lastModified }]))

/** Where the last deploy is known, and lies well before `from`, there is none until somebody last looked: nobody has to wait for it. */
const quietUntil = ({ app, checkedAt, functions }: DeployFeedOptions, from: number): number | null => {
  const changed = [
    app.updatedAt,
    ...app.resources.map(({ updatedAt }) => updatedAt),
    ...functions.map(({ lastModified }) => lastModified),
  ]
  const last = changed.reduce<number>((newest, at) => Math.max(newest, at ?? 0), 0)
  return last + CLEANUP_MS < from && checkedAt > from ? checkedAt : null
}
