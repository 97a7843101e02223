import stringWidth from 'string-width'

const ascii = /^[\u0020-\u007e]*$/
const graphemes = new Intl.Segmenter()

/** Columns that text takes. For text that was made safe: no control characters. */
export const cells = (text: string): number => (ascii.test(text) ? text.length : stringWidth(text))

/** As much of the text as fits in `room` columns; never half a character. */
const begin = (text: string, room: number): string => {
  if (ascii.test(text)) return text.slice(0, room)
  let taken = ''
  let used = 0
  for (const { segment } of graphemes.segment(text)) {
    used += stringWidth(segment)
    if (used > room) break
    taken += segment
  }
  return taken
}

/** Cut to `room` columns, with `mark` at the end where something was cut. */
export const cut = (text: string, room: number, mark: string): string => {
  // A text of a megabyte is not measured to be cut to a line; no character takes more than a handful of code units per column.
  const near = text.length > room * 40 + 400 ? text.slice(0, room * 40 + 400) : text
  if (cells(near) <= room) return near
  // Half a number would be another number: no room for the mark means no room for the text.
  return room <= mark.length ? begin(mark || near, Math.max(0, room)) : `${begin(near, room - mark.length)}${mark}`
}

/** As much of its end as fits in `room` columns. */
const finish = (text: string, room: number): string => {
  let taken = ''
  let used = 0
  for (const { segment } of [...graphemes.segment(text)].reverse()) {
    used += stringWidth(segment)
    if (used > room) break
    taken = segment + taken
  }
  return taken
}

/** Cut in the middle: a message begins with what happened and ends with where. */
export const cutMiddle = (text: string, room: number, mark: string): string => {
  if (text.length > 2000 || room < 16 || cells(text) <= room) return cut(text, room, mark)
  const head = Math.floor((room - mark.length) * 0.45)
  return `${begin(text, head)}${mark}${finish(text, room - mark.length - head)}`
}

/** Exactly `room` columns: cut or filled up with blanks, at the end unless it stands to the right. */
export const exactly = (text: string, room: number, mark: string, side: 'left' | 'right' = 'left'): string => {
  const kept = cut(text, room, mark)
  const blanks = ' '.repeat(Math.max(0, room - cells(kept)))
  return side === 'left' ? kept + blanks : blanks + kept
}

/** Broken between its words into parts of at most `room` columns; a word that is longer is cut. Blanks at its beginning stay. */
export const wrap = (text: string, room: number): string[] => {
  if (cells(text) <= room) return [text]
  const parts: string[] = []
  let line = ''
  for (const word of text.match(/ *[^ ]+| +$/g) ?? []) {
    if (cells(line) + cells(word) <= room) {
      line += word
      continue
    }
    if (line.trim() !== '') parts.push(line)
    line = parts.length > 0 ? word.trimStart() : word
    while (cells(line) > room) {
      const head = begin(line, room)
      if (head === '') break
      parts.push(head)
      line = line.slice(head.length)
    }
  }
  if (line.trim() !== '') parts.push(line)
  return parts
}
