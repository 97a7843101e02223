import { systemClock } from '../../aws/clock.ts'
import type { Session } from '../../aws/session.ts'
import { describeQueue } from '../../services/sqs/describe.ts'
import { deleteMessage, giveBack, receiveMessages, sendMessage } from '../../services/sqs/messages.ts'
import type { MoverDoors } from './mover.ts'
import type { PeekDoors } from './peek.ts'

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
