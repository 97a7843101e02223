import type { TraceSummary } from '../../domain/trace/trace.ts'

export type TraceSort = 'time' | 'duration'

const before: Readonly<Record<TraceSort, (a: TraceSummary, b: TraceSummary) => number>> = {
  time: (a, b) => b.start - a.start || (a.id < b.id ? -1 : 1),
  duration: (a, b) => (b.durationMs ?? -1) - (a.durationMs ?? -1) || b.start - a.start || (a.id < b.id ? -1 : 1),
}

/** Puts traces into the order of the list: the newest, or the longest, first. */
export const inOrder = <T extends TraceSummary>(traces: readonly T[], sort: TraceSort): readonly T[] =>
  [...traces].sort(before[sort])

/** Keeps the first so many of any number of traces, by id the one of the newest revision, and how many there were. */
export const topTraces = <T extends TraceSummary>(sort: TraceSort, limit: number) => {
  const ids = new Set<string>()
  let kept = new Map<string, T>()
  const trim = () => {
    const first = inOrder([...kept.values()], sort).slice(0, limit)
    kept = new Map(first.map((trace) => [trace.id, trace]))
  }
  return {
    add: (trace: T): void => {
      ids.add(trace.id)
      const known = kept.get(trace.id)
      if (known !== undefined && known.revision > trace.revision) return
      kept.set(trace.id, trace)
      if (kept.size > 2 * limit + 1000) trim()
    },
    get total(): number {
      return ids.size
    },
    traces: (): readonly T[] => inOrder([...kept.values()], sort).slice(0, limit),
  }
}
