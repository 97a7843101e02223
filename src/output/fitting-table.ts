import { safeText } from './safe-text.ts'
import type { Style } from './style.ts'
import { type Cell, type Column, table } from './table.ts'

/** A column of a table that gives way as a whole where there is no room. */
export interface FittingColumn<T> extends Column {
  /** Which goes first; 0 never goes. */
  readonly goes: number
  readonly cell: (row: T) => Cell
}

const gap = 2
const widthOf = (cell: Cell): number =>
  cell === null ? 1 : safeText(typeof cell === 'object' ? cell.text : String(cell)).length

/** A table whose least important columns are left out, one after the other, until it fits the terminal; then what is left is cut. */
export const fittingTable = <T>(
  columns: readonly FittingColumn<T>[],
  rows: readonly T[],
  style: Style,
  room: number | null = style.width,
): Promise<string> => {
  const widths = columns.map(({ title, cell }) =>
    rows.reduce((most, row) => Math.max(most, widthOf(cell(row))), title.length),
  )
  let kept = columns.map((column, at) => ({ column, width: widths[at]! }))
  const wide = (): number => kept.reduce((sum, { width }) => sum + width + gap, -gap)
  while (room !== null && wide() > room) {
    const [first] = kept
      .map(({ column }) => column.goes)
      .filter((goes) => goes > 0)
      .sort((a, b) => a - b)
    if (first === undefined) break
    kept = kept.filter(({ column }) => column.goes !== first)
  }
  return table(
    kept.map(({ column }) => column),
    rows.map((row) => kept.map(({ column }) => column.cell(row))),
    { ...style, width: room },
  )
}
