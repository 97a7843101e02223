import { systemClock } from '../../aws/clock.ts'
import type { Session } from '../../aws/session.ts'
import { describeQueue } from '../../services/sqs/describe.ts'
import { deleteMessage, giveBack, purgeQueue, receiveMessages, sendMessage } from '../../services/sqs/messages.ts'
import type { MoverDoors } from './mover.ts'
import type { PeekDoors } from './peek.ts'
import type { SendMany } from './send-many.ts'

/** SQS itself, for a look at a queue. */
export const peekDoors = (session: Session, url: string): PeekDoors => ({
  receive: (asked) => receiveMessages(session, { url, ...asked }),
  giveBack: (handles) => giveBack(session, url, handles),
})

/** SQS itself, for a move from one queue to another; `to` null: nothing is sent. */
export const moverDoors = (
  session: Session,
  source: string,
  to: string | null,
): Omit<MoverDoors, 'backup' | 'journal'> => ({
  ...peekDoors(session, source),
  send: async (message) => {
    if (to === null) throw new Error('this move has no destination')
    return sendMessage(session, to, message)
  },
  remove: (handle) => deleteMessage(session, source, handle),
  inFlight: async () => (await describeQueue(session, source)).inFlight,
  clock: session.wire?.clock ?? systemClock,
})

/** SQS itself, for new messages. */
export const sendDoors = (session: Session, url: string): Pick<SendMany, 'send' | 'clock'> => ({
  send: (message) => sendMessage(session, url, message),
  clock: session.wire?.clock ?? systemClock,
})

/** Empties a queue, for ever. Rejects with a Problem. */
export const purge = (session: Session, url: string): Promise<void> => purgeQueue(session, url)
