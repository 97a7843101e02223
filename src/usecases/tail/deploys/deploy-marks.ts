import type { RawLogEvent } from '../../../domain/log-event.ts'
import type { StackOperation, StackOperations } from '../../../services/cloudformation/deploy-events.ts'

/** When a function was last changed, by whatever. */
export interface FunctionChange {
  /** `Child/LogicalId` in a nested stack. */
  readonly path: string
  /** Epoch milliseconds. */
  readonly at: number
}

/** What can be told of deploys at one moment. */
export interface Deploys extends StackOperations {
  readonly changes: readonly FunctionChange[]
}

/** No log group is called so. */
export const DEPLOYS = ''

/** Names that a line has room for. */
const NAMES_AT_MOST = 6
/** CloudFormation and Lambda each have a clock. */
const CLOCKS_MS = 5_000

/**
 * Makes lines of deploys, each once: `deploy: orders UPDATE_COMPLETE (FulfilOrder, CreateOrder)` for the end of an operation of the stack,
 * `deploy: FulfilOrder was changed, not by its stack` for a change (console, hotswap) that no operation covers. Times are those of AWS.
 */
export const deployMarks = (stack: string) => {
  const known = new Set<string>()
  const mark = (key: string, at: number, message: string): readonly RawLogEvent[] => {
    if (known.has(key)) return []
    known.add(key)
    return [{ id: null, at, ingestedAt: null, group: DEPLOYS, stream: '', message }]
  }
  const markChange = ({ path, at }: FunctionChange, { ended, runningSince }: Deploys): readonly RawLogEvent[] => {
    const key = `${path} ${at}`
    // An operation that is under way tells of it when it ends; one that has ended has told.
    if (ended.some((operation) => covers(operation, at))) known.add(key)
    else if (runningSince === null || at < runningSince - CLOCKS_MS)
      return mark(key, at, `deploy: ${path} was changed, not by its stack`)
    return []
  }
  return (deploys: Deploys, from: number, to: number | null): readonly RawLogEvent[] => {
    const within = ({ at }: { readonly at: number }) => at >= from && (to === null || at <= to)
    const marks = [
      ...deploys.ended
        .filter(within)
        .flatMap(({ id, at, status, functions }) => mark(id, at, `deploy: ${stack} ${status}${names(functions)}`)),
      ...deploys.changes.filter(within).flatMap((change) => markChange(change, deploys)),
    ]
    return marks.sort((a, b) => a.at - b.at)
  }
}

const names = (functions: readonly string[]): string => {
  if (functions.length === 0) return ''
  const shown = functions.slice(0, NAMES_AT_MOST).join(', ')
  const more = functions.length - NAMES_AT_MOST
  return more > 0 ? ` (${shown} and ${more} more)` : ` (${shown})`
}

const covers = ({ at: endedAt, startedAt }: StackOperation, at: number): boolean =>
  at <= endedAt + CLOCKS_MS && (startedAt === null || at >= startedAt - CLOCKS_MS)
