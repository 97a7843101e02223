/** `new`; `again` = a later read brought it once more, as reads overlap on purpose; `twice` = one read brought it twice. */
export type Sight = 'new' | 'again' | 'twice'

/**
 * The ids of a span of time. One read brings most of them alone: until another does, its number need not stand beside each id. And as
 * long as that read goes on in time, an id can only be one of those of the same moment: until it steps back, none is looked up.
 */
interface Bucket {
  readonly read: number
  /** In the order they came, while time goes on; empty afterwards. */
  run: string[]
  /** The newest time of the run, and where the ids of that time begin. */
  newest: number
  begin: number
  /** Null as long as the run is all there is. */
  ids: Set<string> | null
  /** The read that last brought an id; null as long as all were brought by one. */
  reads: Map<string, number> | null
}

/** Of one moment more than these are looked up. */
const together = 32

/** What the run says of an id; null where it can't. */
const inRun = (bucket: Bucket, id: string, at: number): Sight | null => {
  const { run } = bucket
  if (at > bucket.newest) {
    bucket.newest = at
    bucket.begin = run.length
  } else if (at < bucket.newest || run.length - bucket.begin >= together) return null
  else for (let n = bucket.begin; n < run.length; n++) if (run[n] === id) return 'twice'
  run.push(id)
  return 'new'
}

const asSet = (bucket: Bucket): Set<string> => {
  bucket.ids ??= new Set(bucket.run)
  bucket.run = []
  return bucket.ids
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
      bucket = { read, run: [], newest: Number.NEGATIVE_INFINITY, begin: 0, ids: null, reads: null }
      this.buckets.set(key, bucket)
    }
    if (bucket.reads === null && bucket.read === read) {
      if (bucket.ids === null) {
        const sight = inRun(bucket, id, at)
        if (sight !== null) return sight
      }
      const ids = asSet(bucket)
      const { size } = ids
      return ids.add(id).size === size ? 'twice' : 'new'
    }
    const reads = bucket.reads ?? new Map(Array.from(asSet(bucket), (known) => [known, bucket.read] as const))
    bucket.ids = null
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
    for (const { run, ids, reads } of this.buckets.values()) sum += (reads ?? ids)?.size ?? run.length
    return sum
  }
}
