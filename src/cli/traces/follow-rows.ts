import type { TraceSummary } from '../../domain/trace/trace.ts'
import { durationText } from '../../output/duration.ts'
import { safeText } from '../../output/safe-text.ts'
import { glyphs, type Style, sgr } from '../../output/style.ts'
import { timeOfDay } from '../../output/tail/time-of-day.ts'
import { statusCodes, statusText } from '../../output/traces/status-look.ts'
import { cutTo, measureFor } from '../../output/width.ts'

/** A trace as a line of a stream: `14:03:21.118  ✗ fault  1.24 s  POST /orders  orders-api CreateOrder  1-6b49...  TypeError ...`. */
export const followRow = async (trace: TraceSummary, style: Style, zone: string | null): Promise<string> => {
  const paint = (code: string, text: string): string =>
    style.color && code !== '' ? `${code}${text}${sgr.reset}` : text
  const { durationMs, status, root, services, id, cause, partial, start } = trace
  const total = durationMs === null ? glyphs(style).running : `${durationText(durationMs)}${partial ? '+' : ''}`
  const head = `${timeOfDay(zone).time(start)}  `
  const word = statusText(status, style).padEnd(10)
  const rest = `  ${total.padStart(9)}  ${safeText(root)}`
  const tail = [safeText(services.join(' ')), safeText(id), cause === null ? '' : safeText(cause)]
    .filter(Boolean)
    .join('  ')
  const whole = `${head}${word}${rest}  ${tail}`
  const measure = await measureFor([whole])
  const room = style.width === null ? Number.POSITIVE_INFINITY : style.width - 1 - measure.width(head + word + rest) - 2
  const shown =
    room < 10
      ? ''
      : `  ${paint(sgr.dim, room === Number.POSITIVE_INFINITY ? tail : cutTo(tail, room, glyphs(style).cut, measure))}`
  return `${paint(sgr.dim, head.trimEnd())}  ${paint(statusCodes[status], word)}${rest}${shown}`
}
