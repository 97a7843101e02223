import type { Clock } from '../../domain/clock.ts'
import { isProblem, Problem } from '../../domain/problem.ts'
import type { OutgoingMessage } from '../../domain/sqs/message.ts'

export interface SendMany {
  readonly messages: readonly OutgoingMessage[]
  /** Messages a second. */
  readonly rate: number
  readonly send: (message: OutgoingMessage) => Promise<string>
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly progress?: ((sent: number) => void) | undefined
}

/**
 * Sends messages in their order, each once; gives their ids, fewer than there were where it is stopped. Rejects with a Problem that says how many are
 * sent.
 */
export const sendMany = async ({
  messages,
  rate,
  send,
  clock,
  signal,
  progress,
}: SendMany): Promise<readonly string[]> => {
  const ids: string[] = []
  const began = clock.now()
  for (const message of messages) {
    const wait = began + (ids.length * 1000) / rate - clock.now()
    if (wait > 0) await clock.sleep(wait, signal).catch(() => {})
    if (signal.aborted) break
    try {
      ids.push(await send(message))
    } catch (error) {
      if (!isProblem(error) || messages.length === 1) throw error
      throw new Problem(error.code, error.message, {
        hint: [
          `${ids.length} of ${messages.length} messages are sent: go on with message ${ids.length + 1}`,
          error.hint,
        ]
          .filter(Boolean)
          .join('\n'),
        action: error.action,
        exit: error.exit,
        cause: error,
      })
    }
    progress?.(ids.length)
  }
  return ids
}
