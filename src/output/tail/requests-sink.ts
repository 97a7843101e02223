import type { Invocations } from '../../domain/log/invocations.ts'
import type { Grouped } from '../../domain/log/invocations-shelf.ts'
import type { LineWriter } from '../writer.ts'
import type { Sink } from './sink.ts'

/** `--group requests`: lines go to the collector, and what it gives goes out as blocks. Its tick must come while lines come, too. */
export const requestsSink = (
  collector: Invocations,
  format: (grouped: Grouped) => string,
  writer: LineWriter,
): Sink => {
  const print = (given: readonly Grouped[]): Promise<void> | null => {
    let wait: Promise<void> | null = null
    for (const one of given) {
      const chunk = format(one)
      if (chunk !== '') wait = writer.write(chunk) ?? wait
    }
    return wait
  }
  return {
    whole: true,
    take: (event) => print(collector.push(event)),
    flush: () => null,
    tick: (now) => {
      void print(collector.tick(now))
    },
    end: async () => {
      await print(collector.flush())
      await writer.end()
    },
  }
}
