import { glyphs, type Style, sgr } from './style.ts'
import { asciiMeasure, cutTo } from './width.ts'

export interface ProgressStream {
  write(text: string): unknown
  readonly columns?: number
}

export interface ProgressPace {
  /** Epoch milliseconds. */
  readonly now: () => number
  /** What is done sooner needs no telling. */
  readonly afterMs: number
  /** No more often than an eye needs. */
  readonly everyMs: number
}

export interface ProgressRow {
  /** `text` is asked for only when it is drawn, with the time and how long it goes on already; `anyway`: the last one, whatever the pace. */
  draw(text: (time: number, forMs: number) => string, anyway?: boolean): void
  clear(): void
}

/** One row on a terminal that is written over as the work goes on. Nothing of it is left after `clear`. */
export const progressRow = (
  stream: ProgressStream,
  style: Style,
  { now, afterMs, everyMs }: ProgressPace,
): ProgressRow => {
  const began = now()
  const { cut } = glyphs(style)
  let last = Number.NEGATIVE_INFINITY
  let drawn = false
  return {
    draw: (text, anyway = false) => {
      const time = now()
      if (!anyway && (time - began < afterMs || time - last < everyMs)) return
      last = time
      const row = cutTo(text(time, time - began), (stream.columns ?? 80) - 1, cut, asciiMeasure)
      stream.write(`\r${style.color ? `${sgr.dim}${row}${sgr.reset}` : row}\u001b[K`)
      drawn = true
    },
    clear: () => {
      if (drawn) stream.write('\r\u001b[K')
      drawn = false
    },
  }
}
