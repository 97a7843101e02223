import { exactly, wrap } from './cells.ts'
import type { LogRow } from './data.ts'
import { type Line, type Look, looks, segment } from './line.ts'
import { type DetailLook, paragraph } from './pane-text.ts'
import { clockTime } from './times.ts'

/** Log lines of a span: not asked for, being read, there, or the words of what went wrong. */
export type Logs =
  | { readonly kind: 'reading' }
  | { readonly kind: 'read'; readonly rows: readonly LogRow[] }
  | { readonly kind: 'failed'; readonly why: string }

const levels: Readonly<Record<string, Look>> = {
  FATAL: '1;31',
  CRITICAL: '1;31',
  ERROR: '31',
  WARN: '33',
  WARNING: '33',
}

/** The lines of a span's log: time, level, text; what belongs to a message stands under it. */
export const logLines = (found: Logs | null, look: DetailLook): Line[] => {
  if (found === null) return paragraph('l reads the log lines of this span (one or more calls)', look, looks.dim)
  if (found.kind === 'reading')
    return paragraph(`reading its log lines${look.style.unicode ? '…' : '...'}`, look, looks.dim)
  if (found.kind === 'failed') return paragraph(found.why, look, looks.yellow)
  if (found.rows.length === 0) return paragraph('no log line names this span', look, looks.dim)
  const { words, style } = look
  // One function wrote them all, mostly: then its name says nothing.
  const several = new Set(found.rows.map(({ source }) => source)).size > 1
  return found.rows.flatMap(({ time, level, source, lines }) => {
    const at = time === null ? ' '.repeat(12) : clockTime(time, style.timeZone)
    const told = level === null ? '' : words.safe(level).slice(0, 8)
    const narrow = look.width < 60
    const front: Line = [
      segment(`${at}  `, looks.dim, 14),
      segment(narrow && told === '' ? '' : exactly(told, 6, ''), levels[told] ?? looks.dim),
      ...(source !== null && several && !narrow ? [segment(`${words.safe(source)}  `, looks.dim)] : []),
    ]
    const used = front.reduce((sum, one) => sum + one.cells, 0)
    const room = Math.max(12, look.width - used)
    return lines.flatMap((line, n) =>
      wrap(words.safe(line), room).map((part, row): Line => {
        const head: Line = n === 0 && row === 0 ? front : [segment(' '.repeat(used), looks.plain, used)]
        return [...head, segment(part, n === 0 ? (levels[told] ?? looks.plain) : looks.dim)]
      }),
    )
  })
}
