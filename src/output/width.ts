/** Columns that text takes, and its beginning that fits. For text that was made safe: no control characters. */
export interface Measure {
  width(text: string): number
  /** As much of the text as fits in `columns`. */
  take(text: string, columns: number): string
}

const ascii = /^[\u0020-\u007e]*$/

const plain: Measure = { width: (text) => text.length, take: (text, columns) => text.slice(0, columns) }

/** Exact widths (wide characters, emoji, combining marks) where a text needs them; the libraries are loaded only then (30 ms). */
export const measureFor = async (texts: Iterable<string>): Promise<Measure> => {
  for (const text of texts) {
    if (ascii.test(text)) continue
    const [{ default: stringWidth }, { default: sliceAnsi }] = await Promise.all([
      import('string-width'),
      import('slice-ansi'),
    ])
    return {
      width: (one) => (ascii.test(one) ? one.length : stringWidth(one)),
      take: (one, columns) => (ascii.test(one) ? one.slice(0, columns) : sliceAnsi(one, 0, columns)),
    }
  }
  return plain
}

/** Widths by length: right for ASCII, and what names of AWS's resources are made of. */
export const asciiMeasure: Measure = plain

/** Cut to `columns`, with `mark` at the end where something was cut. */
export const cutTo = (text: string, columns: number, mark: string, { width, take }: Measure): string => {
  if (width(text) <= columns) return text
  return columns <= mark.length ? take(text, columns) : `${take(text, columns - mark.length)}${mark}`
}
