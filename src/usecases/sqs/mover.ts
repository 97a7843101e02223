import type { Clock } from '../../domain/clock.ts'
import { isProblem, Problem } from '../../domain/problem.ts'
import { follow, type JournalLine, type JournalState, movedCount } from '../../domain/sqs/journal.ts'
import type { OutgoingMessage, QueueMessage } from '../../domain/sqs/message.ts'
import { again } from '../../domain/sqs/record.ts'
import type { Where } from '../../domain/sqs/where.ts'
import { isUnsent } from './unsent.ts'

/** All that a move does to the world, one step each: what is killed between two of them is gone on with from the journal. */
export interface MoverDoors {
  readonly receive: (asked: {
    readonly count: number
    readonly visibilitySeconds: number
    readonly waitSeconds: number
  }) => Promise<readonly QueueMessage[]>
  readonly giveBack: (handles: readonly string[]) => Promise<number>
  /** Sends once; gives the new message's id. */
  readonly send: (message: OutgoingMessage) => Promise<string>
  readonly remove: (handle: string) => Promise<void>
  /** Both are on disk when they resolve. */
  readonly backup: (messages: readonly QueueMessage[]) => Promise<void>
  readonly journal: (line: JournalLine) => Promise<void>
  /** Messages in flight in the source, approximately. */
  readonly inFlight: () => Promise<number>
  readonly clock: Clock
}

export interface Move {
  /** From the journal; a fresh one has no steps. It is kept up to date. */
  readonly state: JournalState
  readonly resumed: boolean
  readonly where: Where
  readonly limit: number | null
  /** Messages a second. */
  readonly rate: number
  readonly deduplicationId: (messageId: string) => string
  readonly signal: AbortSignal
  readonly doors: MoverDoors
  readonly progress?: ((moved: number) => void) | undefined
}

export interface Moved {
  readonly moved: number
  /** Messages that may be at the destination twice: the journal names them too. */
  readonly doubts: readonly string[]
  /** Messages that came back from the destination meanwhile: moved once, not again. */
  readonly cameBack: number
  /** Messages that were not asked for. */
  readonly others: number
  /** Hidden by somebody else, and so not reached. */
  readonly inFlight: number
  /** Ctrl-C. */
  readonly stopped: boolean
}

const VISIBILITY_SECONDS = 30
const IDLE_ROUNDS = 2
/** SQS remembers a deduplication id for so long. */
const DEDUPLICATION_MS = 5 * 60_000
const THROTTLED_AT_MOST = 8

const unanswered = (messageId: string, cause: unknown): Problem =>
  new Problem('SendUnanswered', `SQS gave no answer to the send of ${messageId}: it may be there, or not`, {
    hint: 'the same command with --resume goes on; the journal names the message',
    cause,
  })

/**
 * Moves messages one at a time: saved, intent written, sent, result written, deleted. Never is a message deleted that was not sent; a kill leaves at
 * most one of which nobody knows whether it was sent, and that one is sent again. Ends when the source gives nothing new, at the limit, or when it
 * is stopped, between two messages; what it holds is given back. Rejects with a Problem where SQS refuses.
 */
export const move = async ({
  state,
  resumed,
  where,
  limit,
  rate,
  deduplicationId,
  signal,
  doors,
  progress,
}: Move): Promise<Moved> => {
  const { header, steps } = state
  const { clock } = doors
  const write = async (line: JournalLine): Promise<void> => {
    await doors.journal(line)
    follow(state, line)
  }
  const at = (): string => new Date(clock.now()).toISOString()
  /** Received, and not for us: hidden until the end, so that others come up. */
  const held = new Map<string, string>()
  const cameBack = new Set<string>()
  const began = clock.now()
  const batch = Math.max(1, Math.min(10, Math.floor(rate * 10)))
  const room = (): boolean => !signal.aborted && (limit === null || movedCount(state) < limit)
  let next = began
  const pace = async (): Promise<void> => {
    const wait = next - clock.now()
    next = Math.max(clock.now(), next) + 1000 / rate
    if (wait > 0) await clock.sleep(wait, signal).catch(() => {})
  }

  const sendOnce = async (message: QueueMessage): Promise<void> => {
    const { messageId } = message
    const intent = state.intents.get(messageId)
    if (steps.get(messageId) === 'intent' && intent !== undefined) {
      const mayDouble = !header.fifo || clock.now() - intent >= DEDUPLICATION_MS
      await write({ type: 'doubt', at: at(), messageId, mayDouble })
    }
    await write({ type: 'intent', at: at(), messageId })
    const outgoing = again(message, header.fifo ? deduplicationId(messageId) : null)
    for (let tries = 0; ; tries++) {
      try {
        const newId = await doors.send(outgoing)
        await write({ type: 'sent', at: at(), messageId, newId })
        return
      } catch (error) {
        if (!isProblem(error)) throw error
        if (error.code === 'Throttled' && tries < THROTTLED_AT_MOST && !signal.aborted) {
          await clock.sleep(Math.min(8_000, 250 * 2 ** tries), signal).catch(() => {})
          continue
        }
        if (!isUnsent(error)) throw unanswered(messageId, error)
        await write({ type: 'refused', at: at(), messageId, reason: error.message })
        throw error
      }
    }
  }

  const finish = async ({ messageId, receiptHandle }: QueueMessage): Promise<void> => {
    await doors.remove(receiptHandle)
    await write({ type: 'deleted', at: at(), messageId })
    held.delete(messageId)
  }

  /** True where something in it was new. */
  const take = async (got: readonly QueueMessage[]): Promise<boolean> => {
    const receivedAt = clock.now()
    const known = (id: string): boolean => held.has(id)
    const fresh = got.some(({ messageId }) => !known(messageId))
    for (const { messageId, receiptHandle } of got) held.set(messageId, receiptHandle)
    const sent = got.filter(({ messageId }) => ['sent', 'deleted'].includes(steps.get(messageId) ?? ''))
    for (const message of sent) await finish(message)
    const returned = got.filter(({ messageId }) => state.newIds.has(messageId))
    for (const { messageId } of returned) cameBack.add(messageId)
    const ours = got.filter((message) => !sent.includes(message) && !returned.includes(message) && where(message))
    const unsaved = ours.filter(({ messageId }) => !steps.has(messageId))
    if (unsaved.length > 0) await doors.backup(unsaved)
    if (ours.length > 0) {
      const messages = ours.map(({ messageId, receiptHandle: handle }) => ({ messageId, handle }))
      await write({ type: 'received', at: at(), messages })
    }
    for (const message of ours) {
      if (!room()) break
      if (header.to !== null) await pace()
      // Stopped meanwhile, or half of the time is over in which nobody else gets it: it is given back and received anew.
      if (signal.aborted || clock.now() - receivedAt > (VISIBILITY_SECONDS * 1000) / 2) break
      if (header.to !== null) await sendOnce(message)
      await finish(message)
      progress?.(movedCount(state))
    }
    const left = ours.filter(({ messageId }) => held.has(messageId))
    if (left.length > 0 && room()) {
      await doors.giveBack(left.map(({ receiptHandle }) => receiptHandle))
      for (const { messageId } of left) held.delete(messageId)
    }
    return fresh
  }

  const elsewhere = async (): Promise<number> => Math.max(0, (await doors.inFlight()) - held.size)
  try {
    const before = [...state.handles].flatMap(([id, handle]) => (steps.get(id) === 'deleted' ? [] : [handle]))
    // What the broken one held; a receipt that is too old is refused, and its message visible.
    if (before.length > 0) await doors.giveBack(before).catch(() => {})
    for (let idle = 0; room(); ) {
      const got = await doors.receive({ count: batch, visibilitySeconds: VISIBILITY_SECONDS, waitSeconds: 1 })
      idle = (await take(got)) ? 0 : idle + 1
      if (idle < IDLE_ROUNDS) continue
      // The broken one may hold messages that its journal knows nothing of: they come back when their time is over.
      const waits = resumed && clock.now() - began < (VISIBILITY_SECONDS + 2) * 1000
      if (!waits || (await elsewhere()) === 0) break
      await clock.sleep(1000, signal).catch(() => {})
    }
    const inFlight = await elsewhere()
    if (!signal.aborted) await write({ type: 'done', at: at(), moved: movedCount(state) })
    return {
      moved: movedCount(state),
      doubts: [...state.doubts],
      cameBack: cameBack.size,
      others: [...held.keys()].filter((id) => !cameBack.has(id) && !steps.has(id)).length,
      inFlight,
      stopped: signal.aborted,
    }
  } finally {
    if (held.size > 0) await doors.giveBack([...held.values()]).catch(() => {})
  }
}
