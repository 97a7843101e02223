import { invocations } from '../../domain/log/invocations.ts'
import { type FunctionFigures, invocationFigures } from '../../domain/log/invocations-figures.ts'
import type { Grouped } from '../../domain/log/invocations-shelf.ts'
import type { LogSource } from '../../domain/log-event.ts'
import type { Sink } from './sink.ts'

/** `--stats`: a sink that shows nothing itself and counts what runs. */
export interface StatsSink extends Sink {
  /** The figures so far. */
  all(): readonly FunctionFigures[]
  /** Invocations that have begun and not ended. */
  running(): number
}

export const statsSink = (timeoutMs: (source: LogSource) => number | null = () => null): StatsSink => {
  const collector = invocations({ timeoutMs, keepLines: false })
  const figures = invocationFigures()
  const count = (given: readonly Grouped[]): null => {
    for (const one of given) if (one.type === 'invocation') figures.add(one.invocation)
    return null
  }
  return {
    whole: true,
    all: figures.all,
    running: collector.running,
    take: (event) => count(collector.push(event)),
    flush: () => null,
    tick: (now) => {
      count(collector.tick(now))
    },
    end: async () => {
      count(collector.flush())
    },
  }
}
