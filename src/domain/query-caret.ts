const longest = 100

/**
 * The line of a query that a place is in, and a caret under it: two lines. Places are characters from the query's start; a long line is
 * cut around the place.
 */
export const caretLines = (query: string, start: number, end = start): readonly [line: string, caret: string] => {
  const at = Math.max(0, Math.min(start, query.length))
  const lineStart = query.lastIndexOf('\n', at - 1) + 1
  const next = query.indexOf('\n', at)
  const line = query.slice(lineStart, next < 0 ? query.length : next)
  const from = Math.max(0, Math.min(at - lineStart - longest / 2, line.length - longest))
  const shown = line.slice(from, from + longest).replace(/[\t\r]/g, ' ')
  const column = at - lineStart - from
  const length = Math.max(1, Math.min(end - at + 1, shown.length - column))
  return [shown, `${' '.repeat(column)}${'^'.repeat(length)}`]
}
