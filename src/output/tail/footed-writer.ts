import type { LineWriter } from '../writer.ts'
import type { Footer } from './footer.ts'

/** A writer of lines that keeps a footer under them. */
export interface FootedWriter extends LineWriter {
  /** A line for the person, above the footer: what would go to stderr goes here, since both are the same terminal. */
  note(line: string): void
  /** Draws the footer anew if it changed: by a timer, and when the terminal was resized. */
  refresh(): void
}

/**
 * Puts a footer under what goes through a writer: for a terminal that shows both stdout and stderr, never for a pipe. Lines of one turn of
 * the event loop are written with one footer. `end` takes the footer away; `last` (whole lines) stays in its place.
 */
export const footedWriter = (writer: LineWriter, footer: Footer, last: () => string = () => ''): FootedWriter => {
  let gathered = ''
  let scheduled = false
  let ended = false
  let behind: Promise<void> | null = null

  const send = (text: string): void => {
    if (text === '') return
    const wait = writer.write(text)
    writer.flush()
    behind = wait
    void wait?.then(() => {
      if (behind === wait) behind = null
    })
  }
  const flush = (): void => {
    if (gathered === '') return
    const lines = gathered
    gathered = ''
    send(ended ? lines : footer.around(lines))
  }
  const later = (): void => {
    scheduled = false
    flush()
  }
  const write = (lines: string): Promise<void> | null => {
    gathered += lines
    if (gathered.length >= 65_536) flush()
    else if (!scheduled) {
      scheduled = true
      setImmediate(later)
    }
    return behind
  }
  return {
    write,
    flush,
    note: (line) => {
      void write(`${line}\n`)
    },
    refresh: () => {
      if (ended) return
      flush()
      send(footer.redraw())
    },
    end: async () => {
      flush()
      if (!ended) send(footer.clear() + last())
      ended = true
      await writer.end()
    },
  }
}
