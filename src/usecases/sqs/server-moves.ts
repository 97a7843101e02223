import type { Session } from '../../aws/session.ts'
import type { QueueState } from '../../domain/sqs/queue.ts'
import { cancelMove, listMoves, type MoveTask, startMove } from '../../services/sqs/move-tasks.ts'

type Dlq = Pick<QueueState, 'arn'>

/** The last ten moves that SQS itself made out of a dead-letter queue. Rejects with a Problem. */
export const serverMoves = (session: Session, from: Dlq, signal: AbortSignal): Promise<readonly MoveTask[]> =>
  listMoves(session, from.arn, signal)

/** Lets SQS move all messages; `to` null: each to the queue that it came from. Gives the task's handle, and all moves as they stand then. */
export const startServerMove = async (
  session: Session,
  { from, to, rate }: { readonly from: Dlq; readonly to: Dlq | null; readonly rate: number },
  signal: AbortSignal,
): Promise<{ readonly handle: string; readonly moves: readonly MoveTask[] }> => {
  const handle = await startMove(session, { sourceArn: from.arn, destinationArn: to?.arn ?? null, rate })
  return { handle, moves: await listMoves(session, from.arn, signal) }
}

/** Stops a move; gives how many messages were through by then. */
export const cancelServerMove = (session: Session, handle: string): Promise<number> => cancelMove(session, handle)
