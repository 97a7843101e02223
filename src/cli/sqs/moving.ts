import { randomUUID } from 'node:crypto'
import { homedir } from 'node:os'
import type { Session } from '../../aws/session.ts'
import { isProblem } from '../../domain/problem.ts'
import type { QueueMessage } from '../../domain/sqs/message.ts'
import type { QueueState } from '../../domain/sqs/queue.ts'
import type { Where } from '../../domain/sqs/where.ts'
import { moveProgress } from '../../output/sqs/progress.ts'
import { styleFor } from '../../output/style.ts'
import { moverDoors } from '../../usecases/sqs/doors.ts'
import type { Moved } from '../../usecases/sqs/mover.ts'
import { broken, type Files, openFiles, reopenFiles, runMove } from '../../usecases/sqs/redrive.ts'
import { stateFolder } from '../../usecases/sqs/redrive-files.ts'

export interface Moving {
  readonly session: Session
  readonly from: QueueState
  /** Null: the messages are deleted once they are saved. */
  readonly to: Pick<QueueState, 'url'> | null
  readonly where: Where
  /** As it was typed, for the journal. */
  readonly whereText: string | null
  readonly limit: number | null
  /** Ids of messages that were chosen one by one; null: all that `where` takes. */
  readonly only: readonly string[] | null
  readonly rate: number
  readonly backup: string | null
  readonly resume: string | null
  readonly total: number | null
  /** What it does, for the row of progress. */
  readonly what: string
  /** The command that goes on where this one breaks off. */
  readonly again: (journal: string) => string
  readonly quiet: boolean
  readonly noColor: boolean
  readonly note: (line: string) => void
  readonly signal: AbortSignal
}

export interface MovedHere {
  readonly moved: Moved
  readonly journal: string
  readonly backup: string
  readonly redriveId: string
  /** Ids that the messages had and have now. */
  readonly newIds: readonly string[]
}

const filesOf = async (moving: Moving): Promise<Files> => {
  const { session, from, to, whereText, limit, backup, resume } = moving
  if (resume !== null) return reopenFiles(resume, from.url, { where: whereText, to: to?.url ?? null })
  const folder = await stateFolder(process.env, homedir())
  return openFiles({
    ...{ id: randomUUID(), folder, backup, limit, only: moving.only },
    at: new Date(session.now()).toISOString(),
    source: from.url,
    to: to?.url ?? null,
    fifo: from.fifo,
    where: whereText,
  })
}

/** Moves (or deletes) with a journal, a backup and a row of progress; says where both files are, before anything is touched. */
export const moveHere = async (moving: Moving): Promise<MovedHere> => {
  const { session, from, note, signal, total, what } = moving
  const files = await filesOf(moving)
  const { journal, backup, state } = files
  note(`journal ${journal.path}`)
  note(`backup  ${backup.path}`)
  const style = styleFor({ env: process.env, stream: process.stderr, noColor: moving.noColor })
  const live = process.stderr.isTTY === true && !moving.quiet
  const row = moveProgress(process.stderr, style, { what, total, now: () => session.now() })
  const only = state.header.only && new Set(state.header.only)
  const how = {
    where: (message: QueueMessage) => (only === null || only.has(message.messageId)) && moving.where(message),
    limit: state.header.limit ?? moving.limit,
    rate: moving.rate,
    signal,
    progress: live ? row.show : undefined,
  }
  try {
    const moved = await runMove(files, moverDoors(session, from.url, state.header.to), how)
    return { moved, journal: journal.path, backup: backup.path, redriveId: state.header.id, newIds: [...state.newIds] }
  } catch (error) {
    if (!isProblem(error)) throw error
    throw broken(error, journal.path, moving.again(journal.path))
  } finally {
    row.clear()
  }
}
