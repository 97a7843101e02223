import { EventList, type StoredEvent } from './event-list.ts'

export type LogGroupClass = 'STANDARD' | 'INFREQUENT_ACCESS' | 'DELIVERY'

/** Times are epoch milliseconds. */
export interface LogStream {
  readonly name: string
  readonly createdAt: number
  readonly events: EventList
  readonly lastIngestionAt: number | null
}

export interface LogGroup {
  readonly name: string
  readonly createdAt: number
  /** Null: never expires. */
  readonly retentionInDays: number | null
  readonly logGroupClass: LogGroupClass
  readonly storedBytes: number
  readonly streams: ReadonlyMap<string, LogStream>
  /** The events of all streams. */
  readonly events: EventList
}

export interface NewEvent {
  readonly timestamp: number
  readonly message: string
  /** The store's now, where it is left out. */
  readonly ingestionTime?: number
}

export interface GroupSettings {
  readonly createdAt: number
  readonly retentionInDays?: number
  readonly logGroupClass?: LogGroupClass
}

/** Bytes that AWS adds to each event's message when it counts (PutLogEvents). */
export const EVENT_OVERHEAD = 26

type Writable<T> = { -readonly [K in keyof T]: T[K] }
type OwnStream = Writable<LogStream>
type OwnGroup = Writable<Omit<LogGroup, 'streams'>> & { readonly streams: Map<string, OwnStream> }

/** Events on their way: written, but not yet to be seen. */
interface Held {
  readonly group: OwnGroup
  readonly stream: OwnStream
  readonly event: Required<NewEvent>
}

/** Hears of each event when it can be seen first. */
export type Watcher = (group: LogGroup, event: StoredEvent) => void

/**
 * The log groups of the cloud, in memory. It is both what the Logs API serves and the door for writers inside the cloud
 * (Lambda, the sample app's history), who are not held to the API's limits.
 */
export class LogStore {
  readonly #groups = new Map<string, OwnGroup>()
  readonly #now: () => number
  readonly #lateMs: () => number
  readonly #watchers = new Set<Watcher>()
  #held: Held[] = []
  #seq = 0

  /** `lateMs`: how much later than now what is written now is ingested, and to be seen. */
  constructor(now: () => number = Date.now, lateMs: () => number = () => 0) {
    this.#now = now
    this.#lateMs = lateMs
  }

  /** All groups, by name. */
  groups(): LogGroup[] {
    this.settle()
    return [...this.#groups.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
  }

  group(name: string): LogGroup | undefined {
    this.settle()
    return this.#groups.get(name)
  }

  /** The streams of a group, by name; none where the group is not there. */
  streams(group: string): LogStream[] {
    this.settle()
    return [...(this.#groups.get(group)?.streams.values() ?? [])].sort((a, b) => (a.name < b.name ? -1 : 1))
  }

  /** The group, made with these settings where it is missing; one that is there stays as it is. */
  ensureGroup(name: string, settings: GroupSettings): LogGroup {
    return this.#group(name, settings)
  }

  ensureStream(group: string, stream: string, createdAt: number): LogStream {
    return this.#stream(this.#group(group, { createdAt }), stream, createdAt)
  }

  /** Writes events in any order; group and stream are made where they are missing, as old as their first event. */
  put(group: string, stream: string, events: readonly NewEvent[]): void {
    const now = this.#now()
    const createdAt = events.reduce((oldest, event) => Math.min(oldest, event.timestamp), now)
    const toGroup = this.#group(group, { createdAt })
    const toStream = this.#stream(toGroup, stream, createdAt)
    const late = this.#lateMs()
    for (const { timestamp, message, ingestionTime = now } of events) {
      const event = { timestamp, message, ingestionTime: ingestionTime + late }
      if (late > 0 && event.ingestionTime > now) this.#held.push({ group: toGroup, stream: toStream, event })
      else this.#insert(toGroup, toStream, event)
    }
  }

  /** Lets in what was late and is due by now. Whoever reads groups or streams has it done already. */
  settle(): void {
    if (this.#held.length === 0) return
    const now = this.#now()
    const due = this.#held.filter(({ event }) => event.ingestionTime <= now)
    if (due.length === 0) return
    this.#held = this.#held.filter(({ event }) => event.ingestionTime > now)
    due.sort((a, b) => a.event.ingestionTime - b.event.ingestionTime)
    for (const { group, stream, event } of due) this.#insert(group, stream, event)
  }

  /** The function that is given back ends it. */
  watch(watcher: Watcher): () => void {
    this.#watchers.add(watcher)
    return () => this.#watchers.delete(watcher)
  }

  /** Whether there was such a group. */
  delete(group: string): boolean {
    return this.#groups.delete(group)
  }

  #insert(group: OwnGroup, stream: OwnStream, { timestamp, message, ingestionTime }: Required<NewEvent>): void {
    this.#seq += 1
    const bytes = Buffer.byteLength(message) + EVENT_OVERHEAD
    const event = { timestamp, ingestionTime, seq: this.#seq, stream: stream.name, message, bytes }
    group.events.insert(event)
    stream.events.insert(event)
    group.storedBytes += bytes
    stream.lastIngestionAt = Math.max(stream.lastIngestionAt ?? 0, ingestionTime)
    for (const watcher of this.#watchers) watcher(group, event)
  }

  #group(name: string, settings: GroupSettings): OwnGroup {
    const known = this.#groups.get(name)
    if (known) return known
    const { createdAt, retentionInDays = null, logGroupClass = 'STANDARD' } = settings
    const made: OwnGroup = {
      name,
      createdAt,
      retentionInDays,
      logGroupClass,
      storedBytes: 0,
      streams: new Map(),
      events: new EventList(),
    }
    this.#groups.set(name, made)
    return made
  }

  #stream(group: OwnGroup, name: string, createdAt: number): OwnStream {
    const known = group.streams.get(name)
    if (known) return known
    const made: OwnStream = { name, createdAt, events: new EventList(), lastIngestionAt: null }
    group.streams.set(name, made)
    return made
  }
}
