/** One command of a Logs Insights query: what stands between two `|`. Offsets are characters from the query's start. */
export interface QueryCommand {
  /** In small letters; empty where there is no word. */
  readonly name: string
  readonly start: number
  readonly end: number
  /** Behind the name. */
  readonly bodyStart: number
}

/** A query, and the same with the inside of quotes, backticks and expressions blotted out: what is left of `|`, `,`, brackets and words means something. */
export interface QueryText {
  readonly text: string
  readonly plain: string
  readonly commands: readonly QueryCommand[]
}

/** Stands for a character that means nothing to the structure. */
const blot = '\u0001'

/** Whether a `/` begins an expression, by what comes before it; else it divides. */
const mayBeginRegex = (plain: string): boolean => {
  const command = plain.slice(plain.lastIndexOf('|') + 1)
  return /(\blike|=~|~=|[(,=|])\s*$/i.test(plain) || /^\s*parse\b/i.test(command)
}

/** Where a piece that begins at `at` ends (the place behind it), if it is one that is blotted out; else null. */
const pieceEnd = (text: string, at: number, plain: string): number | null => {
  const sign = text[at]!
  if (sign === '"' || sign === "'" || sign === '`') {
    for (let end = at + 1; end < text.length; end++) {
      if (text[end] === '\\' && sign !== '`') end++
      else if (text[end] === sign) return end + 1
    }
    return text.length
  }
  if (sign !== '/' || !mayBeginRegex(plain)) return null
  for (let end = at + 1; end < text.length && text[end] !== '\n'; end++) {
    if (text[end] === '\\') end++
    else if (text[end] === '/') return end + 1
  }
  return null
}

const plainOf = (text: string): string => {
  let plain = ''
  while (plain.length < text.length) {
    const at = plain.length
    if (text[at] === '#') {
      const line = text.indexOf('\n', at)
      plain += ' '.repeat((line < 0 ? text.length : line) - at)
      continue
    }
    const end = pieceEnd(text, at, plain)
    plain += end === null ? text[at]! : blot.repeat(end - at)
  }
  return plain
}

/** The places of a sign that stands in no brackets, in [from, to). */
export const placesOf = (plain: string, sign: string, from: number, to: number): readonly number[] => {
  const places: number[] = []
  let depth = 0
  for (let at = from; at < to; at++) {
    const one = plain[at]!
    if ('([{'.includes(one)) depth++
    else if (')]}'.includes(one)) depth = Math.max(0, depth - 1)
    else if (depth === 0 && one === sign) places.push(at)
  }
  return places
}

/** [from, to) cut at every `sign` outside of brackets; white space at the ends is left out. */
export const partsOf = (
  plain: string,
  sign: string,
  from: number,
  to: number,
): readonly (readonly [number, number])[] => {
  const cuts = placesOf(plain, sign, from, to)
  return [...cuts, to].map((end, index) => trimmed(plain, index === 0 ? from : cuts[index - 1]! + 1, end))
}

/** Without the white space at its ends. */
export const trimmed = (plain: string, from: number, to: number): readonly [number, number] => {
  let [start, end] = [from, to]
  while (start < end && /\s/.test(plain[start]!)) start++
  while (end > start && /\s/.test(plain[end - 1]!)) end--
  return [start, end]
}

/**
 * Cuts a query into its commands. It understands just so much of the language (CloudWatch Logs Insights language query syntax: pipes, quotes,
 * backticks, `/expressions/`, `# comments`) and judges nothing: that is for CloudWatch.
 */
export const queryText = (text: string): QueryText => {
  const plain = plainOf(text)
  const commands = partsOf(plain, '|', 0, plain.length)
    .filter(([start, end]) => end > start)
    .map(([start, end]): QueryCommand => {
      const name = /^[a-z]\w*/i.exec(plain.slice(start, end))?.[0] ?? ''
      return { name: name.toLowerCase(), start, end, bodyStart: start + name.length }
    })
  return { text, plain, commands }
}
