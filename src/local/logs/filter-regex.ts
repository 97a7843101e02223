import type { Scanner } from './filter-scanner.ts'

// The subset that AWS names: letters, digits, a few symbols, operators without parentheses, \d \s \w and their opposites,
// \xhh, and a backslash before an operator or symbol. No multi-byte characters.
const ALLOWED = /^(?:[A-Za-z0-9 :_#=@/;,\-^$?[\]{}|*+.]|\\(?:[dDsSwW]|x[0-9A-Fa-f]{2}|[:_#=@/;,\-^$?[\]{}|*+.\\]))+$/

/** A regular expression of a filter pattern. It matches anywhere unless anchored; `.` is any character; `{,n}` has no minimum. */
export const patternRegex = (source: string, scanner: Scanner): RegExp => {
  if (!ALLOWED.test(source)) scanner.fail()
  try {
    return new RegExp(source.replace(/(?<!\\)\{,/g, '{0,'), 's')
  } catch {
    return scanner.fail()
  }
}
