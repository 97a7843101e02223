import type { Session } from '../../aws/session.ts'
import { stackEvents } from './stack-events.ts'

/** How a stack operation ends that did what it was told; a rollback's end is none of them. */
const successes: ReadonlySet<string> = new Set(['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'IMPORT_COMPLETE'])

/**
 * When the stack's last successful operation ended (epoch milliseconds) and with which status; null where its events hold none.
 * Rejects with a Problem.
 */
export const lastSuccess = async (
  session: Session,
  stack: { readonly name: string; readonly id: string },
  signal?: AbortSignal,
): Promise<{ readonly at: number; readonly status: string } | null> => {
  for await (const { PhysicalResourceId, ResourceStatus = '', Timestamp } of stackEvents(session, stack, signal)) {
    if (PhysicalResourceId === stack.id && successes.has(ResourceStatus) && Timestamp) {
      return { at: Timestamp.getTime(), status: ResourceStatus }
    }
  }
  return null
}
