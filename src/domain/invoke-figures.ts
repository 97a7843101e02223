import { type InvokeOutcome, isFailure } from './invoke.ts'
import { quantiles } from './quantiles.ts'

/** One measured invocation. Milliseconds; null where its REPORT did not tell. */
export interface Measured {
  readonly outcome: InvokeOutcome
  readonly durationMs: number | null
  readonly billedMs: number | null
  readonly initMs: number | null
  readonly memoryMb: number | null
  readonly maxMemoryMb: number | null
  readonly roundTripMs: number
}

export interface Spread {
  readonly count: number
  readonly p50Ms: number | null
  readonly p95Ms: number | null
  readonly p99Ms: number | null
  readonly maxMs: number | null
}

export interface Bin {
  readonly fromMs: number
  readonly toMs: number
  readonly count: number
}

/** What many invocations of one function say together. */
export interface InvokeFigures {
  readonly count: number
  readonly outcomes: Readonly<Record<'success' | 'error' | 'timeout' | 'oom', number>>
  /** Durations as Lambda reports them: of environments that ran before, and of new ones (without their init). */
  readonly warm: Spread
  readonly cold: Spread
  readonly init: Spread
  /** As this machine saw it: with the way there and back, and init. */
  readonly roundTrip: Spread
  readonly billedMs: number | null
  readonly memoryMb: number | null
  readonly maxMemoryMb: number | null
  /** Of the durations, warm and cold. */
  readonly histogram: readonly Bin[]
}

const spread = (values: readonly number[]): Spread => {
  const all = quantiles()
  for (const value of values) all.add(value)
  return { count: values.length, p50Ms: all.at(0.5), p95Ms: all.at(0.95), p99Ms: all.at(0.99), maxMs: all.at(1) }
}

const known = (values: readonly (number | null)[]): readonly number[] => values.filter((value) => value !== null)
const most = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((a, b) => Math.max(a, b))

const BINS = 10

/** Bins of equal width from the least to the most; one bin where all are the same, or too near to each other to be told apart. */
export const histogram = (values: readonly number[], bins = BINS): readonly Bin[] => {
  if (values.length === 0) return []
  const from = values.reduce((a, b) => Math.min(a, b))
  const to = values.reduce((a, b) => Math.max(a, b))
  const width = (to - from) / bins
  if (width === 0) return [{ fromMs: from, toMs: to, count: values.length }]
  const counts = new Array<number>(bins).fill(0)
  for (const value of values) {
    const at = Math.min(bins - 1, Math.floor((value - from) / width))
    counts[at] = counts[at]! + 1
  }
  return counts.map((count, at) => ({
    fromMs: from + at * width,
    toMs: at === bins - 1 ? to : from + (at + 1) * width,
    count,
  }))
}

export const invokeFigures = (all: readonly Measured[]): InvokeFigures => {
  const outcomes = { success: 0, error: 0, timeout: 0, oom: 0 }
  for (const { outcome } of all) {
    if (isFailure(outcome)) outcomes[outcome as 'error' | 'timeout' | 'oom']++
    else outcomes.success++
  }
  const durations = (some: readonly Measured[]) => known(some.map(({ durationMs }) => durationMs))
  const billed = known(all.map(({ billedMs }) => billedMs))
  return {
    count: all.length,
    outcomes,
    warm: spread(durations(all.filter(({ initMs }) => initMs === null))),
    cold: spread(durations(all.filter(({ initMs }) => initMs !== null))),
    init: spread(known(all.map(({ initMs }) => initMs))),
    roundTrip: spread(all.map(({ roundTripMs }) => roundTripMs)),
    billedMs: billed.length === 0 ? null : billed.reduce((a, b) => a + b, 0),
    memoryMb: most(known(all.map(({ memoryMb }) => memoryMb))),
    maxMemoryMb: most(known(all.map(({ maxMemoryMb }) => maxMemoryMb))),
    histogram: histogram(durations(all)),
  }
}
