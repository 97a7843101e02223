import type { RawLogEvent } from '../../../domain/log-event.ts'

/** How often one and the same line has come: by each way, and out of the tail. */
interface Count {
  printed: number
  polled: number
  /** By the newest session that told of it. */
  told: number
  session: number
  /** The latest of its times: it may come again as long as that is not long ago. */
  time: number
}

/**
 * Lines by what they say, where two ways bring the same ones and only polling gives ids. Two equal lines of one millisecond are two
 * lines: each way counts on its own, and a line is printed when one way has counted further than what was printed. Polling knows ids,
 * so that its count is right in the end; sessions may overlap each other. Kept for a span of time, never by a count.
 */
export class SeenLines {
  private readonly bucketMs: number
  private readonly counts = new Map<string, Count>()
  private readonly buckets = new Map<number, Set<string>>()
  private floor = Number.NEGATIVE_INFINITY

  constructor(bucketMs = 10_000) {
    this.bucketMs = bucketMs
  }

  /** A read brought it, under an id that is new. True: it is to be printed. */
  polled(event: RawLogEvent): boolean {
    const count = this.count(event)
    count.polled++
    return raise(count, count.polled)
  }

  /** A session told of it; sessions have numbers. True: it is to be printed. */
  told(event: RawLogEvent, session: number): boolean {
    const count = this.count(event)
    if (count.session !== session) {
      count.session = session
      count.told = 0
    }
    count.told++
    return raise(count, count.told)
  }

  /** What happened and came in before `at` will come by neither way again. */
  forgetBefore(at: number): void {
    const floor = Math.floor(at / this.bucketMs)
    if (floor <= this.floor) return
    this.floor = floor
    for (const [bucket, keys] of this.buckets) {
      if (bucket >= floor) continue
      this.buckets.delete(bucket)
      for (const key of keys) {
        const { time } = this.counts.get(key)!
        if (Math.floor(time / this.bucketMs) < floor) this.counts.delete(key)
        else this.bucketOf(time).add(key)
      }
    }
  }

  get size(): number {
    return this.counts.size
  }

  private count(event: RawLogEvent): Count {
    const key = keyOf(event)
    const time = Math.max(event.at, event.ingestedAt ?? event.at)
    let count = this.counts.get(key)
    if (count === undefined) {
      count = { printed: 0, polled: 0, told: 0, session: 0, time }
      this.counts.set(key, count)
      this.bucketOf(time).add(key)
    } else if (time > count.time) count.time = time
    return count
  }

  private bucketOf(time: number): Set<string> {
    const bucket = Math.floor(time / this.bucketMs)
    let keys = this.buckets.get(bucket)
    if (keys === undefined) {
      keys = new Set()
      this.buckets.set(bucket, keys)
    }
    return keys
  }
}

const raise = (count: Count, to: number): boolean => {
  if (to <= count.printed) return false
  count.printed = to
  return true
}

/** White space at the end is no part of it: whether both ways keep it nobody promises, and counting makes up for the difference. */
const keyOf = ({ at, stream, message }: RawLogEvent): string => `${at} ${digest(message.trimEnd())} ${stream}`

/** 53 bits of two multiplicative hashes (the mixing of MurmurHash3): enough to tell the lines of one stream's millisecond apart. */
const digest = (text: string): number => {
  let [low, high] = [0x9e3779b1 ^ text.length, 0x85ebca77]
  for (let n = 0; n < text.length; n++) {
    const unit = text.charCodeAt(n)
    low = Math.imul(low ^ unit, 0xcc9e2d51)
    high = Math.imul(high ^ unit, 0x1b873593)
    low = (low << 13) | (low >>> 19)
    high = (high << 15) | (high >>> 17)
  }
  low = Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35)
  high = Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2ae35)
  return (high >>> 0) * 0x200000 + ((low >>> 0) & 0x1fffff)
}
