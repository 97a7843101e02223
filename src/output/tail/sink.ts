import { joiner } from '../../domain/log/joiner.ts'
import type { LogEvent } from '../../domain/log-event.ts'
import type { LineWriter } from '../writer.ts'

/** Where the lines of a tail go. Several may stand side by side: a terminal, a file. */
export interface Sink {
  /** It wants every line, also those that the filters leave out: what it shows is more than single lines. */
  readonly whole?: boolean
  /** The next line, in the order it is to be shown. A promise: the reader is behind. */
  take(event: LogEvent): Promise<void> | null
  /** A batch is over: what was held for its sake goes out. */
  flush(): Promise<void> | null
  /** Time has passed without a line. Epoch milliseconds. */
  tick?(now: number): void
  /** The tail is over. */
  end(): Promise<void>
}

/** Each event by itself, as the format writes it. */
export const eventSink = (format: (event: LogEvent) => string, writer: LineWriter): Sink => ({
  take: (event) => writer.write(format(event)),
  flush: () => null,
  end: () => writer.end(),
})

/** For people: stack traces that came as several events are put together again, within a batch. */
export const joinedSink = (format: (event: LogEvent, continued?: boolean) => string, writer: LineWriter): Sink => {
  const together = joiner()
  const print = (joined: ReturnType<typeof together.push>): Promise<void> | null => {
    let wait: Promise<void> | null = null
    for (const { event, continued } of joined) wait = writer.write(format(event, continued)) ?? wait
    return wait
  }
  return {
    take: (event) => print(together.push(event)),
    flush: () => print(together.flush()),
    end: async () => {
      await print(together.flush())
      await writer.end()
    },
  }
}
