import { spans } from '../../domain/trace/flatten.ts'
import { spanLabel } from '../../domain/trace/label.ts'
import type { TraceRow } from '../../domain/trace/rows.ts'
import type { Span, SpanStatus } from '../../domain/trace/span.ts'
import { isBad, statusGlyph } from '../../domain/trace/status.ts'
import type { Trace } from '../../domain/trace/trace.ts'
import { durationText } from '../duration.ts'
import type { Paint, Tone } from '../paint.ts'
import { parted } from '../parted.ts'
import { safeText } from '../safe-text.ts'
import { glyphs, type Style } from '../style.ts'
import { timeOfDay } from '../tail/time-of-day.ts'
import { cutTo, type Measure } from '../width.ts'
import { wrapRow } from '../wrap.ts'
import { exceptionsOf, exceptionText, ownFrames } from './exceptions.ts'
import { nextAll, showCommand } from './next.ts'
import { statusTones } from './status-look.ts'
import type { SpentTime } from './time-spent.ts'

export interface Notes {
  readonly style: Style
  readonly zone: string | null
  readonly now: number
  readonly flags: Readonly<Record<string, unknown>>
  readonly look: Paint
  readonly measure: Measure
  readonly columns: number
}

const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`

/** Rows of `text` that fit, each after an indent of its own. */
const rowsOf = (text: string, { columns, measure }: Notes, first: string, rest: string): readonly string[] =>
  wrapRow(text, { first: columns - first.length, rest: columns - rest.length }, measure).map(
    (row, at) => (at === 0 ? first : rest) + row,
  )

/** Parts with their tones, joined, in as many rows as they need; none is broken but the first, an id that no terminal may cut. */
const partRows = (
  parts: readonly (readonly [string, Tone])[],
  { style, columns, measure, look }: Notes,
): readonly string[] => {
  const mark = ` ${glyphs(style).dot} `
  const rows: string[] = []
  let used = 0
  for (const [text, tone] of parts) {
    const wide = measure.width(text)
    const joined = rows.length > 0 && used + mark.length + wide <= columns
    const pieces =
      joined || wide <= columns - 2 ? [text] : wrapRow(text, { first: columns, rest: columns - 2 }, measure)
    pieces.forEach((piece, at) => {
      if (joined) rows[rows.length - 1] += mark + look(tone, piece)
      else rows.push(`${rows.length === 0 && at === 0 ? '' : '  '}${look(tone, piece)}`)
    })
    used = joined ? used + mark.length + wide : (rows.length === 1 ? 0 : 2) + measure.width(pieces.at(-1)!)
  }
  return rows
}

/** `1-6b49... · 14:03:21.118 · 1.24 s · 14 spans · 2 faults · complete`, and in words what went wrong. */
export const headerRows = (traces: readonly Trace[], notes: Notes): readonly string[] => {
  const { style, zone, now, look } = notes
  const trace = traces[0]!
  const told = traces.find(({ cause }) => cause !== null)?.cause ?? null
  const counts = new Map<SpanStatus, number>()
  let causeStatus: SpanStatus = 'error'
  for (const { id, status } of traces.flatMap((one) => Array.from(spans(one)))) {
    counts.set(status, (counts.get(status) ?? 0) + 1)
    if (id === told?.spanId && isBad(status)) causeStatus = status
  }
  const clock = timeOfDay(zone)
  const day = clock.day(trace.start)
  const bad = (['fault', 'error', 'throttle'] as const).flatMap((status) => {
    const count = counts.get(status) ?? 0
    return count === 0 ? [] : [[counted(count, status), statusTones[status]] as const]
  })
  const others = traces.length - 1
  const parts: readonly (readonly [string, Tone])[] = [
    [safeText(trace.id), 'bold'],
    [`${day === clock.day(now) ? '' : `${day} `}${clock.time(trace.start)}`, 'plain'],
    [durationText(trace.end - trace.start), 'plain'],
    [
      counted(
        traces.reduce((sum, { spanCount }) => sum + spanCount, 0),
        'span',
      ),
      'plain',
    ],
    ...(others > 0 ? [[`with ${counted(others, 'linked trace')}`, 'plain'] as const] : []),
    ...bad,
    traces.some(({ partial }) => partial) ? ['partial', 'error'] : ['complete', 'plain'],
  ]
  const cause = told === null ? '' : `${statusGlyph(causeStatus, style.unicode)} ${safeText(told.summary)}`
  return [
    ...partRows(parts, notes),
    ...(cause === '' ? [] : rowsOf(cause, notes, '', '  ').map((row) => look(statusTones[causeStatus], row))),
  ]
}

const mostNames = 3

/** Each exception once, also where several traces hold it: where, what, and the app's own frames of its stack. */
export const exceptionRows = (traces: readonly Trace[], notes: Notes): readonly string[] => {
  const blocks = new Map<string, { readonly block: readonly string[]; count: number }>()
  for (const block of traces.flatMap((trace) => exceptionBlocks(trace, notes))) {
    const known = blocks.get(block.join('\n'))
    if (known) known.count++
    else blocks.set(block.join('\n'), { block, count: 1 })
  }
  return [...blocks.values()].flatMap(({ block, count }) =>
    count === 1 ? block : [...block, notes.look('dim', `    in ${count} traces`)],
  )
}

const exceptionBlocks = (trace: Trace, notes: Notes): readonly (readonly string[])[] =>
  exceptionsOf(trace).map(({ exception, spans: at }) => {
    const { look, style } = notes
    const names = [...new Set(at.map(spanLabel))]
    const more = names.length > mostNames ? ` +${names.length - mostNames}` : ''
    const where = `${names
      .slice(0, mostNames)
      .map((name) => safeText(name))
      .join(', ')}${more}`
    const [first] = at
    const glyph = statusGlyph(first!.status, style.unicode)
    const head = `${glyph} ${where}: ${safeText(exceptionText(exception))}${exception.remote && exception.stack.length === 0 ? ' (as its caller tells it)' : ''}`
    return [
      ...rowsOf(head, notes, '', '  ').map((row) => look(statusTones[first!.status], row)),
      ...ownFrames(exception).flatMap(({ text, folded }) => {
        const others = folded === 0 ? '' : `+${counted(folded, 'frame')}`
        const whole = [safeText(text), others].filter(Boolean).join('  ')
        return rowsOf(whole, notes, '    ', '      ').map((row) => look('dim', row))
      }),
    ]
  })

/** Parts of a function have the same name in each: `Initialization of CreateOrder`. */
const placeName = (span: Span): string => {
  const label = spanLabel(span)
  return span.kind !== 'internal' || label === span.service ? label : `${label} of ${span.service}`
}

const mostTold = 5
const mostSpent = 4

/** What a person should know of how whole the tree is, and what to type to see more. */
export const noteRows = (
  trace: Trace,
  rows: readonly TraceRow[],
  spent: ReadonlyMap<string, SpentTime>,
  notes: Notes,
): readonly string[] => {
  const { style, flags, look } = notes
  const { orphans, invalid, partial } = trace
  const lines: string[] = []
  if (partial) lines.push('not complete: something still runs, or AWS cut the trace at its limit')
  if (orphans > 0)
    lines.push(
      `${counted(orphans, 'span')} ${orphans === 1 ? 'names a parent that is' : 'name parents that are'} not there: shown at the top level`,
    )
  for (const { id, reason } of invalid.slice(0, mostTold))
    lines.push(`a document that can't be read${id === null ? '' : ` (${safeText(id)})`}: ${safeText(reason)}`)
  if (invalid.length > mostTold) lines.push(`${invalid.length - mostTold} more documents that can't be read`)
  const links = [...new Set(rows.flatMap((row) => (row.kind === 'link' ? [row.traceId] : [])))]
  const commands = links.slice(0, mostTold).flatMap((id) => {
    const command = showCommand(id, flags)
    return command === null ? [] : [command]
  })
  const most = [...spent.values()].sort((a, b) => b.ms - a.ms).slice(0, mostSpent)
  const spots = most.map(({ span, ms }) => `${safeText(placeName(span))} ${durationText(ms)}`)
  const more = spent.size > most.length ? [glyphs(style).cut] : []
  const legend =
    spots.length === 0
      ? []
      : parted(
          [`${style.unicode ? '•' : '*'} where the time went: ${spots[0]}`, ...spots.slice(1), ...more],
          ', ',
          style.width === null ? null : notes.columns - 2,
          notes.measure,
        )
  return [
    ...lines.flatMap((line) => rowsOf(line, notes, '! ', '  ').map((row) => look('error', row))),
    ...legend.map((row, at) =>
      look('dim', cutTo(`${at === 0 ? '' : '  '}${row}`, notes.columns, glyphs(style).cut, notes.measure)),
    ),
    ...nextAll(commands, notes.columns),
    ...(links.length > mostTold ? [look('dim', `      ${links.length - mostTold} more linked traces`)] : []),
  ]
}
