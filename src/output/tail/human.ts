import { invocationWatch } from '../../domain/log/invocation-watch.ts'
import type { LogEvent, LogKind, LogLevel, LogSource } from '../../domain/log-event.ts'
import type { CiGuard } from '../ci-commands.ts'
import { isSafe, safeText } from '../safe-text.ts'
import { glyphs as glyphsOf, type Style, sgr } from '../style.ts'
import type { Measure } from '../width.ts'
import { asItWas, look, messageRows } from './message-rows.ts'
import { reportRows } from './report-rows.ts'
import { sourceCells } from './source-cell.ts'
import { timeOfDay } from './time-of-day.ts'

export interface HumanOptions {
  readonly style: Style
  /** IANA name; null is this machine's zone. */
  readonly zone: string | null
  /** Sources known from the start: the column is made for them. */
  readonly names?: Iterable<string>
  /** Timeout of a source's function, where it is known. */
  readonly timeoutMs?: (source: LogSource) => number | null
  /** `--platform`: system and metric lines as they were, nothing folded. */
  readonly platform?: boolean
  readonly guard?: CiGuard | null
  /** Events of another day than this one's are announced with their date. Epoch milliseconds. */
  readonly now?: number
  /** For names that are not ASCII. */
  readonly measure?: Measure
}

const system = new Set<LogKind>(['start', 'end', 'report', 'init', 'restore', 'extension', 'platform', 'emf'])

/** Lines that tell nothing by themselves: START and END always, the others while nothing went wrong. */
const isFolded = ({ message, parsed: { kind, error, level, report } }: LogEvent): boolean => {
  if (kind === 'start' || kind === 'end') return true
  if (kind === 'init' || kind === 'restore') return error === null && level === null
  if (kind === 'platform') return error === null && level === null
  if (kind === 'extension') return message.startsWith('EXTENSION\t') || message.includes('"platform.extension"')
  return kind === 'report' && report === null
}

const blank = '     '
const padded: Readonly<Record<LogLevel, string>> = {
  TRACE: 'TRACE',
  DEBUG: 'DEBUG',
  INFO: 'INFO ',
  WARN: 'WARN ',
  ERROR: 'ERROR',
  FATAL: 'FATAL',
}
const levelColor: Readonly<Record<LogLevel, string>> = {
  TRACE: sgr.dim,
  DEBUG: sgr.dim,
  INFO: '',
  WARN: sgr.yellow,
  ERROR: sgr.red,
  FATAL: sgr.bold + sgr.red,
}

const levelCells = (color: boolean): Readonly<Record<LogLevel, string>> =>
  Object.fromEntries(
    Object.entries(padded).map(([level, text]) => {
      const code = levelColor[level as LogLevel]
      return [level, color && code !== '' ? `${code}${text}${sgr.reset}` : text]
    }),
  ) as Record<LogLevel, string>

/**
 * `tail` for people. Each event becomes a chunk of whole lines, or nothing where it is folded away; `continued` leaves the header out, for
 * an event that goes on from the one before it. Events must come in the order they are shown.
 */
export const human = (options: HumanOptions): ((event: LogEvent, continued?: boolean) => string) => {
  const { style, platform = false, guard = null, timeoutMs = () => null } = options
  const glyphs = glyphsOf(style)
  const view = look(style.color, glyphs)
  const cells = sourceCells(options.names ?? [], style, glyphs.cut, options.measure)
  const levels = levelCells(style.color)
  const clock = timeOfDay(options.zone)
  const watch = invocationWatch()
  let day = options.now === undefined ? '' : clock.day(options.now)
  let indent = ''

  const header = (event: LogEvent, level: LogLevel | null): string => {
    const cell = cells.cell(event.source.name)
    return `${view.dim}${clock.time(event.at)}${view.reset}${event.late ? ' ~' : '  '}${cell}  ${level === null ? blank : levels[level]}  `
  }
  const rule = (text: string): string => {
    const line = glyphs.rule.repeat(12)
    return `${view.dim}${line} ${safeText(text)} ${line}${view.reset}\n`
  }
  const newDay = (at: number): string => {
    const now = clock.day(at)
    if (now === day || now === '') return ''
    const first = day === ''
    day = now
    return first ? '' : rule(now)
  }
  const block = (head: string, rows: readonly string[]): string => {
    const width = 12 + 2 + cells.width() + 2 + 5 + 2
    if (indent.length !== width) indent = ' '.repeat(width)
    return rows.map((row, at) => `${at === 0 ? head : indent}${row}`.trimEnd()).join('\n')
  }
  const report = (event: LogEvent, ending: NonNullable<ReturnType<typeof watch>>): string => {
    const rows = reportRows(event.parsed.report!, {
      ending,
      timeoutMs: timeoutMs(event.source),
      traceId: event.parsed.traceId,
      glyphs,
      shortTrace: style.width !== null,
    })
    const head = header(event, null)
    return rows
      .map(({ text, failed }) => `${head}${failed ? view.red : view.dim}${safeText(text)}${view.reset}\n`)
      .join('')
  }
  const draw = (event: LogEvent, continued: boolean): string => {
    const { kind, text, level, fields, error } = event.parsed
    const ending = watch(event)
    if (platform && system.has(kind)) return `${block(header(event, null), asItWas(event, view))}\n`
    if (kind === 'app' && fields === null && error === null && !continued && text !== '' && isSafe(text))
      return `${header(event, level)}${text}\n`
    if (isFolded(event)) return ''
    if (kind === 'deploy') return rule(`${clock.time(event.at).slice(0, 8)} ${text}`)
    if (ending !== null) return report(event, ending)
    // Made first: the header may widen the column that the rows below are indented by.
    const head = header(event, level)
    return `${block(continued ? ' '.repeat(12 + 2 + cells.width() + 2 + 5 + 2) : head, messageRows(event, view))}\n`
  }
  return (event, continued = false) => {
    const chunk = draw(event, continued)
    if (chunk === '') return ''
    const whole = newDay(event.at) + chunk
    return guard === null ? whole : guard.text(whole)
  }
}
