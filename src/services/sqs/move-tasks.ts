import type { Session } from '../../aws/session.ts'
import { lastPart } from '../../domain/arn.ts'
import { ask } from './ask.ts'

/** A move that SQS itself does. Times are epoch milliseconds. */
export interface MoveTask {
  /** Only while it runs. */
  readonly handle: string | null
  /** RUNNING, COMPLETED, CANCELLING, CANCELLED or FAILED. */
  readonly status: string
  readonly sourceArn: string
  /** Null: each message goes back to the queue that it came from. */
  readonly destinationArn: string | null
  readonly moved: number
  readonly toMove: number | null
  readonly startedAt: number | null
  readonly failureReason: string | null
}

/** The last ten moves out of a dead-letter queue. Rejects with a Problem. (SQS API: ListMessageMoveTasks.) */
export const listMoves = (session: Session, sourceArn: string, signal?: AbortSignal): Promise<readonly MoveTask[]> =>
  ask(session, {
    operation: 'ListMessageMoveTasks',
    queue: lastPart(sourceArn),
    signal,
    run: async (client, sdk, options) => {
      const asked = new sdk.ListMessageMoveTasksCommand({ SourceArn: sourceArn, MaxResults: 10 })
      return ((await client.send(asked, options)).Results ?? []).map((one) => ({
        handle: one.TaskHandle ?? null,
        status: one.Status ?? 'unknown',
        sourceArn: one.SourceArn ?? sourceArn,
        destinationArn: one.DestinationArn ?? null,
        moved: one.ApproximateNumberOfMessagesMoved ?? 0,
        toMove: one.ApproximateNumberOfMessagesToMove ?? null,
        startedAt: one.StartedTimestamp ?? null,
        failureReason: one.FailureReason ?? null,
      }))
    },
  })

/** Sent once. Gives the task's handle. (SQS API: StartMessageMoveTask.) */
export const startMove = (
  session: Session,
  move: { readonly sourceArn: string; readonly destinationArn: string | null; readonly rate: number | null },
): Promise<string> =>
  ask(session, {
    operation: 'StartMessageMoveTask',
    queue: lastPart(move.sourceArn),
    options: { maxAttempts: 1 },
    run: async (client, sdk) => {
      const asked = new sdk.StartMessageMoveTaskCommand({
        SourceArn: move.sourceArn,
        ...(move.destinationArn === null ? {} : { DestinationArn: move.destinationArn }),
        ...(move.rate === null ? {} : { MaxNumberOfMessagesPerSecond: move.rate }),
      })
      return (await client.send(asked)).TaskHandle ?? ''
    },
  })

/** Gives how many messages were moved by then; they stay where they are. (SQS API: CancelMessageMoveTask.) */
export const cancelMove = (session: Session, handle: string): Promise<number> =>
  ask(session, {
    operation: 'CancelMessageMoveTask',
    queue: null,
    run: async (client, sdk) =>
      (await client.send(new sdk.CancelMessageMoveTaskCommand({ TaskHandle: handle })))
        .ApproximateNumberOfMessagesMoved ?? 0,
  })
