import { type QueueMessage, receiveCount } from '../../domain/sqs/message.ts'
import { isNearItsLimit } from '../../domain/sqs/peek-rules.ts'
import type { QueueState } from '../../domain/sqs/queue.ts'
import type { Where } from '../../domain/sqs/where.ts'

/** What a look needs of SQS. */
export interface PeekDoors {
  readonly receive: (asked: {
    readonly count: number
    readonly visibilitySeconds: number
    readonly waitSeconds: number
  }) => Promise<readonly QueueMessage[]>
  /** Gives how many were refused. */
  readonly giveBack: (handles: readonly string[]) => Promise<number>
}

export interface Peek {
  readonly queue: Pick<QueueState, 'redrive'>
  readonly where: Where
  /** So many that fit. */
  readonly limit: number
  readonly signal: AbortSignal
  readonly doors: PeekDoors
  readonly progress?: ((seen: number) => void) | undefined
}

export interface Peeked {
  readonly messages: readonly QueueMessage[]
  /** All messages that were received, those that do not fit among them. */
  readonly seen: number
  /** All are visible again; false where some stay hidden until their time is over. */
  readonly restored: boolean
  /** It ended before its time: a message is near the number of receipts that moves it. */
  readonly nearLimit: boolean
}

/** Longer than a page takes, so that a message is not handed out twice; short for who is waiting for it after a kill. */
const VISIBILITY_SECONDS = 30
/** Rounds without anything new: SQS may have more, and may not say so at once. */
const IDLE_ROUNDS = 2

/**
 * Looks at messages and gives them back, also when it is stopped or fails. Each receipt counts: that can't be undone. Rejects with what the doors
 * reject with, or the signal's reason.
 */
export const peek = async ({ queue, where, limit, signal, doors, progress }: Peek): Promise<Peeked> => {
  const seen = new Map<string, QueueMessage>()
  const handles: string[] = []
  const fits: QueueMessage[] = []
  let nearLimit = false
  const look = async (): Promise<void> => {
    for (let idle = 0; idle < IDLE_ROUNDS && fits.length < limit && !nearLimit; ) {
      signal.throwIfAborted()
      const wanted = Math.min(10, limit - fits.length)
      const got = await doors.receive({ count: wanted, visibilitySeconds: VISIBILITY_SECONDS, waitSeconds: 1 })
      handles.push(...got.map(({ receiptHandle }) => receiptHandle))
      const fresh = got.filter(({ messageId }) => !seen.has(messageId))
      for (const message of fresh) {
        seen.set(message.messageId, message)
        if (where(message)) fits.push(message)
        nearLimit ||= isNearItsLimit(queue, receiveCount(message))
      }
      idle = fresh.length === 0 ? idle + 1 : 0
      progress?.(seen.size)
    }
    signal.throwIfAborted()
  }
  let restored = true
  try {
    await look()
  } finally {
    // Also on Ctrl-C and after a failure: what is hidden is somebody's work.
    if (handles.length > 0) restored = (await doors.giveBack(handles).catch(() => handles.length)) === 0
  }
  return { messages: fits.slice(0, limit), seen: seen.size, restored, nearLimit }
}
