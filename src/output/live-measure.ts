import type { Measure } from './width.ts'

/** Letters, signs and glyphs of ours that take one column each; everything else is asked of a library. */
const narrow = /^[\u0020-\u007e\u00a0-\u00ac\u00ae-\u02ff\u0391-\u03ff\u0400-\u0482\u048a-\u052f–—‘’“”…·→✓✗❄─∿]*$/

/** Never too little: two columns for each unit of UTF-16 that may be wide. */
const guess: Measure = {
  width: (text) => (narrow.test(text) ? text.length : text.length * 2),
  take: (text, columns) => (narrow.test(text) ? text.slice(0, columns) : text.slice(0, Math.floor(columns / 2))),
}

/**
 * Widths for a stream, whose texts are not known before they come. The libraries that know (30 ms) load meanwhile: until `ready`, what is
 * not plainly narrow is taken for wide, so that nothing runs over a terminal's edge.
 */
export const liveMeasure = (): Measure & { readonly ready: Promise<void> } => {
  let measure = guess
  const load = async (): Promise<void> => {
    const [{ default: stringWidth }, { default: sliceAnsi }] = await Promise.all([
      import('string-width'),
      import('slice-ansi'),
    ])
    measure = {
      width: (text) => (narrow.test(text) ? text.length : stringWidth(text)),
      take: (text, columns) => (narrow.test(text) ? text.slice(0, columns) : sliceAnsi(text, 0, columns)),
    }
  }
  return { width: (text) => measure.width(text), take: (text, columns) => measure.take(text, columns), ready: load() }
}
