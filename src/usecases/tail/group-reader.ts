import type { RawLogEvent } from '../../domain/log-event.ts'
import type { Asking, GroupAsking } from './ask.ts'
import { chain } from './chain.ts'
import { SeenLines } from './live/seen-lines.ts'
import type { Urgency } from './page.ts'
import { SeenIds } from './seen.ts'
import { Standing } from './standing.ts'

export interface ReadingPlan {
  readonly from: number
  readonly to: number | null
  readonly filter: string | null
  readonly overlapMs: number
}

/** How far behind the newest event the head reads again: late neighbours come within this, most of the time. */
const HEAD_BACK_MS = 5_000
/** A live session tells of an event a moment after it came in; this much later it does not any more. */
const TOLD_WITHIN_MS = 60_000
const ACTIVE_MS = 30_000

/**
 * All reads of one log group: its history, then the two that follow it.
 *
 *     ------------------------------------------------------------> time of the events
 *          |<------------ sweep: overlap ------------>|
 *                                       |<-- head -->| newest
 *
 * The head is what makes a tail live; the sweep finds what came in late. Each read starts where the one before can have missed
 * something, so that an outage of any length leaves no hole. Ids decide what is new, and where live sessions tell of the group too, which
 * have none, the lines themselves.
 */
export class GroupReader {
  readonly group: string
  readonly standing = new Standing()
  private readonly asking: GroupAsking
  private readonly plan: ReadingPlan
  private readonly seen = new SeenIds()
  /** Null where no session tells of this group. */
  private readonly lines: SeenLines | null
  private reads = 0
  private newest: number
  /** Server time of the last complete sweep (or the history) that found the group there; null before the first. */
  private sweptAt: number | null = null
  private headAt: number | null = null
  /** Server time of the last complete sweep (or the history), the group being there or not; null before the first. */
  private settledAt: number | null = null
  /** Server time of the last complete read of any kind; null before the first. */
  readAt: number | null = null
  missing = false
  private present = false
  /** Server time at which something new was last seen. */
  activeAt = Number.NEGATIVE_INFINITY

  constructor(group: string, asking: Asking, plan: ReadingPlan, live: boolean) {
    this.group = group
    this.asking = { ...asking, standing: this.standing }
    this.plan = plan
    this.lines = live ? new SeenLines() : null
    this.newest = plan.from
  }

  /** Everything up to now (or to the plan's end), page by page. `bounded` stops at the moment it began. */
  async *history(bounded: boolean, signal: AbortSignal): AsyncGenerator<readonly RawLogEvent[]> {
    const began = this.asking.serverClock.now()
    const read = this.read(this.plan.from, 1, signal)
    for await (const events of read.events) {
      const served = read.servedAt() ?? began
      // A long history is forgotten as it passes; what a later sweep will read again is kept.
      this.forgetBefore(Math.min(served - this.plan.overlapMs, this.newest - 2 * HEAD_BACK_MS))
      yield events
      if (bounded && this.plan.to === null && this.newest >= served) break
    }
    this.settle(read.servedAt() ?? began)
  }

  head(signal: AbortSignal): AsyncGenerator<readonly RawLogEvent[]> {
    const began = this.asking.serverClock.now()
    const from = Math.max(
      this.newest - HEAD_BACK_MS,
      (this.headAt ?? this.plan.from + this.plan.overlapMs) - this.plan.overlapMs,
    )
    return this.live(from, 0, signal, (servedAt) => {
      this.readAt = servedAt ?? began
      if (!this.missing) this.headAt = this.readAt
    })
  }

  sweep(signal: AbortSignal): AsyncGenerator<readonly RawLogEvent[]> {
    const began = this.asking.serverClock.now()
    const from = this.sweptAt === null ? this.plan.from : this.sweptAt - this.plan.overlapMs
    return this.live(from, 1, signal, (servedAt) => {
      this.settle(servedAt ?? began)
      if (this.sweptAt !== null) this.forgetBefore(this.sweptAt - this.plan.overlapMs - HEAD_BACK_MS)
    })
  }

  /** What a live session told; gives what no read and no other session has brought. The head keeps its place: it tells of reads. */
  told(events: readonly RawLogEvent[], session: number): readonly RawLogEvent[] {
    const { from, to } = this.plan
    const fresh = events.filter(
      (event) => event.at >= from && (to === null || event.at <= to) && this.lines!.told(event, session),
    )
    if (fresh.length > 0) this.activeAt = this.asking.serverClock.now()
    return fresh
  }

  /** Whether something new was seen a short while ago. */
  isActive(serverNow: number): boolean {
    return serverNow - this.activeAt < ACTIVE_MS
  }

  /** Its history has not been read (to the end) yet. */
  get unread(): boolean {
    return this.settledAt === null
  }

  /** Complete up to here, for events that were ingested in time. */
  get completeUntil(): number | null {
    return this.settledAt === null ? null : this.settledAt - this.plan.overlapMs
  }

  /** `done` gets the service's clock at the first answer: this machine's may have jumped since the one before. */
  private async *live(
    from: number,
    urgency: Urgency,
    signal: AbortSignal,
    done: (servedAt: number | null) => void,
  ): AsyncGenerator<readonly RawLogEvent[]> {
    const read = this.read(Math.max(from, this.plan.from), urgency, signal)
    yield* read.events
    done(read.servedAt())
  }

  private read(from: number, urgency: Urgency, signal: AbortSignal) {
    const number = ++this.reads
    const { filter, to } = this.plan
    const { pages, missing, servedAt } = chain(this.asking, { group: this.group, from, to, filter }, signal, urgency)
    const events = async function* (this: GroupReader): AsyncGenerator<readonly RawLogEvent[]> {
      for await (const page of pages) {
        const fresh = this.fresh(page, number)
        if (fresh.length > 0) yield fresh
      }
      this.found(!missing())
    }
    return { events: events.call(this), servedAt }
  }

  /** Everything up to then has been read. Where the group is not there, the next read begins no later than this one did. */
  private settle(at: number): void {
    this.settledAt = at
    this.readAt = at
    if (this.missing) return
    this.sweptAt = at
    this.headAt = at
  }

  private found(there: boolean): void {
    this.missing = !there
    if (this.present && !there) {
      this.asking.figures.gaps.push({
        logGroup: this.group,
        from: this.completeUntil ?? this.plan.from,
        to: this.asking.serverClock.now(),
        reason: 'the log group was deleted, with what had come in since it was last read',
      })
    }
    this.present = there
  }

  private forgetBefore(at: number): void {
    this.seen.forgetBefore(at)
    this.lines?.forgetBefore(at - TOLD_WITHIN_MS)
  }

  private fresh(page: readonly RawLogEvent[], read: number): readonly RawLogEvent[] {
    const { serverClock, figures } = this.asking
    const now = serverClock.now()
    let kept: RawLogEvent[] | null = null
    for (let n = 0; n < page.length; n++) {
      const event = page[n]!
      const sight = this.seen.see(event.id, event.at, read)
      if (sight === 'new' && (this.lines === null || this.lines.polled(event))) kept?.push(event)
      else {
        if (sight === 'twice') figures.duplicates++
        kept ??= page.slice(0, n)
      }
      // A time in the future must not move the head past what comes at its proper time.
      if (event.at > this.newest) this.newest = Math.max(this.newest, Math.min(event.at, now))
    }
    const fresh = kept ?? page
    if (fresh.length > 0) this.activeAt = now
    return fresh
  }
}
