import { FilterPatternError, type Matcher, parseFilterPattern } from './filter-pattern.ts'
import { type Input, invalid, text } from './input.ts'

/** The filter pattern of a request; InvalidParameterException, in AWS's words, for one that is malformed. */
export const filterPattern = (input: Input, name: string): Matcher => {
  try {
    return parseFilterPattern(text(input, name, { max: 1024 }) ?? '')
  } catch (error) {
    if (error instanceof FilterPatternError) throw invalid('Invalid filter pattern')
    throw error
  }
}
