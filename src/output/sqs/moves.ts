import type { QueueState } from '../../domain/sqs/queue.ts'
import { ago } from '../ago.ts'
import { type AnswerContext, answer, isoTime } from '../json.ts'
import type { Style } from '../style.ts'
import { table } from '../table.ts'

/** A move that SQS makes. Times are epoch milliseconds. */
export interface Move {
  readonly handle: string | null
  readonly status: string
  readonly destinationArn: string | null
  readonly moved: number
  readonly toMove: number | null
  readonly startedAt: number | null
  readonly failureReason: string | null
}

export const movesTable = (moves: readonly Move[], style: Style, now: number): Promise<string> =>
  moves.length === 0
    ? Promise.resolve('')
    : table(
        [
          { title: 'status', keep: true },
          { title: 'moved' },
          { title: 'of' },
          { title: 'to' },
          { title: 'started' },
          { title: 'why' },
        ],
        moves.map((one) => [
          one.status,
          one.moved,
          one.toMove,
          one.destinationArn?.split(':').at(-1) ?? 'where they came from',
          one.startedAt === null ? null : `${ago(one.startedAt, now)} ago`,
          one.failureReason,
        ]),
        style,
      )

/** `slsops.sqs-moves/1`; `handle` of the move that was just started. */
export const movesAnswer = (
  queue: Pick<QueueState, 'name' | 'arn'>,
  moves: readonly Move[],
  context: AnswerContext,
  handle: string | null = null,
): string =>
  answer(
    'slsops.sqs-moves/1',
    context,
    {
      queue: { name: queue.name, arn: queue.arn },
      started: handle,
      moves: moves.map((one) => ({
        status: one.status,
        moved: one.moved,
        toMove: one.toMove,
        destination: one.destinationArn,
        startedAt: isoTime(one.startedAt),
        failureReason: one.failureReason,
        handle: one.handle,
      })),
    },
    [],
  )
