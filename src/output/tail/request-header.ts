import type { Invocation } from '../../domain/log/invocations-open.ts'
import type { Outcome } from '../../domain/log/invocations-outcome.ts'
import { durationText } from '../duration.ts'
import { safeText } from '../safe-text.ts'
import { type Glyphs, type Style, sgr } from '../style.ts'
import type { Measure } from '../width.ts'
import { wrapRow } from '../wrap.ts'
import type { Look } from './message-rows.ts'
import { memoryText, shortTrace } from './report-rows.ts'
import type { SourceCells } from './source-cell.ts'
import type { Stamp } from './stamp.ts'

export interface HeaderOptions {
  readonly style: Style
  readonly view: Look
  readonly cells: SourceCells
  readonly stamp: Stamp
  readonly measure: Measure
  /** Columns of the mark. */
  readonly mark: number
}

/** Columns that hold any of the marks. */
export const widestMark = ({ ok, fault, running }: Glyphs, { width }: Measure): number =>
  Math.max(width(ok), width(fault), width(running))

/** `error` needs no word: its mark says it, and its lines say more. */
const words: Readonly<Record<Outcome, string | null>> = {
  ok: null,
  error: null,
  timeout: 'timeout',
  oom: 'out of memory',
  'init-error': 'init failed',
  unfinished: 'unfinished',
}

interface Part {
  readonly text: string
  /** Padded to the widest that this column has held. */
  readonly column: 'took' | 'memory' | 'notes' | null
  /** Which goes first where there is no room; null never goes. */
  readonly goes: number | null
  readonly tone: string
}

const tookText = ({ durationMs, timeoutMs, start, end, outcome }: Invocation): string => {
  // Figures stand under each other.
  const took = durationMs === null ? null : durationText(durationMs).padStart(6)
  if (took === null) return outcome === 'unfinished' && end > start ? `${durationText(end - start)} so far` : ''
  return timeoutMs === null ? took : `${took} of ${durationText(timeoutMs)}`
}

const notesOf = (invocation: Invocation, { cold: sign }: Look['glyphs'], tellType: boolean): string => {
  const { outcome, errorType, cold, initMs, restoreMs, attempt, part, continues } = invocation
  const ms = initMs ?? restoreMs
  return [
    continues ? 'goes on' : words[outcome],
    tellType && errorType !== null && (outcome === 'error' || outcome === 'init-error') ? safeText(errorType) : null,
    cold ? `${sign} ${ms === null ? 'cold' : durationText(ms)}` : null,
    attempt > 1 ? `attempt ${attempt}` : null,
    part > 1 ? `part ${part}` : null,
  ]
    .filter((note) => note !== null)
    .join(' ')
}

/** What most hold, so that columns seldom move: `555 ms of 1 min`, `87/256 MB`. */
const usual = { took: 15, memory: 9, notes: 0 }
/** Notes wider than this do not push the columns behind them. */
const widestNotes = 24

/**
 * The first row of a request's block: `✗ FulfilOrder   38 ms of 30 s   91/256 MB   attempt 2   14:03:21.902   req 8fab6c1e   trace 1-...`.
 * Columns grow with what they have held. Where a terminal is too narrow the trace goes first, then the memory, the time, the request.
 * A pipe gets ids whole, to be searched for. `tellType`: nothing below the header names the type of the error.
 */
export const requestHeader = ({ style, view, cells, stamp, measure, mark }: HeaderOptions) => {
  const widths = { took: 0, memory: 0, notes: 0 }
  const { glyphs, dim, red, yellow, reset } = view
  const signs: Partial<Record<Outcome, readonly [string, string]>> = {
    ok: [glyphs.ok, dim],
    unfinished: [glyphs.running, yellow],
  }
  return (invocation: Invocation, columns: number | null, tellType: boolean): string[] => {
    const { outcome, requestId, traceId, start, source } = invocation
    const [sign, tone] = signs[outcome] ?? [glyphs.fault, red]
    const calm = outcome === 'ok' ? dim : ''
    const whole = style.width === null
    const req = requestId === null ? '' : `req ${whole ? requestId : requestId.slice(0, 8)}`
    const trace = traceId === null ? '' : `trace ${whole ? traceId : shortTrace(traceId, glyphs.cut)}`
    const parts: readonly Part[] = [
      { text: tookText(invocation), column: 'took', goes: null, tone: calm },
      { text: memoryText(invocation) ?? '', column: 'memory', goes: 2, tone: calm },
      { text: notesOf(invocation, glyphs, tellType), column: 'notes', goes: null, tone: tone === yellow ? dim : tone },
      { text: stamp.text(start), column: null, goes: 3, tone: dim },
      { text: safeText(req), column: null, goes: 4, tone: dim },
      { text: trace, column: null, goes: 1, tone: dim },
    ]
    for (const { text, column } of parts) {
      if (column !== null && text !== '')
        widths[column] = Math.max(widths[column], usual[column], Math.min(measure.width(text), widestNotes))
    }
    const gap = columns !== null && columns < 100 ? 2 : 3
    const widthOf = ({ text, column }: Part): number =>
      Math.max(measure.width(text), column === null ? 0 : widths[column])
    const cell = cells.cell(source.name)
    const name = mark + 1 + cells.width()
    const shown = fitted(parts, columns === null ? null : columns - name, gap, widthOf)
    const body = shown.map((part) => {
      const padding = ' '.repeat(Math.max(0, widthOf(part) - measure.width(part.text)))
      return part.text === '' ? padding : `${part.tone}${part.text}${part.tone === '' ? '' : reset}${padding}`
    })
    const shownSign = (tone === '' ? sign : `${tone}${sign}${reset}`) + ' '.repeat(mark - measure.width(sign))
    const row = [`${shownSign} ${style.color && outcome !== 'ok' ? sgr.bold : ''}${cell}`, ...body]
      .join(' '.repeat(gap))
      .trimEnd()
    return columns === null ? [row] : wrapRow(row, { first: columns, rest: columns }, measure)
  }
}

/** The parts that there is room for. Columns that nothing was ever in take none. */
const fitted = (
  parts: readonly Part[],
  room: number | null,
  gap: number,
  widthOf: (part: Part) => number,
): readonly Part[] => {
  let shown = parts.filter((part) => widthOf(part) > 0)
  if (room === null) return shown
  const over = (): boolean => shown.reduce((sum, part) => sum + gap + widthOf(part), 0) > room
  for (let next = 1; over() && next <= 4; next++) shown = shown.filter(({ goes }) => goes !== next)
  return shown
}
