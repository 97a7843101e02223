import { type Quantiles, quantiles } from '../quantiles.ts'
import type { Invocation } from './invocations-open.ts'

/** What is known of a function from its own lines. Times in milliseconds, memory in MB; null where no line told. */
export interface FunctionFigures {
  readonly name: string
  readonly invocations: number
  readonly errors: number
  /** Exact up to 1,000 durations, then within 1 %. */
  readonly p95Ms: number | null
  readonly timeoutMs: number | null
  readonly coldStarts: number
  /** The most that an invocation used, and how much there is. */
  readonly maxMemoryMb: number | null
  readonly memoryMb: number | null
}

export interface InvocationFigures {
  add(invocation: Invocation): void
  /** Those with errors first, then by how often they ran. */
  all(): readonly FunctionFigures[]
}

interface Counts {
  invocations: number
  errors: number
  cold: number
  readonly durations: Quantiles
  timeoutMs: number | null
  maxMemoryMb: number | null
  memoryMb: number | null
}

const most = (a: number | null, b: number | null): number | null => (a === null ? b : b === null ? a : Math.max(a, b))

/** Figures that run along with a tail: for each function what its finished invocations say. Those without an end count in nothing. */
export const invocationFigures = (): InvocationFigures => {
  const functions = new Map<string, Counts>()
  const countsOf = (name: string): Counts => {
    const known = functions.get(name)
    if (known) return known
    const made = {
      invocations: 0,
      errors: 0,
      cold: 0,
      durations: quantiles(),
      timeoutMs: null,
      maxMemoryMb: null,
      memoryMb: null,
    }
    functions.set(name, made)
    return made
  }
  return {
    add: ({ source, outcome, durationMs, timeoutMs, cold, maxMemoryMb, memoryMb }) => {
      if (outcome === 'unfinished') return
      const counts = countsOf(source.name)
      counts.invocations++
      if (outcome !== 'ok') counts.errors++
      if (cold) counts.cold++
      if (durationMs !== null) counts.durations.add(durationMs)
      counts.timeoutMs = timeoutMs ?? counts.timeoutMs
      counts.maxMemoryMb = most(counts.maxMemoryMb, maxMemoryMb)
      counts.memoryMb = memoryMb ?? counts.memoryMb
    },
    all: () =>
      [...functions]
        .map(([name, { invocations, errors, cold, durations, timeoutMs, maxMemoryMb, memoryMb }]) => ({
          name,
          invocations,
          errors,
          p95Ms: durations.at(0.95),
          timeoutMs,
          coldStarts: cold,
          maxMemoryMb,
          memoryMb,
        }))
        .sort((a, b) => b.errors - a.errors || b.invocations - a.invocations || (a.name < b.name ? -1 : 1)),
  }
}
