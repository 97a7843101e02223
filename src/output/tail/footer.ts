import type { Measure } from '../width.ts'

/** What a footer needs to know of the terminal, asked anew each time: it may have been resized. */
export interface Screen {
  columns(): number
  rows(): number
  readonly measure: Measure
}

/**
 * Rows that stay under a stream of lines on one terminal. Each answer is text to be written there, in order and by one writer. Between
 * two answers nobody else may write to the terminal, or give it to `around` to be written.
 */
export interface Footer {
  /** Whole lines, with the footer taken away before them and drawn anew below them. */
  around(chunk: string): string
  /** The footer drawn anew where it stands; empty where it would look the same. */
  redraw(): string
  /** The footer taken away: at the end, or before somebody else writes. `around` and `redraw` bring it back. */
  clear(): string
}

const codes = /\u001b\[[0-9;]*m/g
const eraseBelow = '\u001b[0J'
/** A terminal that knows these shows all that is between them at once; others ignore them. (DEC private mode 2026.) */
const begin = '\u001b[?2026h'
const end = '\u001b[?2026l'

/**
 * A footer of the rows that `draw` gives, for the columns it is told. Rows are never cut here: `draw` gives none that is wider. What was drawn
 * is counted in rows of the terminal as it is now, since a narrower one breaks the rows that stand on it. At most a third of the screen.
 */
export const footer = (screen: Screen, draw: (columns: number) => readonly string[]): Footer => {
  let drawn: readonly string[] = []
  let drawnFor = 0

  const erase = (): string => {
    if (drawn.length === 0) return ''
    const columns = Math.max(1, screen.columns())
    const height = drawn.reduce((sum, row) => {
      const width = screen.measure.width(row.replace(codes, ''))
      return sum + Math.max(1, Math.ceil(width / columns))
    }, 0)
    const up = Math.min(height, screen.rows()) - 1
    return `\r${up > 0 ? `\u001b[${up}A` : ''}${eraseBelow}`
  }
  const fresh = (): readonly string[] => {
    drawnFor = screen.columns()
    // The last column stays free: some terminals go to the next row as soon as it is written.
    return draw(Math.max(1, drawnFor - 1)).slice(0, Math.max(1, Math.floor(screen.rows() / 3)))
  }
  const show = (before: string, rows: readonly string[]): string => {
    const text = erase() + before + rows.join('\n')
    drawn = rows
    return text === '' ? '' : `${begin}${text}${end}`
  }

  return {
    around: (chunk) => (chunk === '' ? '' : show(chunk.endsWith('\n') ? chunk : `${chunk}\n`, fresh())),
    redraw: () => {
      const resized = screen.columns() !== drawnFor
      const rows = fresh()
      const same = !resized && rows.length === drawn.length && rows.every((row, at) => row === drawn[at])
      return same ? '' : show('', rows)
    },
    clear: () => {
      const text = erase()
      drawn = []
      return text
    },
  }
}
