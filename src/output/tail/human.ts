import { invocationWatch } from '../../domain/log/invocation-watch.ts'
import { isRoutine } from '../../domain/log/workflow-line.ts'
import type { LogEvent, LogKind, LogLevel, LogSource } from '../../domain/log-event.ts'
import type { CiGuard } from '../ci-commands.ts'
import type { Highlight } from '../highlight.ts'
import { isSafe, safeText } from '../safe-text.ts'
import { glyphs as glyphsOf, type Style } from '../style.ts'
import { asciiMeasure, type Measure } from '../width.ts'
import { type Columns, columns as columnsFor, narrowest, type Room, roomOf } from './columns.ts'
import type { FieldPicks } from './field-picks.ts'
import { glancer } from './glance.ts'
import type { Glance } from './glance-words.ts'
import { stacked, wrapped } from './layout.ts'
import { asItWas, look, messageRows, type Row } from './message-rows.ts'
import type { Found } from './query.ts'
import { reportRows } from './report-rows.ts'
import { rule } from './rule.ts'
import type { Timestamps } from './stamp.ts'

export interface HumanOptions {
  readonly style: Style
  /** IANA name; null is this machine's zone. */
  readonly zone: string | null
  /** `local` unless told. */
  readonly timestamps?: Timestamps
  /** Sources known from the start: the column is made for them. */
  readonly names?: Iterable<string>
  /** Timeout of a source's function, where it is known. */
  readonly timeoutMs?: (source: LogSource) => number | null
  /** `--platform`: system and metric lines as they were, nothing folded. */
  readonly platform?: boolean
  readonly guard?: CiGuard | null
  /** Events of another day than this one's are announced with their date. Epoch milliseconds. */
  readonly now?: number
  /** Exact for names that are not ASCII, and for what is wrapped. */
  readonly measure?: Measure
  /** The terminal's columns at the moment: rows are wrapped to them. Null (a pipe): nothing is wrapped. */
  readonly wrap?: (() => number) | null
  /** See `ColumnsOptions`; none unless told. */
  readonly mark?: number
  readonly highlight?: Highlight | null
  readonly picks?: FieldPicks | null
  readonly query?: ((event: LogEvent) => Found) | null
}

const system = new Set<LogKind>(['start', 'end', 'report', 'init', 'restore', 'extension', 'platform', 'emf'])

/** Lines that tell nothing by themselves: START and END always, the others while nothing went wrong. */
export const isFolded = ({ message, parsed: { kind, error, level, report } }: LogEvent): boolean => {
  if (kind === 'start' || kind === 'end') return true
  if (kind === 'init' || kind === 'restore') return error === null && level === null
  if (kind === 'platform') return error === null && level === null
  if (kind === 'extension') return message.startsWith('EXTENSION\t') || message.includes('"platform.extension"')
  return kind === 'report' && report === null
}

const printable = /^[\u0020-\u007e]*$/

/**
 * `tail` for people. Each event becomes a chunk of whole lines, or nothing where it is folded away; `continued` leaves the header out, for
 * an event that goes on from the one before it. Events must come in the order they are shown.
 */
export const human = (options: HumanOptions): ((event: LogEvent, continued?: boolean) => string) => {
  const { style, platform = false, guard = null, highlight = null, measure = asciiMeasure } = options
  const { timeoutMs = () => null, picks = null, query = null } = options
  const wrap = options.wrap ?? null
  const names = [...(options.names ?? [])]
  const view = look(style.color, glyphsOf(style), picks, query)
  const first = { at: null }
  const made = new Map<Room, Columns>()
  const watch = invocationWatch()
  // What is nothing but a text needs no rows to be made; where something is to be done to the text, it takes the longer way.
  const quick = picks === null && query === null && highlight === null
  const glance = glancer(view.glyphs.cut)
  let left = 0
  let columns: Columns
  let day: string

  const adapt = (room: Room): void => {
    const known = made.get(room)
    const { timestamps = 'local', zone, mark = 0 } = options
    columns = known ?? columnsFor({ style, view, names, zone, timestamps, measure: options.measure, first, mark }, room)
    made.set(room, columns)
  }
  adapt(roomOf(wrap === null ? null : wrap()))
  day = options.now === undefined ? '' : columns!.stamp.day(options.now)

  const block = (head: string, rows: readonly Row[]): string => {
    const shown = highlight === null ? rows : rows.map(({ text, frame }) => ({ text: highlight(text), frame }))
    const width = columns.width()
    return `${wrap === null ? stacked(head, width, shown) : wrapped(head, width, shown, left, measure)}\n`
  }
  const newDay = (at: number): string => {
    const now = columns.stamp.day(at)
    if (now === day || now === '') return ''
    const isFirst = day === ''
    day = now
    return isFirst ? '' : rule(now, view, wrap === null ? null : left, measure)
  }
  const report = (event: LogEvent, ending: NonNullable<ReturnType<typeof watch>>): string => {
    // Made first: the header may widen the column that the rows are indented by.
    const head = columns.header(event, null)
    const rows = reportRows(event.parsed.report!, {
      ending,
      timeoutMs: timeoutMs(event.source),
      traceId: event.parsed.traceId,
      glyphs: view.glyphs,
      shortIds: style.width !== null,
      room: wrap === null ? null : left - columns.width(),
      measure,
    })
    let out = ''
    for (const { text, below, failed } of rows) {
      const tone = failed ? view.red : view.dim
      if (wrap === null && highlight === null && below.length === 0) {
        // Nothing is broken, and it ends in a figure or a word.
        out += `${head}${tone}${safeText(text)}${view.reset}\n`
        continue
      }
      const told = [text, ...below].map((row) => ({ text: `${tone}${safeText(row)}${view.reset}`, frame: false }))
      out += block(head, told)
    }
    return out
  }
  const line = (event: LogEvent, level: LogLevel | null, text: string): string => {
    const head = columns.header(event, level)
    if (wrap === null || (text.length <= left - columns.width() && printable.test(text))) return `${head}${text}\n`
    return block(head, [{ text, frame: false }])
  }
  /** What was seen at a glance, on one row; null where there is no room for it. */
  const oneRow = (event: LogEvent, { level, text, others }: Glance): string | null => {
    const head = columns.header(event, level)
    if (wrap !== null) {
      const taken = others === '' ? text.length : text.length + 2 + others.length
      if (taken > left - columns.width() || !printable.test(text) || !printable.test(others)) return null
    }
    return others === '' ? `${head}${text}\n` : `${head}${text}  ${view.dim}${others}${view.reset}\n`
  }
  const draw = (event: LogEvent, continued: boolean): string => {
    const seen = quick && !continued ? glance(event) : null
    const drawn = seen === null ? null : oneRow(event, seen)
    if (drawn !== null) return drawn
    const { kind, text, level, fields, error } = event.parsed
    const ending = watch(event)
    if (platform && system.has(kind)) return block(columns.header(event, null), asItWas(event, view))
    if (quick && kind === 'app' && fields === null && error === null && !continued && isSafe(text)) {
      const shown = text.trimEnd()
      if (shown !== '') return line(event, level, shown)
    }
    if (isFolded(event) || (!platform && isRoutine(event.parsed))) return ''
    if (kind === 'deploy') {
      const at = columns.stamp.text(event.at).replace(/^(\d\d:\d\d:\d\d)\.\d{3}/, '$1')
      return rule(`${at} ${text}`.trim(), view, wrap === null ? null : left, measure)
    }
    if (ending !== null) return report(event, ending)
    // Made first: the header may widen the column that the rows below are indented by.
    const head = columns.header(event, level)
    return block(continued ? ' '.repeat(columns.width()) : head, messageRows(event, view))
  }
  return (event, continued = false) => {
    if (wrap !== null) {
      const now = Math.max(narrowest, wrap())
      if (now !== left) adapt(roomOf(now))
      left = now
    }
    const chunk = draw(event, continued)
    if (chunk === '') return ''
    const whole = newDay(event.at) + chunk
    return guard === null ? whole : guard.text(whole)
  }
}
