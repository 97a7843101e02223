import type { Clock } from '../../../domain/clock.ts'
import type { FunctionInfo } from '../../../domain/function-info.ts'
import type { LogSource } from '../../../domain/log-event.ts'
import type { StackApp } from '../../../domain/stack.ts'
import type { StackOperations } from '../../../services/cloudformation/deploy-events.ts'
import type { Feed } from '../feed.ts'
import { DEPLOYS, type Deploys, deployMarks, type FunctionChange } from './deploy-marks.ts'

export interface DeployFeedOptions {
  readonly app: Pick<StackApp, 'name' | 'updatedAt' | 'resources'>
  /** When AWS last confirmed `app`: up to then no operation is unknown. Epoch milliseconds. */
  readonly checkedAt: number
  /** What is known of the functions at the start. */
  readonly functions: readonly Pick<FunctionInfo, 'path' | 'lastModified'>[]
  readonly clock: Clock
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
  let began = clock.now()
  let until: number | null = null
  /** Up to here all operations have been told of. */
  let toldUntil: number | null = null

  const look = async (functions: DeployFeedOptions['functions'], signal: AbortSignal) => {
    const found = await operations(toldUntil ?? began, signal)
    const deploys: Deploys = { ...found, changes: changesOf(functions) }
    for (const { at } of found.ended) toldUntil = Math.max(toldUntil ?? began, at)
    return marks(deploys, began, until)
  }

  return {
    group: DEPLOYS,
    name: 'deploys',
    quietUntil: quietUntil(options),
    history: async function* (from, to, signal) {
      began = from
      until = to
      const enough = new AbortController()
      const waited = AbortSignal.any([signal, enough.signal])
      const patience = clock.sleep(PATIENCE_MS, waited).then(() => enough.abort(new Error('it takes too long')))
      try {
        const found = await look(options.functions, waited)
        if (found.length > 0) yield found
      } catch (error) {
        if (signal.aborted || !enough.signal.aborted) throw error
      } finally {
        enough.abort()
        await patience.catch(() => {})
      }
    },
    follow: async (signal, onEvents) => {
      let functions = options.functions
      for (let nth = 1; ; nth++) {
        await clock.sleep(EVERY_MS, signal)
        if (nth % CHANGES_EVERY === 0) functions = await options.changes(signal).catch(() => functions)
        const found = await look(functions, signal)
        if (found.length > 0) onEvents(found)
      }
    },
  }
}

const changesOf = (functions: DeployFeedOptions['functions']): readonly FunctionChange[] =>
  functions.flatMap(({ path, lastModified }) => (lastModified === null ? [] : [{ path, at: lastModified }]))

/** Where the last operation is known, and lies well back, the history before that look has no deploy: nobody has to wait for it. */
const quietUntil = ({ app, checkedAt, functions }: DeployFeedOptions): number => {
  const changed = [app.updatedAt, ...app.resources.map(({ updatedAt }) => updatedAt), ...functions.map(({ lastModified }) => lastModified)]
  const last = changed.reduce<number>((newest, at) => Math.max(newest, at ?? 0), 0)
  return last + CLEANUP_MS < checkedAt ? Math.min(checkedAt, ...[]) : Number.NEGATIVE_INFINITY
}
