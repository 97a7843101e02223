import type { Measure } from './width.ts'

export interface Wrapping {
  /** Columns for the first row, and for those below it. */
  readonly first: number
  readonly rest: number
  /** A word that has no room stays whole, on a row of its own: paths in stack frames, to be copied and clicked. Else it is cut. */
  readonly wholeWords?: boolean
}

const sgr = /\u001b\[[0-9;]*m/g
const code = /\u001b\[[0-9;]*m/y
/** A figure and its unit are one word: `+2 frames`, `412 ms`. */
const words = /( *)((?:\d (?=(?:ms|s|min|h|d|MB|%|frames?)(?![^ \u001b]))|[^ \u001b]|\u001b\[[0-9;]*m)*)/y
const reset = '\u001b[0m'

const plainOf = (text: string): string => (text.includes('\u001b') ? text.replace(sgr, '') : text)

/** The colours that are on after `text`, given those before it. */
const after = (active: string, text: string): string => {
  if (!text.includes('\u001b')) return active
  let now = active
  for (const [code] of text.matchAll(sgr)) now = code === reset || code === '\u001b[m' ? '' : now + code
  return now
}

/** The beginning of a word that fits, at least one character of it, never a part of an escape sequence or of a character. */
const cutWord = (word: string, columns: number, { width }: Measure): number => {
  let taken = 0
  let used = 0
  for (const { segment, index } of new Intl.Segmenter().segment(word)) {
    if (index < taken) continue
    if (segment.startsWith('\u001b')) {
      code.lastIndex = index
      taken = index + (code.exec(word)?.[0].length ?? 1)
      continue
    }
    const more = width(segment)
    if (used > 0 && used + more > columns) return taken
    used += more
    taken = index + segment.length
    if (used > columns) return taken
  }
  return taken
}

/**
 * Breaks a row between its words so that no part is wider than its room. The row is safe text, with colours of ours (SGR) at most: those
 * that are on at a break go off there and on again below. Spaces at a break are dropped, those at the beginning stay.
 */
export const wrapRow = (row: string, { first, rest, wholeWords = false }: Wrapping, measure: Measure): string[] => {
  if (measure.width(plainOf(row)) <= first) return [row]
  const out: string[] = []
  let line = ''
  let used = 0
  let hasWord = false
  let active = ''
  const room = (): number => Math.max(1, out.length === 0 ? first : rest) - used
  const put = (text: string, width: number): void => {
    line += text
    used += width
    active = after(active, text)
  }
  const breakRow = (): void => {
    out.push(active === '' ? line : `${line}${reset}`)
    line = active
    used = 0
    hasWord = false
  }
  words.lastIndex = 0
  while (words.lastIndex < row.length) {
    const match = words.exec(row)
    if (match === null || match[0] === '') break
    const spaces = match[1]!
    let word = match[2]!
    let width = measure.width(plainOf(word))
    if (spaces.length + width <= room()) put(spaces, spaces.length)
    else {
      // The indent of the row means something, as long as it leaves room for words.
      if (out.length === 0 && used === 0 && spaces.length < room() / 2) put(spaces, spaces.length)
      if (hasWord || (width > room() && rest > room())) breakRow()
      while (width > room() && !wholeWords) {
        const at = cutWord(word, room(), measure)
        if (at >= word.length) break
        put(word.slice(0, at), 0)
        breakRow()
        word = word.slice(at)
        width = measure.width(plainOf(word))
      }
    }
    put(word, width)
    hasWord ||= width > 0
  }
  out.push(line)
  return out
}
