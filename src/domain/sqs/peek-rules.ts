import { ExitCode, Problem } from '../problem.ts'
import type { QueueState } from './queue.ts'

/**
 * There is no look at a queue that changes nothing: receiving counts, and a message that was received more often than its queue's redrive policy
 * allows is moved to the dead-letter queue by that receipt. Throws a Problem (exit 2) where a look could do harm and nobody insisted.
 */
export const mayPeek = ({ name, fifo, redrive, consumers }: QueueState, force: boolean): void => {
  if (force) return
  if (redrive !== null) {
    throw new Problem(
      'PeekCouldMove',
      `nothing was received: looking into ${name} counts as a receipt, and after ${redrive.maxReceiveCount} of them SQS moves a message to ${redrive.dlqArn.slice(redrive.dlqArn.lastIndexOf(':') + 1)}`,
      {
        hint: '--force looks all the same, and stops at the first message that is near its limit',
        exit: ExitCode.usage,
      },
    )
  }
  const reading = (consumers ?? []).filter(({ state }) => state !== 'Disabled')
  if (fifo && reading.length > 0) {
    throw new Problem(
      'PeekCouldBlock',
      `nothing was received: looking into ${name} holds its message groups back from ${reading.map(({ functionName }) => functionName).join(', ')}`,
      {
        hint: '--force looks all the same',
        exit: ExitCode.usage,
      },
    )
  }
}

/** Whether one more look could move a message that has this many receipts already. */
export const isNearItsLimit = ({ redrive }: Pick<QueueState, 'redrive'>, receipts: number): boolean =>
  redrive !== null && receipts >= redrive.maxReceiveCount - 1
