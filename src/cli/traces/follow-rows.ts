import type { TraceSummary } from '../../domain/trace/trace.ts'
import { durationText } from '../../output/duration.ts'
import { safeText } from '../../output/safe-text.ts'
import { glyphs, type Style, sgr } from '../../output/style.ts'
import { timeOfDay } from '../../output/tail/time-of-day.ts'
import { statusCodes, statusText } from '../../output/traces/status-look.ts'
import { cutTo, measureFor } from '../../output/width.ts'

/** Cells before the second line: under the status. */
const INDENT = 14

/**
 * A trace of a stream: `14:03:21.118  ✗ fault  1.24 s  POST /orders  orders-api CreateOrder  1-6b49...  TypeError ...`. In a terminal that is too narrow
 * its id and cause stand on a second line: an id that is cut can't be copied.
 */
export const followRow = async (trace: TraceSummary, style: Style, zone: string | null): Promise<string> => {
  const paint = (code: string, text: string): string =>
    style.color && code !== '' && text !== '' ? `${code}${text}${sgr.reset}` : text
  const { durationMs, status, partial, start } = trace
  const total = durationMs === null ? glyphs(style).running : `${durationText(durationMs)}${partial ? '+' : ''}`
  const time = timeOfDay(zone).time(start)
  const word = statusText(status, style).padEnd(10)
  const middle = `${total.padStart(9)}  ${safeText(trace.root)}`
  const services = safeText(trace.services.join(' '))
  const id = safeText(trace.id)
  const cause = trace.cause === null ? '' : safeText(trace.cause)
  const measure = await measureFor([middle, services, id, cause])
  const columns = style.width === null ? Number.POSITIVE_INFINITY : style.width - 1
  const cut = (text: string, room: number): string => {
    if (measure.width(text) <= room) return text
    return room < 8 ? '' : cutTo(text, room, glyphs(style).cut, measure)
  }
  const used = time.length + 2 + measure.width(word) + 2 + measure.width(middle)
  const front = `${paint(sgr.dim, time)}  ${paint(statusCodes[status], word)}  ${middle}`
  const after = (text: string): string => (text === '' ? '' : `  ${paint(sgr.dim, text)}`)
  const whole = [services, id, cause].filter(Boolean).join('  ')
  const needed = used + 2 + measure.width([services, id].filter(Boolean).join('  '))
  if (needed <= columns) return `${front}${after(cut(whole, columns - used - 2))}`
  const below = [id, cut(cause, columns - INDENT - measure.width(id) - 2)].filter(Boolean).join('  ')
  return `${front}${after(cut(services, columns - used - 2))}\n${' '.repeat(INDENT)}${paint(sgr.dim, below)}`
}
