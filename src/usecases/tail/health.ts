import type { Figures } from './figures.ts'

export interface UnreadableNote {
  readonly kind: 'unreadable'
  readonly group: string
  readonly error: unknown
}

/** Which groups can't be read. One of several is a gap and a note; the last one is the end. */
export class Health {
  readonly lost = new Set<string>()
  private readonly total: number
  private readonly note: (note: UnreadableNote) => void
  private readonly figures: Figures
  private readonly now: () => number

  constructor(total: number, note: (note: UnreadableNote) => void, figures: Figures, now: () => number) {
    this.total = total
    this.note = note
    this.figures = figures
    this.now = now
  }

  async *guard<T>(group: string, start: () => AsyncGenerator<T>, signal: AbortSignal): AsyncGenerator<T> {
    try {
      yield* start()
    } catch (error) {
      if (signal.aborted) throw error
      const last = this.lose(group, error)
      if (last !== undefined) throw last
    }
  }

  /** The error where nothing is left to read, else undefined. */
  lose(group: string, error: unknown): unknown {
    this.lost.add(group)
    if (this.lost.size === this.total) return error
    this.figures.gaps.push({
      logGroup: group,
      from: this.now(),
      to: null,
      reason: error instanceof Error ? error.message : String(error),
    })
    this.note({ kind: 'unreadable', group, error })
    return undefined
  }
}
