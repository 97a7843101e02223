import { ago } from './ago.ts'
import { glyphs, type Style, sgr } from './style.ts'
import { asciiMeasure, cutTo } from './width.ts'

export interface ErrorsAt {
  readonly part: 'window' | 'before'
  readonly events: number
  readonly kinds: number
  /** The time that the reading has come to, epoch milliseconds. */
  readonly at: number
}

/** What is done sooner needs no telling. */
const AFTER_MS = 700
const EVERY_MS = 150

/**
 * One row on a terminal that is written over as the reading goes on: how far it is. `now` is epoch milliseconds. Nothing of it is left
 * after `clear`.
 */
export const errorsProgress = (
  stream: { write(text: string): unknown; readonly columns?: number },
  style: Style,
  now: () => number,
): { show(at: ErrorsAt): void; clear(): void } => {
  const began = now()
  const glyph = glyphs(style)
  let last = Number.NEGATIVE_INFINITY
  let drawn = false
  return {
    show: ({ part, events, kinds, at }) => {
      const time = now()
      if (time - began < AFTER_MS || time - last < EVERY_MS) return
      last = time
      const what = part === 'window' ? 'reading' : 'comparing with the time before the deploy'
      const parts = [`${events} events`, `${kinds} kinds of failure`, `at ${ago(at, time)} ago`]
      const row = cutTo(
        `${glyph.running} ${what}: ${parts.join(` ${glyph.dot} `)}`,
        (stream.columns ?? 80) - 1,
        glyph.cut,
        asciiMeasure,
      )
      stream.write(`\r${style.color ? `${sgr.dim}${row}${sgr.reset}` : row}\u001b[K`)
      drawn = true
    },
    clear: () => {
      if (drawn) stream.write('\r\u001b[K')
      drawn = false
    },
  }
}
