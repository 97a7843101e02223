/** `new`; `again` = a later read brought it once more, as reads overlap on purpose; `twice` = one read brought it twice. */
export type Sight = 'new' | 'again' | 'twice'

/**
 * Ids of events that were taken already, kept for a span of time and never by a count: forgetting an id while its time may still
 * be read again would print the event twice.
 */
export class SeenIds {
  private readonly bucketMs: number
  private readonly buckets = new Map<number, Map<string, number>>()
  private floor = Number.NEGATIVE_INFINITY

  constructor(bucketMs = 10_000) {
    this.bucketMs = bucketMs
  }

  /** `read` numbers the read that brought it. An event without an id is always new. */
  see(id: string | null, at: number, read: number): Sight {
    if (id === null) return 'new'
    const key = Math.floor(at / this.bucketMs)
    let bucket = this.buckets.get(key)
    if (bucket === undefined) {
      bucket = new Map()
      this.buckets.set(key, bucket)
    }
    const before = bucket.get(id)
    if (before === read) return 'twice'
    bucket.set(id, read)
    return before === undefined ? 'new' : 'again'
  }

  /** Nothing older than `at` will be read again. */
  forgetBefore(at: number): void {
    const key = Math.floor(at / this.bucketMs)
    if (key <= this.floor) return
    this.floor = key
    for (const old of this.buckets.keys()) if (old < key) this.buckets.delete(old)
  }

  get size(): number {
    let sum = 0
    for (const bucket of this.buckets.values()) sum += bucket.size
    return sum
  }
}
