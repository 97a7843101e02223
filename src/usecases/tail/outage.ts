import type { Clock } from '../../domain/clock.ts'
import { stopwatch } from './stopwatch.ts'

/** Without any answer for this long, while requests fail, it is not a matter of single groups. */
const SILENT_MS = 5_000
const OVER = new Error('the outage is over')

/**
 * What all groups of a tail know together of how requests fare. When nobody was answered for a while and then somebody is, all who
 * rest between two attempts ask at once, instead of one after the other in the half minute that follows.
 */
export class Outage {
  /** Failed requests since the last answer. */
  failures = 0
  /** Told how long there was silence, milliseconds. */
  onOver: (silentMs: number) => void = () => {}
  private readonly clock: Clock
  private readonly elapsed: () => number
  private answeredAt = 0
  private over = new AbortController()

  constructor(clock: Clock) {
    this.clock = clock
    this.elapsed = stopwatch(clock)
  }

  failed(): void {
    this.failures++
  }

  answered(): void {
    const now = this.elapsed()
    const silent = now - this.answeredAt
    this.answeredAt = now
    if (this.failures === 0) return
    this.failures = 0
    if (silent < SILENT_MS) return
    this.over.abort(OVER)
    this.over = new AbortController()
    this.onOver(silent)
  }

  /** Sleeps, but not on when the outage is over. Rejects with the signal's reason. */
  async rest(ms: number, signal: AbortSignal): Promise<void> {
    const over = this.over.signal
    try {
      await this.clock.sleep(ms, AbortSignal.any([signal, over]))
    } catch (error) {
      if (signal.aborted || !over.aborted) throw error
    }
  }
}
