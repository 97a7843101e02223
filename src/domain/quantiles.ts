/** Quantiles of a stream of numbers that are not negative, in bounded memory. */
export interface Quantiles {
  add(value: number): void
  /** The value that a share of `q` (0..1) does not exceed; null while there is none. */
  at(q: number): number | null
  count(): number
}

/** Each bucket is 2 % wider than the one before: an answer is off by 1 % at most. */
const growth = 1.02
const logGrowth = Math.log(growth)

/**
 * Exact (nearest rank) up to `exact` values; then counts in buckets that grow by 2 %, so that an answer is within 1 % of the exact one.
 * No chance is involved: the same numbers give the same answer, in whatever order they come.
 */
export const quantiles = (exact = 1000): Quantiles => {
  let values: number[] | null = []
  let sorted = true
  let total = 0
  const buckets = new Map<number, number>()

  const bucketOf = (value: number): number =>
    value < 0.001 ? Number.NEGATIVE_INFINITY : Math.ceil(Math.log(value) / logGrowth)
  const middle = (bucket: number): number =>
    bucket === Number.NEGATIVE_INFINITY ? 0 : (2 * growth ** bucket) / (growth + 1)
  const count = (value: number): void => {
    const bucket = bucketOf(value)
    buckets.set(bucket, (buckets.get(bucket) ?? 0) + 1)
  }

  return {
    count: () => total,
    add: (value) => {
      if (!Number.isFinite(value) || value < 0) return
      total++
      if (values === null) return count(value)
      values.push(value)
      sorted = false
      if (values.length <= exact) return
      for (const one of values) count(one)
      values = null
    },
    at: (q) => {
      if (total === 0) return null
      const rank = Math.min(total, Math.max(1, Math.ceil(q * total)))
      if (values !== null) {
        if (!sorted) values.sort((a, b) => a - b)
        sorted = true
        return values[rank - 1]!
      }
      let passed = 0
      for (const bucket of [...buckets.keys()].sort((a, b) => a - b)) {
        passed += buckets.get(bucket)!
        if (passed >= rank) return middle(bucket)
      }
      return null
    },
  }
}
