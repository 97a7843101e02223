import type { RawLogEvent } from '../../domain/log-event.ts'

/**
 * Something beside the log groups whose events stand in the stream, each in its place: deploys. They are no log events, and are not
 * counted as such. A feed that rejects is left out from then on, and the tail goes on without it.
 */
export interface Feed {
  /** The group of its events; no log group has this name. */
  readonly group: string
  /** What a person calls it: `deploys`. */
  readonly name: string
  /** From `from` to this time it has nothing, so that nobody has to wait for it until then; null: it is to be waited for. */
  quietUntil(from: number): number | null
  /** Up to now, or to `to`; in order. Epoch milliseconds, inclusive. */
  history(from: number, to: number | null, signal: AbortSignal): AsyncIterable<readonly RawLogEvent[]>
  /** What comes after the history, until the signal is aborted. */
  follow(signal: AbortSignal, onEvents: (events: readonly RawLogEvent[]) => void): Promise<void>
}

export interface FeedNote {
  readonly kind: 'feed'
  readonly name: string
  readonly error: unknown
}

/** The feeds of a tail, of which none can end it. */
export class Feeds {
  private readonly feeds: readonly Feed[]
  private readonly groups: ReadonlySet<string>
  private readonly lost = new Set<Feed>()
  private readonly note: (note: FeedNote) => void

  constructor(feeds: readonly Feed[], note: (note: FeedNote) => void) {
    this.feeds = feeds
    this.groups = new Set(feeds.map(({ group }) => group))
    this.note = note
  }

  histories(from: number, to: number | null, signal: AbortSignal) {
    const guarded = async function* (this: Feeds, feed: Feed): AsyncGenerator<readonly RawLogEvent[]> {
      try {
        yield* feed.history(from, to, signal)
      } catch (error) {
        if (signal.aborted) throw error
        this.lose(feed, error)
      }
    }
    return this.feeds.map((feed) => ({ quietUntil: feed.quietUntil(from), pages: guarded.call(this, feed) }))
  }

  /** `past`: their histories too, where nobody has read them before. */
  follow(
    signal: AbortSignal,
    onEvents: (events: readonly RawLogEvent[]) => void,
    past: { readonly from: number; readonly to: number | null } | null,
  ): readonly Promise<void>[] {
    const followed = async (feed: Feed): Promise<void> => {
      if (past !== null) for await (const events of feed.history(past.from, past.to, signal)) onEvents(events)
      await feed.follow(signal, onEvents)
    }
    return this.feeds
      .filter((feed) => !this.lost.has(feed))
      .map((feed) =>
        followed(feed).catch((error: unknown) => {
          if (!signal.aborted) this.lose(feed, error)
        }),
      )
  }

  /** How many of these are log events. A run is of one group, or of a mixture. */
  logEvents(events: readonly RawLogEvent[]): number {
    if (this.groups.size === 0) return events.length
    let count = 0
    for (const { group } of events) if (!this.groups.has(group)) count++
    return count
  }

  private lose(feed: Feed, error: unknown): void {
    this.lost.add(feed)
    this.note({ kind: 'feed', name: feed.name, error })
  }
}
