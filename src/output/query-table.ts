import { columnsOf, pointerColumn, type QueryColumn, type QueryRow, timeOf } from '../domain/query-answer.ts'
import { timesText } from './query-times.ts'
import { safeText } from './safe-text.ts'
import type { Style } from './style.ts'
import { type Cell, type Column, table } from './table.ts'

export interface TableLook {
  readonly style: Style
  readonly zone: string | null
}

/** Columns of text are not made narrower than this before whole columns go. */
const narrow = 12
const gap = 2

/** Line breaks and tabs of a log line mean nothing in a table. */
const flat = (value: string): string => value.replace(/[\s\u00a0]+/g, ' ').trim()

/** As many decimals for all of a column, so that their points stand under each other; the exact figures are for programs. */
const numbers = (values: readonly string[]): ((value: string) => string) => {
  const own = values.reduce((most, value) => Math.max(most, value.split('.')[1]?.length ?? 0), 0)
  const isSmall = values.some((value) => Number(value) !== 0 && Math.abs(Number(value)) < 1)
  const decimals = Math.min(own, isSmall ? 4 : 2)
  return (value) => (value.includes('e') ? value : Number(value).toFixed(decimals))
}

type Show = (value: string) => Cell

const shower = ({ name, type }: QueryColumn, rows: readonly QueryRow[], { zone }: TableLook): Show => {
  if (type === 'number') return numbers(rows.flatMap((row) => row.get(name) ?? []))
  if (type === 'time') {
    const text = timesText(
      rows.flatMap((row) => timeOf(row.get(name) ?? '') ?? []),
      zone,
    )
    return (value) => text(timeOf(value) ?? Number.NaN)
  }
  return flat
}

const widthOf = (cells: readonly Cell[], title: string): number =>
  cells.reduce<number>((most, cell) => Math.max(most, String(cell ?? '').length), title.length)

/** How many of the columns, from the first one, fit side by side. */
const fitting = (widths: readonly number[], room: number | null): number => {
  if (room === null) return widths.length
  let used = -gap
  for (const [index, width] of widths.entries()) {
    used += gap + width
    if (used > room) return Math.max(1, index)
  }
  return widths.length
}

export interface QueryTable {
  readonly text: string
  /** Columns that the terminal had no room for. */
  readonly left: readonly string[]
}

/** Rows under their columns: times local, numbers right, text cut where the terminal ends. A column that no row has is left out. */
export const queryTable = async (
  rows: readonly QueryRow[],
  look: TableLook,
  asked: { readonly columns: readonly string[]; readonly pointers: readonly string[] },
): Promise<QueryTable> => {
  if (rows.length === 0) return { text: '', left: [] }
  const columns = columnsOf(rows, asked.columns).filter(
    ({ name }) => rows.some((row) => row.has(name)) && (name !== pointerColumn || asked.pointers.includes(name)),
  )
  const cells = columns.map((column) => {
    const show = shower(column, rows, look)
    return rows.map((row): Cell => {
      const value = row.get(column.name)
      return value === undefined ? null : show(value)
    })
  })
  const widths = columns.map(({ type, name }, index) => {
    const natural = widthOf(cells[index]!, name)
    return type === 'text' ? Math.min(natural, narrow) : natural
  })
  const shown = fitting(widths, look.style.width)
  const drawn = columns.slice(0, shown).map(
    ({ name, type }): Column => ({
      // A field of a log line, as its writer called it.
      title: safeText(name),
      keep: type !== 'text',
      ...(type === 'number' ? { align: 'right' } : {}),
    }),
  )
  const lines = rows.map((_, index) => cells.slice(0, shown).map((column) => column[index]!))
  return { text: await table(drawn, lines, look.style), left: columns.slice(shown).map(({ name }) => name) }
}
