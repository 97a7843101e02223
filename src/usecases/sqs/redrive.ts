import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { ExitCode, Problem, usage } from '../../domain/problem.ts'
import { type Header, type JournalState, openState, readJournal } from '../../domain/sqs/journal.ts'
import type { QueueState } from '../../domain/sqs/queue.ts'
import { messageRecord } from '../../domain/sqs/record.ts'
import type { Where } from '../../domain/sqs/where.ts'
import { type Move, type Moved, type MoverDoors, move } from './mover.ts'
import { newLog, oldLog, type PrivateLog } from './redrive-files.ts'

/** Where a dead letter belongs: the one queue that sends its dead letters here. Throws a usage Problem where that is none, or several. */
export const onlySource = ({ name, dlqFor }: Pick<QueueState, 'name' | 'dlqFor'>): string => {
  const [only, ...others] = dlqFor
  if (only === undefined) throw usage(`no queue sends its dead letters to ${name}`, 'say where they belong: --to QUEUE')
  if (others.length > 0)
    throw usage(
      `${dlqFor.length} queues send their dead letters to ${name}`,
      `say which one: ${dlqFor.map((one) => `--to ${one}`).join(', ')}`,
    )
  return only
}

/** Throws a usage Problem where SQS could not take the messages. */
export const mustFit = (
  from: Pick<QueueState, 'name' | 'fifo' | 'url' | 'redrive'>,
  to: Pick<QueueState, 'name' | 'fifo' | 'url'>,
): void => {
  if (from.redrive !== null) {
    // Receiving counts there: what is left over could be moved on by it.
    throw usage(
      `${from.name} has a redrive policy of its own: it is no dead-letter queue`,
      'slsops sqs queues shows which are',
    )
  }
  if (from.url === to.url) throw usage(`${from.name} is where the messages are already`, 'say another: --to QUEUE')
  const kind = ({ fifo }: { fifo: boolean }) => (fifo ? 'a FIFO queue' : 'a standard queue')
  if (from.fifo !== to.fifo)
    throw usage(
      `${from.name} is ${kind(from)} and ${to.name} is ${kind(to)}`,
      'messages keep their groups only between queues of one kind',
    )
}

/** The same for a message each time it is sent by this redrive, so that SQS takes it once. At most 128 characters. */
export const deduplicationId = (redriveId: string, messageId: string): string =>
  createHash('sha256').update(`${redriveId}\n${messageId}`).digest('hex')

export interface Files {
  readonly state: JournalState
  readonly resumed: boolean
  readonly journal: PrivateLog
  readonly backup: PrivateLog
}

export interface NewRedrive {
  readonly id: string
  readonly folder: string
  readonly at: string
  readonly source: string
  readonly to: string | null
  readonly fifo: boolean
  readonly where: string | null
  readonly limit: number | null
  readonly only: readonly string[] | null
  /** Null: beside the journal. */
  readonly backup: string | null
}

/** A journal and a backup of their own, with nothing in them but what the redrive is. Rejects with a Problem. */
export const openFiles = async ({ folder, backup: given, ...what }: NewRedrive): Promise<Files> => {
  const name = join(folder, `redrive-${what.at.replace(/\D/g, '').slice(0, 14)}-${what.id.slice(0, 8)}`)
  const backup = await newLog(given ?? `${name}.messages.ndjson`)
  const journal = await newLog(`${name}.journal.ndjson`)
  const header: Header = { type: 'redrive', version: 1, ...what, backup: backup.path }
  await journal.append([header])
  return { state: openState(header), resumed: false, journal, backup }
}

/** What a broken redrive left. Rejects with a usage Problem where it is of another queue. */
export const reopenFiles = async (
  path: string,
  source: string,
  asked: Pick<NewRedrive, 'where' | 'to'>,
): Promise<Files> => {
  const { log: journal, content } = await oldLog(path)
  const state = readJournal(content)
  const { header } = state
  if (header.source !== source) {
    await journal.close()
    throw usage(
      `${path} is the journal of another queue: ${header.source}`,
      'a redrive goes on with the command that it was begun with',
    )
  }
  if ((header.where ?? null) !== asked.where) {
    await journal.close()
    throw usage(
      `the broken redrive was begun ${header.where === null ? 'without --where' : `with --where '${header.where}'`}`,
      'a redrive goes on with the command that it was begun with',
    )
  }
  if (header.to !== asked.to) {
    await journal.close()
    throw header.to === null
      ? usage(`${path} is the journal of a deletion`, 'slsops sqs triage deletes again what is left')
      : usage(
          `the broken redrive was begun to ${header.to}`,
          'a redrive goes on with the command that it was begun with',
        )
  }
  const { log: backup } = await oldLog(header.backup)
  return { state, resumed: true, journal, backup }
}

/** Runs a move with its files. Closes them. Rejects as `move` does. */
export const runMove = async (
  files: Files,
  doors: Omit<MoverDoors, 'backup' | 'journal'>,
  how: Pick<Move, 'limit' | 'rate' | 'signal' | 'progress'> & { readonly where: Where },
): Promise<Moved> => {
  const { state, resumed, journal, backup } = files
  try {
    return await move({
      ...how,
      state,
      resumed,
      deduplicationId: (messageId) => deduplicationId(state.header.id, messageId),
      doors: {
        ...doors,
        backup: (messages) => backup.append(messages.map(messageRecord)),
        journal: (line) => journal.append([line]),
      },
    })
  } finally {
    await Promise.all([journal.close(), backup.close()])
  }
}

/** What went wrong on the way, with what to type to go on. */
export const broken = (error: Problem, journal: string, command: string): Problem =>
  new Problem(error.code, error.message, {
    hint: [error.hint, `journal ${journal}`, `to go on: ${command}`].filter(Boolean).join('\n'),
    action: error.action,
    exit: ExitCode.unknown,
    cause: error,
  })
