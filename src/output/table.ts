import { paint, type Tone } from './paint.ts'
import { safeText } from './safe-text.ts'
import { glyphs, type Style } from './style.ts'
import { cutTo, type Measure, measureFor } from './width.ts'

export type Cell = string | number | null | { readonly text: string; readonly tone: Tone }

export interface Column {
  readonly title: string
  /** Numbers stand right; else left, unless told. */
  readonly align?: 'left' | 'right'
  /** Not cut while another column can give way. */
  readonly keep?: boolean
}

const gap = 2
/** No column is cut below this. */
const least = 6

const textOf = (cell: Cell, none: string): string => {
  if (cell === null) return none
  return safeText(typeof cell === 'object' ? cell.text : String(cell))
}

/** Widths that fit the terminal: the widest column that may gives way, one step at a time, down to `least`. */
const shrink = (widths: number[], columns: readonly Column[], room: number): number[] => {
  const out = [...widths]
  const over = () => out.reduce((sum, one) => sum + one + gap, -gap) - room
  for (const keep of [false, true]) {
    while (over() > 0) {
      let widest = -1
      out.forEach((one, at) => {
        if ((columns[at]!.keep ?? false) === keep && one > least && (widest < 0 || one > out[widest]!)) widest = at
      })
      if (widest < 0) break
      out[widest]!--
    }
  }
  return out
}

/** A word in its column; the last column gets no spaces after it. */
const place = (text: string, shown: string, width: number, right: boolean, last: boolean, measure: Measure): string => {
  const room = ' '.repeat(Math.max(0, width - measure.width(text)))
  if (right) return room + shown
  return last ? shown : shown + room
}

/**
 * Aligned columns under a dim header, each line ending in a line break. Cells are made safe; they are cut only where the style has a
 * width (a terminal), never in a pipe.
 */
export const table = async (
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  style: Style,
): Promise<string> => {
  const { cut, none } = glyphs(style)
  const texts = rows.map((row) => columns.map((_, at) => textOf(row[at] ?? null, none)))
  const [look, measure] = await Promise.all([
    paint(style),
    measureFor([...columns.map(({ title }) => title), ...texts.flat()]),
  ])
  const natural = columns.map(({ title }, at) =>
    texts.reduce((most, row) => Math.max(most, measure.width(row[at]!)), measure.width(title)),
  )
  const widths = style.width === null ? natural : shrink(natural, columns, style.width)
  const right = columns.map(
    ({ align }, at) =>
      (align ?? (rows.length > 0 && rows.every((row) => typeof (row[at] ?? 0) === 'number') ? 'right' : 'left')) ===
      'right',
  )
  const draw = (cells: readonly string[], toneAt: (at: number) => Tone): string => {
    const drawn = cells.map((text, at) => {
      const short = cutTo(text, widths[at]!, cut, measure)
      return place(short, look(toneAt(at), short), widths[at]!, right[at]!, at === cells.length - 1, measure)
    })
    return `${drawn.join(' '.repeat(gap)).trimEnd()}\n`
  }
  const header = draw(
    columns.map(({ title }) => title),
    () => 'dim',
  )
  const body = texts.map((row, line) =>
    draw(row, (at) => {
      const cell = rows[line]![at]
      return typeof cell === 'object' && cell !== null ? cell.tone : 'plain'
    }),
  )
  return header + body.join('')
}
