import type { LogEvent } from '../../domain/log-event.ts'
import { axis } from '../../domain/trace/axis.ts'
import { spans } from '../../domain/trace/flatten.ts'
import type { LinkedTrace, TraceRow } from '../../domain/trace/rows.ts'
import type { Trace } from '../../domain/trace/trace.ts'
import type { CiGuard } from '../ci-commands.ts'
import { paint } from '../paint.ts'
import { safeText } from '../safe-text.ts'
import { type Style, sgr } from '../style.ts'
import { sourceColors } from '../tail/source-cell.ts'
import { measureFor } from '../width.ts'
import { exceptionText } from './exceptions.ts'
import { timeSpent } from './time-spent.ts'
import { boundsOf, shownRows, tracesIn } from './waterfall-bounds.ts'
import { indentInPipe, layoutFor, WORDS_FROM } from './waterfall-layout.ts'
import { logRows } from './waterfall-logs.ts'
import { exceptionRows, headerRows, type Notes, noteRows } from './waterfall-notes.ts'
import { drawRow, indentOf, rowWords } from './waterfall-rows.ts'

export interface WaterfallText {
  readonly style: Style
  /** IANA name; null is this machine's zone. */
  readonly zone: string | null
  /** Epoch milliseconds: a trace of another day than this one's tells its date. */
  readonly now: number
  /** The command's flags: what it was told of the app goes into the commands to type next. */
  readonly flags: Readonly<Record<string, unknown>>
  readonly guard: CiGuard | null
  /** The traces that were followed, by row key (`traceId/spanId`): they stand below the span that sent them. */
  readonly linked?: ReadonlyMap<string, readonly LinkedTrace[]>
  /** Log lines of spans, by row key: they stand below their span. */
  readonly logs?: ReadonlyMap<string, readonly LogEvent[]>
}

/** Cells of the widest; no spread of ten thousand arguments. */
const widest = (texts: Iterable<string>, width: (text: string) => number): number => {
  let most = 0
  for (const text of texts) most = Math.max(most, width(text))
  return most
}

/**
 * A trace for people, as plain lines: what it is and what went wrong, the tree with its bars on one axis, each exception with the app's
 * own frames, what is missing, and what to type next. Fits the terminal's width; off one no name is cut.
 */
export const waterfallText = async (trace: Trace, text: WaterfallText): Promise<string> => {
  const { style, zone, now, flags, guard, linked, logs } = text
  const all = tracesIn(trace, linked)
  const rows = shownRows(trace, linked)
  const columns = style.width ?? Number.POSITIVE_INFINITY
  const words = rows.map((row) => rowWords(row, style, columns < WORDS_FROM))
  const bodies = (function* () {
    for (const { label, extras } of words) yield label + extras.join('')
    for (const one of all) {
      yield safeText(`${one.id}${one.cause?.summary ?? ''}${one.invalid.map(({ reason }) => reason).join('')}`)
      for (const { exceptions } of spans(one))
        for (const exception of exceptions)
          yield safeText(
            exceptionText(exception) + exception.stack.map(({ path, label }) => `${path}${label}`).join(''),
          )
    }
    for (const events of logs?.values() ?? []) for (const { message } of events) yield safeText(message)
  })()
  const [look, measure] = await Promise.all([paint(style), measureFor(bodies)])
  const bounds = boundsOf(trace, rows)
  const cap = style.width === null ? indentInPipe : Math.floor(columns / 3)
  const layout = layoutFor(style.width, {
    indent: cap,
    label: widest(
      (function* () {
        for (const [at, { label, extras }] of words.entries())
          yield indentOf(rows[at]!.depth, cap, style.unicode) + label + extras.map(([full]) => `  ${full}`).join('')
      })(),
      measure.width,
    ),
    status: widest(
      words.map(({ status }) => status),
      measure.width,
    ),
    duration: widest(
      words.map(({ duration }) => duration),
      measure.width,
    ),
  })
  const where = new Map(all.map((one) => [one.id, timeSpent(one)]))
  const drawing = {
    style,
    layout,
    bounds,
    measure,
    colour: sourceColors(all.flatMap((one) => Array.from(spans(one), ({ service }) => service))),
    critical: (row: TraceRow) => row.kind === 'span' && (where.get(row.span.traceId)?.has(row.span.id) ?? false),
  }
  const notes: Notes = { style, zone, now, flags, look, measure, columns }
  const body: string[] = []
  rows.forEach((row, at) => {
    body.push(drawRow(row, words[at]!, drawing))
    const events = logs?.get(row.key)
    if (events !== undefined && events.length > 0)
      body.push(
        ...logRows(events, indentOf(row.depth + 2, layout.indent, style.unicode).length, {
          style,
          zone,
          columns,
          measure,
        }),
      )
  })
  const { labels } = axis(bounds, layout.bars)
  const ruler = `${' '.repeat(2 + layout.label + 2 + layout.status + 2)}${labels}`.trimEnd()
  const exceptions = exceptionRows(all, notes)
  const told = noteRows(trace, rows, where.get(trace.id)!, notes)
  const gap = (block: readonly string[]): readonly string[] => (block.length === 0 ? [] : ['', ...block])
  const whole = [
    ...headerRows(all, notes),
    '',
    style.color ? `${sgr.dim}${ruler}${sgr.reset}` : ruler,
    ...body,
    ...gap(exceptions),
    ...gap(told),
  ]
  const out = `${whole.join('\n')}\n`
  return guard ? guard.text(out) : out
}
