import type { Clock } from '../../domain/clock.ts'
import type { LogEvent } from '../../domain/log-event.ts'
import { bodyIds, wordsIn } from '../../domain/sqs/body-ids.ts'
import { type QueueMessage, traceIdOf } from '../../domain/sqs/message.ts'
import { type Run, runsOf } from '../why/runs.ts'

export interface Watch {
  /** The message as it lay in the dead-letter queue. */
  readonly message: QueueMessage
  /** Its id now. */
  readonly newId: string
  /** When it was sent, epoch milliseconds. */
  readonly sentAt: number
  readonly timeoutMs: number
  /** Lines of the consumers since a time. */
  readonly read: (from: number) => Promise<readonly LogEvent[]>
  readonly clock: Clock
  readonly signal: AbortSignal
}

export type Outcome =
  | { readonly kind: 'succeeded' | 'failed'; readonly run: Run; readonly afterMs: number }
  /** Nothing of it was seen in time. */
  | { readonly kind: 'unknown' }

const EVERY_MS = 1_000
const SKEW_MS = 1_000

const isOf = (run: Run, words: ReadonlySet<string>, traceId: string | null): boolean =>
  (traceId !== null && run.traceId === traceId) ||
  run.lines.some(({ message }) => wordsIn(message).some((word) => words.has(word)))

/**
 * What became of one message: the first run of its consumer, after it was sent, whose lines name it, or whose trace is its own. Rejects with the
 * signal's reason.
 */
export const watchCanary = async ({
  message,
  newId,
  sentAt,
  timeoutMs,
  read,
  clock,
  signal,
}: Watch): Promise<Outcome> => {
  // What the body names first is what it is about: an order, and not its customer, who may have others.
  const words = new Set([newId, ...bodyIds(message.body).slice(0, 1)])
  const until = clock.now() + timeoutMs
  for (;;) {
    const runs = runsOf(await read(sentAt - SKEW_MS))
    const run = runs.find(
      (one) => one.start >= sentAt - SKEW_MS && one.outcome !== 'unfinished' && isOf(one, words, traceIdOf(message)),
    )
    if (run) {
      const failed = run.outcome !== 'ok' || run.failure !== null
      return { kind: failed ? 'failed' : 'succeeded', run, afterMs: Math.max(0, run.start - sentAt) }
    }
    if (clock.now() >= until) return { kind: 'unknown' }
    await clock.sleep(EVERY_MS, signal)
  }
}
