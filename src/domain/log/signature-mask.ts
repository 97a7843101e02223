import { isPlain, wordParts } from './signature-words.ts'

/** Stands for what differs from one instance of a message to the next. */
export const MASK = '<*>'

/** A message taken apart: `literals[0] values[0] literals[1] values[1] ...`, always one literal more than values. */
export interface Template {
  /** With every value as `<*>`. */
  readonly text: string
  readonly literals: readonly string[]
  readonly values: readonly string[]
}

/** A template is no longer than this: what follows in a message is not looked at. */
const longest = 300
/** Nothing beyond this is read, so that a list of a million ids costs nothing. */
const furthest = 16_384
const longestValue = 120

const month = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}'
const clock = '\\d\\d?:\\d\\d(?::\\d\\d(?:[.,]\\d{1,9})?)?(?: [AP]M)?'
const token = new RegExp(
  [
    '(<\\*>)',
    // An address: everything up to what ends it in a text.
    '(\\b[A-Za-z][A-Za-z0-9+.-]{1,15}:\\/\\/[^\\s"\'`<>()[\\]{}|\\\\^]+)',
    '(' +
      [
        '[\\w.+%-]{1,64}@[\\w-]{1,63}(?:\\.[\\w-]{1,63})+',
        '(?<!\\w)[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}(?!\\w)',
        `(?<!\\w)\\d{4}-\\d\\d-\\d\\d(?:[T ]${clock})?(?:Z| ?[+-]\\d\\d:?\\d\\d)?(?!\\w)`,
        `(?<!\\w)(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6},? )?(?:\\d{1,2}[ -]${month}|${month} \\d{1,2})(?!\\w),?(?:[ -]\\d{4})?(?: ${clock})?(?: (?:GMT|UTC|[A-Z]{3,4}|[+-]\\d{4})(?!\\w))?(?: \\d{4})?(?!\\w)`,
        '(?<![\\w:])(?=[0-9a-fA-F:]{0,45}\\d)(?:[0-9a-fA-F]{0,4}:){2,7}[0-9a-fA-F]{0,4}(?![\\w:])',
        // A figure, and after it, unmasked, its unit.
        '(?:(?<![\\w>)\\]])-)?(?<!\\w)\\d+(?:[.,]\\d+)*(?=(?:ns|us|µs|ms|s|m|h|d|[kKMGT]?i?B|x|px)?(?!\\w))',
      ].join('|') +
      ')',
    '([A-Za-z0-9_]+(?:-[A-Za-z0-9_]+)*)',
    '(["\'`])',
  ].join('|'),
  'g',
)

/** Between two values of a list: the list is one value, however many there are. */
const between = /^[\s,;:|/&+.\-_'"`]*$/

const mayOpen = (text: string, at: number): boolean => at === 0 || !/[\w<>]/.test(text[at - 1]!)
const mayClose = (text: string, at: number): boolean => at + 1 >= text.length || !/[\w<]/.test(text[at + 1]!)

/** Where the quotation ends that begins at `at`; -1 where none does. `exhausted` remembers the quotes that end nowhere any more. */
const closing = (text: string, at: number, exhausted: Set<string>): number => {
  const quote = text[at]!
  if (exhausted.has(quote)) return -1
  for (let end = text.indexOf(quote, at + 1); end >= 0; end = text.indexOf(quote, end + 1)) {
    if (mayClose(text, end)) return end
  }
  exhausted.add(quote)
  return -1
}

/** Gathers literals and values; says when it has enough. */
class Builder {
  readonly literals: string[] = ['']
  readonly values: string[] = []
  private length = 0
  full = false

  /** `whole`: not to be cut in two. */
  literal(text: string, whole: boolean): void {
    if (this.full || text === '') return
    const room = longest - this.length
    if (text.length > room) this.full = true
    const fits = text.length <= room ? text : whole ? '' : text.slice(0, room).replace(/[\ud800-\udbff]$/, '')
    this.literals[this.literals.length - 1] += fits
    this.length += fits.length
  }

  value(text: string): void {
    if (this.full) return
    const last = this.literals.length - 1
    const gap = this.literals[last]!
    if (last > 0 && between.test(gap)) {
      this.values[last - 1] = shortened(this.values[last - 1]! + gap + text)
      this.literals[last] = ''
      this.length -= gap.length
      return
    }
    if (this.length + MASK.length > longest) {
      this.full = true
      return
    }
    this.values.push(shortened(text))
    this.literals.push('')
    this.length += MASK.length
  }
}

const shortened = (text: string): string => (text.length <= longestValue ? text : `${text.slice(0, longestValue - 1)}…`)

const word = (text: string, into: Builder): void => {
  if (isPlain(text)) {
    into.literal(text, true)
    return
  }
  for (const { text: part, id } of wordParts(text)) {
    if (id) into.value(part)
    else into.literal(part, true)
  }
}

/** Of an address the scheme, the host and the words of the path stay; what a query asks is a value. */
const address = (text: string, into: Builder): void => {
  const at = text.search(/[?#]/)
  const place = at < 0 ? text : text.slice(0, at)
  for (const piece of place.split(/([^A-Za-z0-9_-]+)/)) {
    if (/^[A-Za-z0-9_-]/.test(piece)) word(piece, into)
    else into.literal(piece, true)
  }
  if (at < 0) return
  into.literal(text[at]!, true)
  if (at + 1 < text.length) into.value(text.slice(at + 1))
}

const scan = (text: string, into: Builder, quotations: boolean): void => {
  const exhausted = new Set<string>()
  let at = 0
  while (at < text.length && !into.full) {
    token.lastIndex = at
    const match = token.exec(text)
    if (match === null) break
    const [found, masked, url, value, plain] = match
    const { index } = match
    into.literal(text.slice(at, index), false)
    at = index + found.length
    if (masked !== undefined || value !== undefined) into.value(found)
    else if (url !== undefined) address(url, into)
    else if (plain !== undefined) word(plain, into)
    else {
      const end = quotations && mayOpen(text, index) ? closing(text, index, exhausted) : -1
      into.literal(found, true)
      if (end < 0) continue
      const inner = text.slice(index + 1, end)
      // The name of a field says what the message is about; its value follows.
      if (/^\s{0,4}[:=]/.test(text.slice(end + 1, end + 6))) scan(inner, into, false)
      else into.value(inner)
      into.literal(found, true)
      at = end + 1
    }
  }
  if (at < text.length) into.literal(text.slice(at), false)
}

const once = (message: string): Template => {
  const builder = new Builder()
  scan(message.length > furthest ? message.slice(0, furthest) : message, builder, true)
  const { literals, values } = builder
  return { text: literals.join(MASK), literals, values }
}

/** Quotes that are odd, and a cut, may come to mean something else once what stood between them is masked: then that is the template. */
const roundsAtMost = 10

/**
 * A message with everything masked that differs from instance to instance: numbers, hex and random ids, UUIDs, quoted values, e-mail
 * addresses, times, the ids and queries of URLs; lists of such are one. Masking what was masked changes nothing. Linear in the message,
 * of which only the beginning counts; the template is bounded.
 */
export const mask = (message: string): Template => {
  let template = once(message)
  for (let round = 1; round < roundsAtMost; round++) {
    const again = once(template.text)
    if (again.text === template.text) break
    template = again
  }
  return template
}

/** The message with those values that are the same in all instances; null stands for one that is not. */
export const filled = (literals: readonly string[], values: readonly (string | null)[]): string =>
  literals.map((literal, at) => literal + (at < values.length ? (values[at] ?? MASK) : '')).join('')
