import { fieldsPattern } from './filter-fields.ts'
import { jsonPattern } from './filter-json.ts'
import { type Scanner, scan } from './filter-scanner.ts'
import { termsPattern } from './filter-terms.ts'

export { FilterPatternError } from './filter-scanner.ts'

export type Matcher = (message: string) => boolean

const MAX_LENGTH = 1024

/**
 * Reads a CloudWatch Logs filter pattern (AWS's "Filter pattern syntax"): terms, `{ JSON }` or `[space, delimited]`, by its first
 * character. Case-sensitive. An empty pattern matches everything. Throws FilterPatternError, and nothing else, for what is malformed.
 */
export const parseFilterPattern = (pattern: string): Matcher => {
  const scanner = scan(pattern)
  if (pattern.length > MAX_LENGTH) scanner.fail()
  scanner.space()
  const matcher = kinds[scanner.peek()]?.(scanner) ?? termsPattern(scanner)
  scanner.space()
  if (!scanner.ended()) scanner.fail()
  return matcher
}

const kinds: Readonly<Record<string, (scanner: Scanner) => Matcher>> = {
  '{': jsonPattern,
  '[': fieldsPattern,
}
