import { ago } from './ago.ts'
import { type ProgressStream, progressRow } from './progress-row.ts'
import { glyphs, type Style } from './style.ts'

export interface ErrorsAt {
  readonly part: 'window' | 'before'
  readonly events: number
  readonly kinds: number
  /** The time that the reading has come to, epoch milliseconds. */
  readonly at: number
}

/** How far the reading is. `now` is epoch milliseconds. */
export const errorsProgress = (
  stream: ProgressStream,
  style: Style,
  now: () => number,
): { show(at: ErrorsAt): void; clear(): void } => {
  const glyph = glyphs(style)
  const { draw, clear } = progressRow(stream, style, { now, afterMs: 700, everyMs: 150 })
  return {
    show: ({ part, events, kinds, at }) =>
      draw((time) => {
        const what = part === 'window' ? 'reading' : 'comparing with the time before the deploy'
        const parts = [`${events} events`, `${kinds} kinds of failure`, `at ${ago(at, time)} ago`]
        return `${glyph.running} ${what}: ${parts.join(` ${glyph.dot} `)}`
      }),
    clear,
  }
}
