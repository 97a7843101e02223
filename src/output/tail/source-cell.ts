import { safeText } from '../safe-text.ts'
import { type Style, sgr } from '../style.ts'
import { asciiMeasure, cutTo, type Measure } from '../width.ts'

/** Cyan, blue, magenta, yellow, white and their bright kin; red and green mean something else. */
const colors = [36, 34, 35, 33, 37, 96, 94, 95, 93, 97] as const

/** FNV-1a over UTF-16 units: the same name has the same colour in every run. */
export const colorOf = (name: string): number => {
  let hash = 0x811c9dc5
  for (let at = 0; at < name.length; at++) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193) >>> 0
  return colors[hash % colors.length]!
}

/** The column is this wide at most, where nobody says otherwise. */
const widest = 20

export interface SourceCells {
  /** The name, cut or padded to the column, in its colour. */
  cell(name: string): string
  /** Columns of the cell now: it grows with the names seen. */
  width(): number
}

/** The column of source names: as wide as the longest name known, `most` columns at most. */
export const sourceCells = (
  names: Iterable<string>,
  style: Style,
  cut: string,
  measure: Measure = asciiMeasure,
  most = widest,
): SourceCells => {
  const cells = new Map<string, string>()
  let column = 0
  const grow = (safe: string): void => {
    const wanted = Math.min(most, measure.width(safe))
    if (wanted > column) {
      column = wanted
      cells.clear()
    }
  }
  const make = (name: string): string => {
    const safe = safeText(name)
    grow(safe)
    const short = cutTo(safe, column, cut, measure)
    const padding = ' '.repeat(Math.max(0, column - measure.width(short)))
    return (style.color ? `\u001b[${colorOf(name)}m${short}${sgr.reset}` : short) + padding
  }
  for (const name of names) grow(safeText(name))
  return {
    width: () => column,
    cell: (name) => {
      const known = cells.get(name)
      if (known !== undefined) return known
      const made = make(name)
      if (cells.size > 1000) cells.clear()
      cells.set(name, made)
      return made
    },
  }
}
