import type { StackEvent } from '@aws-sdk/client-cloudformation'
import type { Session } from '../../aws/session.ts'
import { lambda } from '../lambda/kinds.ts'
import { stackEvents } from './stack-events.ts'

/** An operation of a stack that is over. Times are epoch milliseconds. */
export interface StackOperation {
  /** CloudFormation's id of the event that ended it. */
  readonly id: string
  readonly at: number
  /** Null where its beginning was not read. */
  readonly startedAt: number | null
  /** `UPDATE_COMPLETE`, `UPDATE_ROLLBACK_COMPLETE`, `CREATE_FAILED` ... */
  readonly status: string
  /** Logical ids of the functions that it created, changed or removed, in the order in which that was done. */
  readonly functions: readonly string[]
}

export interface StackOperations {
  /** Oldest first. */
  readonly ended: readonly StackOperation[]
  /** When the one began that is under way; null where there is none. */
  readonly runningSince: number | null
}

/** With these an operation begins; a rollback is a part of the one that failed. (CloudFormation: stack status codes) */
const beginnings: ReadonlySet<string> = new Set([
  'CREATE_IN_PROGRESS',
  'UPDATE_IN_PROGRESS',
  'DELETE_IN_PROGRESS',
  'IMPORT_IN_PROGRESS',
])

/**
 * The operations of a stack that ended at `from` or later. Nested stacks are known by what the root says of them. No more pages are
 * read than reach back to the beginning of the first of them. Rejects with a Problem. (CloudFormation API: DescribeStackEvents, newest first)
 */
export const stackOperations = async (
  session: Session,
  stack: { readonly name: string; readonly id: string },
  from: number,
  signal?: AbortSignal,
): Promise<StackOperations> => {
  const story = backwards(stack.id, from)
  for await (const event of stackEvents(session, stack, signal)) if (story.read(event)) break
  return story.told()
}

interface Reading {
  readonly id: string
  readonly at: number
  readonly status: string
  startedAt: number | null
  /** Newest first. */
  readonly functions: string[]
}

/** Makes operations of events, which come newest first. */
const backwards = (stackId: string, from: number) => {
  const ended: Reading[] = []
  /** The operation whose events are being read; null: one that is under way, or none. */
  let current: Reading | null = null
  let runningSince: number | null = null

  return {
    /** True: there is nothing more to be read. */
    read: (event: StackEvent): boolean => {
      const at = event.Timestamp?.getTime() ?? 0
      const status = event.ResourceStatus ?? ''
      if (event.PhysicalResourceId !== stackId) {
        if (current !== null && isChange(event, status)) current.functions.push(event.LogicalResourceId ?? '')
        return false
      }
      if (!status.endsWith('_IN_PROGRESS')) {
        if (at < from) return true
        current = { id: event.EventId ?? `${status} ${at}`, at, status, startedAt: null, functions: [] }
        ended.push(current)
        return false
      }
      if (current !== null) current.startedAt = at
      else if (ended.length === 0) runningSince = at
      if (!beginnings.has(status)) return false
      current = null
      return at < from
    },
    told: (): StackOperations => ({
      ended: ended
        .map(({ functions, ...rest }) => ({ ...rest, functions: [...new Set(functions.toReversed())] }))
        .reverse(),
      runningSince,
    }),
  }
}

const isChange = ({ ResourceType, LogicalResourceId }: StackEvent, status: string): boolean =>
  LogicalResourceId !== undefined &&
  lambda.kinds[ResourceType ?? '']?.defaultLogGroup !== undefined &&
  /^(CREATE|UPDATE|DELETE|IMPORT)_COMPLETE$/.test(status)
