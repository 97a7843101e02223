import type { Session } from '../../aws/session.ts'
import { ExitCode, Problem, usage } from '../../domain/problem.ts'
import { replayedEvent } from '../../domain/sample-events/replayed.ts'
import { sentAt } from '../../domain/sqs/message.ts'
import { mayPeek } from '../../domain/sqs/peek-rules.ts'
import type { StackApp } from '../../domain/stack.ts'
import { peekDoors } from '../sqs/doors.ts'
import { peek } from '../sqs/peek.ts'
import { readQueue, readQueues } from '../sqs/queues.ts'

export interface LastEvent {
  readonly event: unknown
  /** Where it was found, and what the look did: one line. */
  readonly told: string
}

/** So many dead letters are looked at: each look counts as a receipt. */
const LOOKED_AT = 50

/**
 * The newest dead letter of the queue that a function reads from, as the event that the function failed on. It stays where it is. A usage Problem
 * where there is no such queue, or no dead letter in it. Rejects with a Problem where a queue can't be read.
 */
export const lastEvent = async (
  session: Session,
  app: StackApp,
  functionName: string,
  signal: AbortSignal,
): Promise<LastEvent> => {
  const { queues, incomplete } = await readQueues(session, app, signal)
  const source = queues.find(
    ({ dlq, consumers }) =>
      dlq !== null && consumers?.some(({ functionArn }) => functionArn.split(':')[6] === functionName),
  )
  if (!source?.dlq) {
    const [unread] = incomplete
    if (unread)
      throw new Problem(
        'CouldNotTell',
        `where ${functionName} leaves its dead letters can't be told: ${unread.reason}`,
        {
          action: unread.action,
        },
      )
    throw usage(
      `--last: ${functionName} reads from no queue of the stack that has a dead-letter queue`,
      'slsops errors shows what it failed on; give the event with -d @FILE',
    )
  }
  const known = queues.find(({ arn }) => arn === source.dlq?.arn)
  const dlq = known ?? (await readQueue(session, app, source.dlq.arn, signal)).queue
  mayPeek(dlq, false)
  const found = await peek({
    ...{ queue: dlq, where: () => true, signal },
    limit: Math.min(LOOKED_AT, Math.max(1, dlq.visible)),
    doors: peekDoors(session, dlq.url),
  })
  const newest = found.messages.reduce<(typeof found.messages)[number] | null>(
    (last, one) => (last === null || (sentAt(one) ?? 0) > (sentAt(last) ?? 0) ? one : last),
    null,
  )
  if (newest === null)
    throw new Problem('NoDeadLetter', `there is no dead letter in ${dlq.name}: nothing to replay`, {
      hint: 'slsops errors shows what failed otherwise; give the event with -d @FILE',
      exit: ExitCode.usage,
    })
  const others = found.seen > 1 ? `the newest of ${found.seen} that were looked at` : 'the only one that was seen'
  return {
    event: replayedEvent(newest, source.arn, app.region),
    told: `dead letter ${newest.messageId} of ${dlq.name}, ${others}; it stays there, and each that was seen counts one receipt more`,
  }
}
