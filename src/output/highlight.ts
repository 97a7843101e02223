import type { Style } from './style.ts'

/** Marks what was asked for in a row that is ready to be printed. */
export type Highlight = (row: string) => string

const sgr = /\u001b\[[0-9;]*m/g
const on = '\u001b[7m'
// Ends the mark alone: the colours around it stay.
const off = '\u001b[27m'

/** From-to pairs over the visible text, in order, touching and overlapping ones made one. */
const rangesOf = (text: string, patterns: readonly RegExp[]): readonly (readonly [number, number])[] => {
  const found = patterns.flatMap((pattern) =>
    [...text.matchAll(pattern)].flatMap((match): [number, number][] =>
      match[0] === '' ? [] : [[match.index, match.index + match[0].length]],
    ),
  )
  found.sort((a, b) => a[0] - b[0])
  const out: [number, number][] = []
  for (const [from, to] of found) {
    const last = out.at(-1)
    if (last && from <= last[1]) last[1] = Math.max(last[1], to)
    else out.push([from, to])
  }
  return out
}

/**
 * Matches of any of the patterns, shown inverse. Patterns see the text without its colours, and a mark never lands inside an escape
 * sequence; where a colour ends within a match the mark goes on. Null where there is nothing to mark, or no colour to mark with.
 */
export const highlighter = (patterns: readonly RegExp[], { color }: Pick<Style, 'color'>): Highlight | null => {
  if (patterns.length === 0 || !color) return null
  const all = patterns.map((pattern) => new RegExp(pattern.source, [...new Set(`${pattern.flags}g`)].join('')))
  return (row) => {
    const codes = row.includes('\u001b') ? [...row.matchAll(sgr)] : []
    const plain = codes.length === 0 ? row : row.replace(sgr, '')
    const ranges = rangesOf(plain, all)
    if (ranges.length === 0) return row
    let out = ''
    let at = 0
    let passed = 0
    let next = 0
    /** Visible text up to `to`, codes of the row where they stand. */
    const copy = (to: number, marked: boolean): void => {
      while (next < codes.length && codes[next]!.index - passed < to + (marked ? 0 : 1)) {
        const code = codes[next]!
        out += plain.slice(at, code.index - passed) + code[0] + (marked ? on : '')
        at = code.index - passed
        passed += code[0].length
        next++
      }
      out += plain.slice(at, to)
      at = to
    }
    for (const [from, to] of ranges) {
      copy(from, false)
      out += on
      copy(to, true)
      out += off
    }
    copy(plain.length, false)
    return out
  }
}
