import type { Clock } from '../../domain/clock.ts'
import { stopwatch } from './stopwatch.ts'

/**
 * Nothing is printed while some groups have yet to tell what they have: after an outage, or where a tail begins with more groups than
 * its rate reads at once. Else the first one's lines would make those of all others late. It ends by itself after a while.
 */
export class Hold {
  private readonly elapsed: () => number
  private readonly waiting = new Set<string>()
  private until = 0

  constructor(clock: Pick<Clock, 'now'>) {
    this.elapsed = stopwatch(clock)
  }

  begin(groups: Iterable<string>, atMostMs: number): void {
    for (const group of groups) this.waiting.add(group)
    this.until = this.elapsed() + atMostMs
  }

  /** The group has told all that it has, or is out for good. */
  told(group: string): void {
    this.waiting.delete(group)
  }

  end(): void {
    this.waiting.clear()
  }

  /** How long still, milliseconds, unless the groups tell sooner; 0 = there is none. */
  left(): number {
    if (this.waiting.size === 0) return 0
    const left = this.until - this.elapsed()
    if (left > 0) return left
    this.waiting.clear()
    return 0
  }
}
