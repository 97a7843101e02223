import type { LogEvent } from '../../domain/log-event.ts'
import { glyphs, type Style, sgr } from '../style.ts'
import { levelCells } from '../tail/columns.ts'
import { isFolded } from '../tail/human.ts'
import { look, messageRows } from '../tail/message-rows.ts'
import { reportRows } from '../tail/report-rows.ts'
import { timeOfDay } from '../tail/time-of-day.ts'
import type { Measure } from '../width.ts'
import { wrapRow } from '../wrap.ts'

/** Lines that tell what the span tells anyway: its start and end, a REPORT of an invocation that went well. */
const isTold = (event: LogEvent): boolean =>
  isFolded(event) || (event.parsed.kind === 'report' && event.parsed.report?.status === 'success')

/** A span's log lines below it, `14:03:21.931  ERROR  words`, wrapped to `columns` (infinite off a terminal). */
export const logRows = (
  events: readonly LogEvent[],
  indent: number,
  { style, zone, columns, measure }: { style: Style; zone: string | null; columns: number; measure: Measure },
): readonly string[] => {
  const view = look(style.color, glyphs(style))
  const clock = timeOfDay(zone)
  const levels = levelCells(style.color)
  const marks = glyphs(style)
  // Of a REPORT what the span does not tell; its ids stand in the span's row and in the header.
  const rowsOf = (event: LogEvent): readonly { readonly text: string; readonly frame: boolean }[] => {
    const { report } = event.parsed
    if (report === null) return messageRows(event, view)
    const ending = { status: report.status, attempt: 1 }
    const context = { ending, timeoutMs: null, traceId: null, glyphs: marks, shortIds: true, room: null, measure }
    return reportRows(report, context).map(({ text }) => ({ text, frame: false }))
  }
  const before = ' '.repeat(Math.max(1, Math.min(indent, Math.floor(columns / 4))))
  const wide = columns >= 72
  return events
    .filter((event) => !isTold(event))
    .flatMap((event) => {
      const level = event.parsed.level === null || event.parsed.report !== null ? '     ' : levels[event.parsed.level]
      const time = wide ? clock.time(event.at) : clock.time(event.at).slice(0, 8)
      const head = `${before}${style.color ? `${sgr.dim}${time}${sgr.reset}` : time}  ${level}  `
      const blank = ' '.repeat(before.length + time.length + 9)
      const room = columns - blank.length
      return rowsOf(event)
        .flatMap(({ text, frame }) =>
          room < 12 ? [text] : wrapRow(text, { first: room, rest: room, wholeWords: frame && room > 60 }, measure),
        )
        .map((text, at) => `${at === 0 ? head : blank}${text}`.trimEnd())
    })
}
