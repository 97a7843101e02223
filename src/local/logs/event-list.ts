/** Where an event stands in CloudWatch's order: event time, then ingestion time, then order of arrival. Times are epoch milliseconds. */
export interface Position {
  readonly timestamp: number
  readonly ingestionTime: number
  readonly seq: number
}

export interface StoredEvent extends Position {
  readonly stream: string
  readonly message: string
  /** What AWS counts for it: the message in UTF-8 plus 26 bytes (PutLogEvents). */
  readonly bytes: number
}

/** Stands before every event of this time. */
export const startOf = (timestamp: number): Position => ({ timestamp, ingestionTime: -1, seq: -1 })

/** Stands after every event of this time. */
export const endOf = (timestamp: number): Position => ({ timestamp, ingestionTime: Infinity, seq: Infinity })

const compare = (a: Position, b: Position): number =>
  a.timestamp - b.timestamp || (a.ingestionTime === b.ingestionTime ? a.seq - b.seq : a.ingestionTime - b.ingestionTime)

const CHUNK = 1024

/**
 * Events in order, in chunks: what comes in order is appended, a late one moves at most one chunk's worth of others.
 * One long array would move everything behind each late event.
 */
export class EventList {
  #chunks: StoredEvent[][] = []

  get first(): StoredEvent | undefined {
    return this.#chunks[0]?.[0]
  }

  get last(): StoredEvent | undefined {
    return this.#chunks.at(-1)?.at(-1)
  }

  insert(event: StoredEvent): void {
    const tail = this.#chunks.at(-1)
    if (tail === undefined) {
      this.#chunks.push([event])
    } else if (compare(tail.at(-1)!, event) <= 0) {
      if (tail.length < CHUNK) tail.push(event)
      else this.#chunks.push([event])
    } else {
      const [at, index] = this.#find(event)
      const chunk = this.#chunks[at]!
      chunk.splice(index, 0, event)
      if (chunk.length > CHUNK) this.#chunks.splice(at + 1, 0, chunk.splice(CHUNK / 2))
    }
  }

  /** Events behind a position, oldest first. */
  *after(position: Position): Generator<StoredEvent, void, undefined> {
    let [at, index] = this.#find(position)
    for (; at < this.#chunks.length; at += 1) {
      const chunk = this.#chunks[at]!
      for (; index < chunk.length; index += 1) if (compare(chunk[index]!, position) > 0) yield chunk[index]!
      index = 0
    }
  }

  /** Events before a position, newest first. */
  *before(position: Position): Generator<StoredEvent, void, undefined> {
    const [start, count] = this.#find(position)
    for (let at = Math.min(start, this.#chunks.length - 1); at >= 0; at -= 1) {
      const chunk = this.#chunks[at]!
      for (let index = (at === start ? count : chunk.length) - 1; index >= 0; index -= 1) yield chunk[index]!
    }
  }

  /** Chunk and index of the first event that does not stand before the position; behind the last chunk where there is none. */
  #find(position: Position): [chunk: number, index: number] {
    const at = search(this.#chunks.length, (i) => compare(this.#chunks[i]!.at(-1)!, position) < 0)
    const chunk = this.#chunks[at] ?? []
    return [at, search(chunk.length, (i) => compare(chunk[i]!, position) < 0)]
  }
}

/** How many of the first `length` numbers satisfy a condition that holds up to some point and not beyond it. */
const search = (length: number, holds: (index: number) => boolean): number => {
  let low = 0
  let high = length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (holds(middle)) low = middle + 1
    else high = middle
  }
  return low
}
