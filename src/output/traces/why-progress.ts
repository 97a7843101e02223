import { type ProgressStream, progressRow } from '../progress-row.ts'
import { glyphs, type Style } from '../style.ts'

/** What is being done: each step is told at once. */
export const whyProgress = (stream: ProgressStream, style: Style): { show(doing: string): void; clear(): void } => {
  const { running } = glyphs(style)
  const { draw, clear } = progressRow(stream, style, { now: () => 0, afterMs: 0, everyMs: 0 })
  return { show: (doing) => draw(() => `${running} ${doing}`), clear }
}
