import type { Invocation } from '../../domain/log/invocations-open.ts'
import type { Grouped } from '../../domain/log/invocations-shelf.ts'
import { joiner } from '../../domain/log/joiner.ts'
import type { LogEvent } from '../../domain/log-event.ts'
import { glyphs as glyphsOf } from '../style.ts'
import { asciiMeasure } from '../width.ts'
import { levelCells, narrowest } from './columns.ts'
import { type HumanOptions, human, isFolded } from './human.ts'
import { stacked, wrapped } from './layout.ts'
import { asItWas, look, messageRows } from './message-rows.ts'
import { requestHeader, widestMark } from './request-header.ts'
import { sourceCells } from './source-cell.ts'
import { stamp } from './stamp.ts'

export interface RequestsOptions extends HumanOptions {
  /** `--brief`: what went well is its header alone. */
  readonly brief?: boolean
  /** A block is shown where one of its lines is wanted, a line of no invocation where it is wanted itself. */
  readonly wanted?: ((event: LogEvent) => boolean) | undefined
}

const indent = 4
const level = 7

/**
 * `--group requests`: takes what the collector (`invocations`) gives. An invocation becomes one chunk of whole lines: its header, then its
 * own lines below, without time and function; a line of no invocation is shown as `tail` shows it, its name below those of the blocks.
 */
export const requests = (options: RequestsOptions): ((grouped: Grouped) => string) => {
  const { style, brief = false, platform = false, guard = null, highlight = null, measure = asciiMeasure } = options
  const { wanted, picks = null, query = null, wrap = null, timestamps = 'local' } = options
  const view = look(style.color, glyphsOf(style), picks, query)
  const mark = widestMark(view.glyphs, measure)
  const line = human({ ...options, mark })
  const levels = levelCells(style.color)
  const cells = sourceCells(options.names ?? [], style, view.glyphs.cut, options.measure)
  const header = requestHeader({ style, view, cells, measure, mark, stamp: stamp(timestamps, options.zone) })

  const isShown = (event: LogEvent): boolean => platform || (!isFolded(event) && event.parsed.report === null)
  const body = (event: LogEvent, columns: number | null): string => {
    const rows = platform && event.parsed.kind !== 'app' ? asItWas(event, view) : messageRows(event, view)
    const shown = highlight === null ? rows : rows.map(({ text, frame }) => ({ text: highlight(text), frame }))
    const word = event.parsed.level === null ? '     ' : levels[event.parsed.level]
    const head = `${' '.repeat(indent)}${word}  `
    const width = indent + level
    return columns === null ? stacked(head, width, shown) : wrapped(head, width, shown, columns, measure)
  }
  const block = (invocation: Invocation): string => {
    const columns = wrap === null ? null : Math.max(narrowest, wrap())
    const folded = brief && invocation.outcome === 'ok'
    const together = joiner(Number.POSITIVE_INFINITY)
    for (const event of invocation.lines) together.push(event)
    const lines = folded
      ? []
      : together
          .flush()
          .map(({ event }) => event)
          .filter(isShown)
    const told = lines.some(({ parsed }) => parsed.error !== null)
    const rows = [...header(invocation, columns, !told), ...lines.map((event) => body(event, columns))]
    return `${rows.join('\n')}\n`
  }

  return (grouped) => {
    if (grouped.type === 'line') return wanted === undefined || wanted(grouped.event) ? line(grouped.event) : ''
    const { invocation } = grouped
    if (wanted !== undefined && !invocation.lines.some(wanted)) return ''
    const chunk = block(invocation)
    return guard === null ? chunk : guard.text(chunk)
  }
}
