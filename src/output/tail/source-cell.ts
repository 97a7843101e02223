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

/**
 * The colour of each of these names: that of `colorOf`, or the next one where another name has it already, so that two functions of an app
 * look alike only when there are more of them than colours. The same names have the same colours in every run.
 */
export const sourceColors = (names: Iterable<string>): ((name: string) => number) => {
  const given = new Map<string, number>()
  const taken = new Set<number>()
  const give = (name: string): number => {
    const own = colors.indexOf(colorOf(name) as (typeof colors)[number])
    const free = colors.findIndex((_, at) => !taken.has(colors[(own + at) % colors.length]!))
    const color = colors[(own + Math.max(0, free)) % colors.length]!
    // What comes later may be anything, without end: it is not kept apart from each other for ever.
    if (given.size < 1000) given.set(name, color)
    taken.add(color)
    return color
  }
  for (const name of [...new Set(names)].sort()) give(name)
  return (name) => given.get(name) ?? give(name)
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
  const known = [...names]
  const colorFor = sourceColors(known)
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
    return (style.color ? `\u001b[${colorFor(name)}m${short}${sgr.reset}` : short) + padding
  }
  for (const name of known) grow(safeText(name))
  return {
    width: () => column,
    cell: (name) => {
      const ready = cells.get(name)
      if (ready !== undefined) return ready
      const made = make(name)
      if (cells.size > 1000) cells.clear()
      cells.set(name, made)
      return made
    },
  }
}
