import type { RawLogEvent } from '../../domain/log-event.ts'

interface Held<T> {
  readonly event: T
  /** Its place in the order, server time: its own time, or that of its arrival while its own still lies ahead. */
  at: number
  readonly order: number
}

/**
 * Holds events for a short while so that those of other groups and slower streams can get in line before them.
 *
 *     arrival:  b(12) a(10) c(11)  --window-->  a(10) c(11) b(12)
 *
 * An event waits until its own time is `windowMs` ago. A time in the future is taken for the time of its arrival, so that it holds
 * nobody back; what comes after younger events have gone is let go at once, and is late.
 */
export class ReorderBuffer<T extends Pick<RawLogEvent, 'at'>> {
  private readonly windowMs: number
  private held: Held<T>[] = []
  private sorted = true
  private count = 0
  private watermark = Number.NEGATIVE_INFINITY

  constructor(windowMs: number) {
    this.windowMs = windowMs
  }

  get size(): number {
    return this.held.length
  }

  /** Nothing younger than this has been let go. Epoch milliseconds, server time. */
  get passedUntil(): number {
    return this.watermark
  }

  /** When the next event is due (server time); null when nothing is held. */
  get nextDue(): number | null {
    let at: number | null = null
    for (const held of this.held) if (at === null || held.at < at) at = held.at
    return at === null ? null : at + this.windowMs
  }

  push(event: T, serverNow: number): void {
    this.held.push({ event, at: Math.min(event.at, serverNow), order: this.count++ })
    this.sorted = false
  }

  /** The events that are due, in order. `late` = a younger one has been let go before. */
  release(serverNow: number): readonly { readonly event: T; readonly late: boolean }[] {
    if (this.held.length === 0) return []
    // What seemed to lie ahead was often our idea of the service's clock lagging behind: its own time counts once it is reached.
    for (const held of this.held) {
      if (held.event.at <= held.at || held.event.at > serverNow) continue
      held.at = held.event.at
      this.sorted = false
    }
    if (!this.sorted) this.held.sort((a, b) => a.at - b.at || a.event.at - b.event.at || a.order - b.order)
    this.sorted = true
    let n = 0
    while (n < this.held.length && this.held[n]!.at + this.windowMs <= serverNow) n++
    return this.held.splice(0, n).map(({ event, at }) => {
      const late = at < this.watermark
      if (!late) this.watermark = at
      return { event, late }
    })
  }

  /** Everything that is held, at the end of a tail. */
  drain(): readonly { readonly event: T; readonly late: boolean }[] {
    return this.release(Number.POSITIVE_INFINITY)
  }

  /** Times up to here have been printed by someone else (the history before the live part). */
  passed(at: number): void {
    this.watermark = Math.max(this.watermark, at)
  }
}
