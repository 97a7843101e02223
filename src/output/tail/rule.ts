import { safeText } from '../safe-text.ts'
import type { Measure } from '../width.ts'
import { wrapRow } from '../wrap.ts'
import type { Look } from './message-rows.ts'

const longest = 12
const shortest = 2

/** A row across the stream for what concerns all of it (a deploy, a new day): its text between two lines, dim. Ends in a line break. */
export const rule = (text: string, view: Look, columns: number | null, measure: Measure): string => {
  const safe = safeText(text)
  const paint = (row: string): string => `${view.dim}${row}${view.reset}\n`
  const sign = view.glyphs.rule
  const room = columns === null ? longest : Math.floor((columns - measure.width(safe) - 2) / 2)
  if (room >= shortest) {
    const line = sign.repeat(Math.min(longest, room))
    return paint(`${line} ${safe} ${line}`)
  }
  const lead = `${sign.repeat(shortest)} `
  const rows = wrapRow(safe, { first: columns! - lead.length, rest: columns! - lead.length }, measure)
  return rows.map((row, at) => paint(`${at === 0 ? lead : ' '.repeat(lead.length)}${row.trimEnd()}`)).join('')
}
