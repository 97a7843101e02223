import { glyphs, type Style, sgr } from '../style.ts'
import { asciiMeasure, cutTo } from '../width.ts'

/** One row on a terminal that says what is being done; nothing of it is left after `clear`. */
export const whyProgress = (
  stream: { write(text: string): unknown; readonly columns?: number },
  style: Style,
): { show(doing: string): void; clear(): void } => {
  const glyph = glyphs(style)
  let drawn = false
  return {
    show: (doing) => {
      const row = cutTo(`${glyph.running} ${doing}`, (stream.columns ?? 80) - 1, glyph.cut, asciiMeasure)
      stream.write(`\r${style.color ? `${sgr.dim}${row}${sgr.reset}` : row}\u001b[K`)
      drawn = true
    },
    clear: () => {
      if (drawn) stream.write('\r\u001b[K')
      drawn = false
    },
  }
}
