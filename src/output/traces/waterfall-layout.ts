/** Columns of a waterfall: `• label  status ▕bars▏ duration`. */
export interface Layout {
  readonly label: number
  readonly status: number
  readonly bars: number
  readonly duration: number
  /** Cells that the tree may indent by. */
  readonly indent: number
}

export interface Wanted {
  readonly label: number
  readonly status: number
  readonly duration: number
  /** Cells that the tree may indent by where every label has room. */
  readonly indent: number
}

/** The mark, the spaces between the columns, the edges of the bars. */
const FIXED = 2 + 2 + 1 + 2 + 1
/** Below this the status is a glyph, and an HTTP status where there is one. */
export const WORDS_FROM = 72
const leastBars = 10
const mostBars = 120
/** Off a terminal no label is cut. The bars are this wide there. */
const barsInPipe = 48
export const indentInPipe = 80

/** Shares the terminal's columns: bars get half of what status and duration leave, more where labels are short. `width` is null off a terminal. */
export const layoutFor = (width: number | null, wanted: Wanted): Layout => {
  const { status, duration } = wanted
  if (width === null) return { ...wanted, bars: barsInPipe }
  const room = Math.max(leastBars + 8, width - FIXED - status - duration)
  const label = Math.max(8, Math.min(wanted.label, Math.floor(room * 0.53), room - leastBars))
  const bars = Math.min(mostBars, room - label)
  return {
    label,
    status,
    bars,
    duration,
    indent: wanted.label <= label ? wanted.indent : Math.max(label - 18, Math.floor(label / 2)),
  }
}
