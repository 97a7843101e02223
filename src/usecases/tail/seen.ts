/** `new`; `again` = a later read brought it once more, as reads overlap on purpose; `twice` = one read brought it twice. */
export type Sight = 'new' | 'again' | 'twice'

/** The ids of a span of time. One read brings most of them alone: until another does, its number need not stand beside each id. */
interface Bucket {
  readonly read: number
  readonly ids: Set<string>
  /** The read that last brought an id; null as long as all were brought by one. */
  reads: Map<string, number> | null
}

/**
 * Ids of events that were taken already, kept for a span of time and never by a count: forgetting an id while its time may still
 * be read again would print the event twice.
 */
export class SeenIds {
  private readonly bucketMs: number
  private readonly buckets = new Map<number, Bucket>()
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
      bucket = { read, ids: new Set(), reads: null }
      this.buckets.set(key, bucket)
    }
    const { ids } = bucket
    if (bucket.reads === null && bucket.read === read) {
      const { size } = ids
      return ids.add(id).size === size ? 'twice' : 'new'
    }
    const reads = bucket.reads ?? new Map(Array.from(ids, (known) => [known, bucket.read] as const))
    if (bucket.reads === null) ids.clear()
    bucket.reads = reads
    const before = reads.get(id)
    if (before === read) return 'twice'
    reads.set(id, read)
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
    for (const { ids, reads } of this.buckets.values()) sum += (reads ?? ids).size
    return sum
  }
}
