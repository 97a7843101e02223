import type { RawLogEvent } from '../../../domain/log-event.ts'
import type { Asking } from '../ask.ts'
import { Coverage } from './coverage.ts'
import { Lane } from './lane.ts'
import { liveNotes } from './live-notes.ts'
import type { LiveNote, OpenLive } from './open-live.ts'

export interface LiveOptions {
  readonly open: OpenLive
  readonly asking: Asking
  readonly filter: string | null
  readonly note: (note: LiveNote) => void
  /** Gives those of a group's events that no read has brought yet; all of them are of one session. */
  readonly take: (group: string, events: readonly RawLogEvent[], session: number) => readonly RawLogEvent[]
  readonly full: () => boolean
}

/** Groups that one session may have. (CloudWatch Logs API: StartLiveTail) */
const GROUPS_A_SESSION = 10
/** What is told while the history is read waits for its end; more than this is left to the reads that follow. */
const WAITING_AT_MOST = 50_000
/** Of an update's newest event: a clock that takes it for this old is wrong. */
const STALE_MS = 30_000

/**
 * Live Tail as a way for events to come in, beside polling. Sessions begin before the history is read. Each time one has begun, has ended
 * or has told only a sample, its groups owe a read of the overlap; groups without a session are polled as ever. So nothing is lost
 * between the two ways, and what both bring is told apart by `take`.
 */
export class LiveSide {
  private readonly options: LiveOptions
  private readonly lanes: readonly Lane[]
  private readonly coverages: ReadonlyMap<string, Coverage>
  private readonly laneOf = new Map<string, Lane>()
  private sessions = 0
  /** Until the history is over. */
  private waiting: { readonly events: readonly RawLogEvent[]; readonly session: number }[] | null = []
  private waitingCount = 0
  private onEvents: (events: readonly RawLogEvent[]) => void = () => {}
  private running: Promise<unknown> = Promise.resolve()

  constructor(groups: readonly string[], options: LiveOptions) {
    this.options = options
    const packs = Array.from({ length: Math.ceil(groups.length / GROUPS_A_SESSION) }, (_, n) =>
      groups.slice(n * GROUPS_A_SESSION, (n + 1) * GROUPS_A_SESSION),
    )
    const { asking, open, filter, note, full } = options
    const notes = liveNotes(packs.length, note)
    this.coverages = new Map(groups.map((group) => [group, new Coverage()]))
    const context = {
      open,
      filter,
      clock: asking.clock,
      random: asking.random,
      auth: asking.auth,
      figures: asking.figures,
      full,
      ...notes,
      onUp: (of: readonly string[], up: boolean) => {
        for (const group of of) this.coverages.get(group)?.set(up)
      },
      onEvents: (events: readonly RawLogEvent[], session: number) => this.told(events, session),
      nextSession: () => ++this.sessions,
    }
    this.lanes = packs.map((pack) => new Lane(pack, context))
    for (const lane of this.lanes) for (const group of lane.groups) this.laneOf.set(group, lane)
  }

  begin(signal: AbortSignal): void {
    this.running = Promise.all(
      this.lanes.map(async (lane) => {
        try {
          await lane.run(signal)
        } finally {
          for (const group of lane.groups) this.coverages.get(group)?.set(false)
        }
      }),
    )
    // Looked at when the tail is over.
    this.running.catch(() => {})
  }

  /** The history is over: what was told meanwhile goes the way of what is told from now on. */
  attach(onEvents: (events: readonly RawLogEvent[]) => void): void {
    this.onEvents = onEvents
    const waiting = this.waiting ?? []
    this.waiting = null
    for (const { events, session } of waiting) this.told(events, session)
  }

  coverage(group: string): Coverage | null {
    return this.coverages.get(group) ?? null
  }

  present(group: string, fresh: boolean): void {
    this.laneOf.get(group)?.present(group, fresh)
  }

  /** Resolves when the signal has been aborted and all sessions are closed. */
  async over(): Promise<void> {
    await this.running
  }

  private told(events: readonly RawLogEvent[], session: number): void {
    if (this.waiting !== null) {
      this.waitingCount += events.length
      if (this.waitingCount <= WAITING_AT_MOST) this.waiting.push({ events, session })
      return
    }
    this.hear(events)
    const { take } = this.options
    for (const [group, part] of byGroup(events)) {
      const fresh = take(group, part, session)
      if (fresh.length > 0) this.onEvents(fresh)
    }
  }

  /** There is no Date in a stream; when its newest event came in is close to what the service's clock says. */
  private hear(events: readonly RawLogEvent[]): void {
    let newest = Number.NEGATIVE_INFINITY
    for (const { ingestedAt } of events) if (ingestedAt !== null && ingestedAt > newest) newest = ingestedAt
    if (newest === Number.NEGATIVE_INFINITY) return
    const { serverClock } = this.options.asking
    const now = serverClock.now()
    if (newest > now || now - newest > STALE_MS) serverClock.heard(newest)
  }
}

const byGroup = (events: readonly RawLogEvent[]): ReadonlyMap<string, readonly RawLogEvent[]> => {
  const groups = new Map<string, RawLogEvent[]>()
  for (const event of events) {
    const part = groups.get(event.group)
    if (part === undefined) groups.set(event.group, [event])
    else part.push(event)
  }
  return groups
}
