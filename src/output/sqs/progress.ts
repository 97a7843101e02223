import { glyphs, type Style, sgr } from '../style.ts'

const WIDTH = 24
const EVERY_MS = 100

/** `████░░ 81/121  10/s`: one row that is written over. Nothing of it is left after `clear`. */
export const moveProgress = (
  stream: { write(text: string): unknown },
  style: Style,
  options: { readonly what: string; readonly total: number | null; readonly now: () => number },
): { show(done: number): void; clear(): void } => {
  const { what, total, now } = options
  const [full, empty] = style.unicode ? ['█', '░'] : ['#', '.']
  const began = now()
  let last = Number.NEGATIVE_INFINITY
  let drawn = false
  return {
    show: (done) => {
      const time = now()
      if (time - last < EVERY_MS && done !== total) return
      last = time
      const share = total === null || total === 0 ? null : Math.min(1, done / total)
      const filled = share === null ? 0 : Math.round(share * WIDTH)
      const bar = share === null ? '' : `${full.repeat(filled)}${empty.repeat(WIDTH - filled)}  `
      const rate = time - began > 1000 ? `  ${((done * 1000) / (time - began)).toFixed(1)}/s` : ''
      const row = `${what}: ${bar}${done}${total === null ? '' : `/${total}`}${rate}  Ctrl-C stops safely`
      stream.write(`\r${style.color ? `${sgr.dim}${row}${sgr.reset}` : row}\u001b[K`)
      drawn = true
    },
    clear: () => {
      if (drawn) stream.write('\r\u001b[K')
      drawn = false
    },
  }
}

export const movedWords = (style: Style, moved: number, what: string): string =>
  `${glyphs(style).ok} ${moved} ${moved === 1 ? 'message' : 'messages'} ${what}`
