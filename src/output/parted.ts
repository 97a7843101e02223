import type { Measure } from './width.ts'

/**
 * Parts joined by a mark, in as many rows as they need: a row is broken between parts, never inside one, and without the mark that would
 * stand there. Only a part that is wider than the room by itself runs over. `room` in columns; null breaks nothing.
 */
export const parted = (
  parts: readonly string[],
  mark: string,
  room: number | null,
  { width }: Measure,
): readonly string[] => {
  const rows: string[] = []
  for (const part of parts) {
    const last = rows[rows.length - 1]
    const both = `${last}${mark}${part}`
    if (last === undefined || (room !== null && width(both) > room)) rows.push(part)
    else rows[rows.length - 1] = both
  }
  return rows
}
