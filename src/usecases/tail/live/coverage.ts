import type { Clock } from '../../../domain/clock.ts'

/** Whether a session tells of a group, as the one who polls it has to know. */
export class Coverage {
  /** A session tells of everything: there is no need to look for what is new. */
  up = false
  /** Something may have been missed: what lies within the overlap is to be read again now. */
  owes = false
  private woken = new AbortController()

  set(up: boolean): void {
    this.up = up
    this.owes = true
    this.woken.abort()
  }

  /** Sleeps, but not on when something is owed. */
  async sleep(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
    if (this.owes) return
    const woken = new AbortController()
    this.woken = woken
    try {
      await clock.sleep(ms, AbortSignal.any([signal, woken.signal]))
    } catch (error) {
      if (!woken.signal.aborted || signal.aborted) throw error
    }
  }
}
