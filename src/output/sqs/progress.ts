import { type ProgressStream, progressRow } from '../progress-row.ts'
import { glyphs, type Style } from '../style.ts'

const WIDTH = 24

/** `████░░ 81/121  10/s`. */
export const moveProgress = (
  stream: ProgressStream,
  style: Style,
  options: { readonly what: string; readonly total: number | null; readonly now: () => number },
): { show(done: number): void; clear(): void } => {
  const { what, total, now } = options
  const [full, empty] = style.unicode ? ['█', '░'] : ['#', '.']
  const { draw, clear } = progressRow(stream, style, { now, afterMs: 0, everyMs: 100 })
  return {
    show: (done) =>
      draw((_, forMs) => {
        const share = total === null || total === 0 ? null : Math.min(1, done / total)
        const filled = share === null ? 0 : Math.round(share * WIDTH)
        const bar = share === null ? '' : `${full.repeat(filled)}${empty.repeat(WIDTH - filled)}  `
        const rate = forMs > 1000 ? `  ${((done * 1000) / forMs).toFixed(1)}/s` : ''
        return `${what}: ${bar}${done}${total === null ? '' : `/${total}`}${rate}  Ctrl-C stops safely`
      }, done === total),
    clear,
  }
}

export const movedWords = (style: Style, moved: number, what: string): string =>
  `${glyphs(style).ok} ${moved} ${moved === 1 ? 'message' : 'messages'} ${what}`
