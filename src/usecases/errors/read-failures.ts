import type { Session } from '../../aws/session.ts'
import { failureReader, type Occurrence } from '../../domain/log/signature-failures.ts'
import type { LogSource } from '../../domain/log-event.ts'
import { type Figures, noFigures } from '../tail/figures.ts'
import { readLines } from '../tail/read-lines.ts'
import type { TailNote } from '../tail/tail.ts'

export interface Reading {
  readonly session: Session
  readonly sources: readonly LogSource[]
  /** Epoch milliseconds, both inclusive. */
  readonly from: number
  readonly to: number
  readonly signal: AbortSignal
  /** How long credentials that expired on the way are waited for, milliseconds; null = until it is stopped. */
  readonly authTimeoutMs: number | null
  readonly note: (note: TailNote) => void
  readonly take: (occurrence: Occurrence) => void
  /** Events read so far and the time that the reading has come to. */
  readonly progress?: ((events: number, at: number) => void) | undefined
  /** Looked at after each batch: nothing more needs to be read. */
  readonly enough?: () => boolean
}

/**
 * Reads the lines of functions over a window and gives their failures. Every line is read: a filter pattern would lose failures that are
 * written in words of the app's own, and the lines that tell of their request, their trace and how they ended. Rejects with a Problem where
 * no group can be read, with the signal's reason when it is stopped.
 */
export const readFailures = async ({ take, progress, enough, ...reading }: Reading): Promise<Figures> => {
  const figures = noFigures()
  const reader = failureReader(reading.from)
  for await (const lines of readLines({ ...reading, filter: null }, figures)) {
    for (const line of lines) for (const occurrence of reader.push(line)) take(occurrence)
    progress?.(figures.events, lines.at(-1)?.at ?? reading.from)
    if (enough?.()) break
  }
  for (const occurrence of reader.flush()) take(occurrence)
  return figures
}
