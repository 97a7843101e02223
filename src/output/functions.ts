import type { FunctionRow } from '../domain/functions/detail.ts'
import { functionTroubles } from '../domain/functions/detail.ts'
import { deprecatedOn, isDeprecated } from '../domain/functions/runtime.ts'
import { fittingTable } from './fitting-table.ts'
import { functionColumns } from './functions-cells.ts'
import { paint } from './paint.ts'
import { safeText } from './safe-text.ts'
import { glyphs, type Style } from './style.ts'
import { measureFor } from './width.ts'
import { wrapRow } from './wrap.ts'

export interface FunctionsText {
  readonly style: Style
  readonly now: number
  /** Lines were read for figures. */
  readonly withFigures: boolean
}

/** Rows that a person reads in full, whatever the width: broken between words, never cut. */
export const wrapped = async (rows: readonly string[], style: Style): Promise<readonly string[]> => {
  const safe = rows.map((row) => safeText(row))
  const measure = await measureFor(safe)
  const columns = style.width ?? Number.POSITIVE_INFINITY
  return safe.flatMap((row) =>
    wrapRow(row, { first: columns, rest: columns - 4 }, measure).map((part, at) => (at === 0 ? part : `    ${part}`)),
  )
}

/** Worst first: a failing function, then one whose runtime has had its day; else the template's order. */
export const worstFunctionsFirst = (rows: readonly FunctionRow[]): readonly FunctionRow[] =>
  [...rows].sort((a, b) => Number(functionTroubles(b).length > 0) - Number(functionTroubles(a).length > 0))

/** A line a function, then what is wrong in words. */
export const functionsText = async (
  rows: readonly FunctionRow[],
  { style, now, withFigures }: FunctionsText,
): Promise<string> => {
  if (rows.length === 0) return ''
  const { fault } = glyphs(style)
  const shown = worstFunctionsFirst(rows)
  const look = await paint(style)
  const bad = shown.flatMap((row) => functionTroubles(row).map((text) => ` ${fault} ${row.detail.path}: ${text}`))
  const old = shown
    .filter(({ detail }) => isDeprecated(detail.runtime, now))
    .map(({ detail }) => ` ! ${detail.path}: ${detail.runtime} is deprecated since ${deprecatedOn(detail.runtime)}`)
  const [badRows, oldRows] = await Promise.all([wrapped(bad, style), wrapped(old, style)])
  const below = [...badRows.map((row) => look('fault', row)), ...oldRows.map((row) => look('error', row))]
  const main = await fittingTable(functionColumns({ style, now, withFigures }), shown, style)
  return main + (below.length === 0 ? '' : `\n${below.map((row) => `${row}\n`).join('')}`)
}
