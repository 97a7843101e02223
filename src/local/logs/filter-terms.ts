import type { Matcher } from './filter-pattern.ts'
import { patternRegex } from './filter-regex.ts'
import type { Scanner } from './filter-scanner.ts'

const WORD = /[\p{L}\p{N}_]+/uy

interface Term {
  readonly mode: 'required' | 'optional' | 'excluded'
  readonly matches: Matcher
}

/**
 * `A B` both, `-A` not, `?A ?B` either, `"a phrase"`, `%regex%`. A term is found anywhere in the message, inside of words too.
 * Optional terms count only where every term is optional: AWS ignores them beside others.
 */
export const termsPattern = (scanner: Scanner): Matcher => {
  const terms: Term[] = []
  while (!scanner.ended()) {
    terms.push(term(scanner))
    if (!scanner.space() && !scanner.ended()) scanner.fail()
  }
  const of = (mode: Term['mode']): Matcher[] => terms.filter((one) => one.mode === mode).map(({ matches }) => matches)
  const required = of('required')
  const excluded = of('excluded')
  const optional = of('optional')
  if (optional.length > 0 && optional.length === terms.length)
    return (message) => optional.some((test) => test(message))
  return (message) => required.every((test) => test(message)) && !excluded.some((test) => test(message))
}

const term = (scanner: Scanner): Term => {
  if (scanner.take('?')) return { mode: 'optional', matches: text(scanner) }
  if (!scanner.take('-')) return { mode: 'required', matches: text(scanner) }
  scanner.space()
  return { mode: 'excluded', matches: text(scanner) }
}

const text = (scanner: Scanner): Matcher => {
  const regex = scanner.regex()
  if (regex !== null) {
    const form = patternRegex(regex, scanner)
    return (message) => form.test(message)
  }
  const phrase = scanner.quoted() ?? scanner.match(WORD) ?? scanner.fail()
  // AWS: `" "` matches everything, also a message without a space.
  return phrase.trim() === '' ? () => true : (message) => message.includes(phrase)
}
