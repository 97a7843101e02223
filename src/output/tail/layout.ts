import type { Measure } from '../width.ts'
import { wrapRow } from '../wrap.ts'
import type { Row } from './message-rows.ts'

/** Less room than this under a message, and what goes on stands near the left edge instead. */
const least = 24
const near = 4

const codes = /\u001b\[[0-9;]*m/g

let spaces = ''
const indentOf = (width: number): string => {
  while (spaces.length < width) spaces += '                '
  return spaces.slice(0, width)
}

/** Rows under each other, the first behind its header, as one chunk without its last line break; nothing is broken. */
export const stacked = (head: string, width: number, rows: readonly Row[]): string => {
  let out = (head + (rows[0]?.text ?? '')).trimEnd()
  for (let at = 1; at < rows.length; at++) out += `\n${(indentOf(width) + rows[at]!.text).trimEnd()}`
  return out
}

/**
 * The same within `columns`: a row that is wider goes on below, under the message. Only a single word of a stack frame that is wider than
 * the whole terminal runs over its edge: whole, it can still be copied and clicked.
 */
export const wrapped = (
  head: string,
  width: number,
  rows: readonly Row[],
  columns: number,
  measure: Measure,
): string => {
  const below = columns - width >= least ? width : Math.min(near, width)
  const rest = columns - below
  const out: string[] = []
  for (const [at, { text, frame }] of rows.entries()) {
    const first = at === 0 ? columns - width : rest
    const parts = wrapRow(text, { first, rest, wholeWords: frame }, measure)
    for (const [nth, part] of parts.entries()) {
      const room = frame ? columns - measure.width(part.replace(codes, '').trimEnd()) : below
      const lead = at === 0 && nth === 0 ? head : indentOf(Math.max(0, Math.min(below, room)))
      out.push(`${lead}${part}`.trimEnd())
    }
  }
  return out.join('\n')
}
