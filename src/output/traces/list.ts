import type { TraceSummary } from '../../domain/trace/trace.ts'
import { ago } from '../ago.ts'
import type { CiGuard } from '../ci-commands.ts'
import { durationText } from '../duration.ts'
import { nextRows } from '../next-command.ts'
import { paint } from '../paint.ts'
import { parted } from '../parted.ts'
import { safeText } from '../safe-text.ts'
import { glyphs, type Style } from '../style.ts'
import { type Cell, table } from '../table.ts'
import { cutTo, measureFor } from '../width.ts'
import { wrapRow } from '../wrap.ts'
import { showCommand } from './next.ts'
import { statusText, statusTones } from './status-look.ts'

export interface TracesShown {
  /** The traces to show, in their order. */
  readonly traces: readonly TraceSummary[]
  /** Traces that are left out, for `--limit`. */
  readonly omitted: number
}

export interface TracesText {
  readonly style: Style
  /** Epoch milliseconds; ages count from it. */
  readonly now: number
  /** What was asked for, in words: `in the last 15 min, faults only`. Empty where nothing narrows it. */
  readonly asked: string
  /** The command's flags: what it was told of the app goes into the command to type next. */
  readonly flags: Readonly<Record<string, unknown>>
  readonly guard: CiGuard | null
}

/** From this width on a trace takes one line; below it its id and cause stand on a second one: an id that is cut can't be copied. */
const ONE_LINE = 150
/** Below this the services go. */
const ROOMY = 76

const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`

const bad = new Set(['fault', 'error', 'throttle'])

const totalOf = ({ durationMs, partial }: TraceSummary, style: Style): string => {
  if (durationMs === null) return glyphs(style).running
  return `${durationText(durationMs)}${partial ? '+' : ''}`
}

const lines = (text: string): string[] => text.split('\n').slice(0, -1)

/**
 * For people: a trace a line (two where the terminal is narrow), then how many there are and what to type next. Fits the terminal's
 * width; off one nothing is cut and each trace is one line, its id in full.
 */
export const tracesText = async ({ traces, omitted }: TracesShown, text: TracesText): Promise<string> => {
  const { style, now, asked, flags, guard } = text
  const finish = (rows: readonly string[]): string => {
    const whole = rows.map((row) => `${row}\n`).join('')
    return guard ? guard.text(whole) : whole
  }
  const causes = traces.map(({ cause }) => (cause === null ? '' : safeText(cause)))
  const [look, measure] = await Promise.all([
    paint(style),
    measureFor([...causes, ...traces.map(({ id }) => safeText(id)), safeText(asked)]),
  ])
  const columns = style.width ?? Number.POSITIVE_INFINITY
  const wrapped = (line: string): string[] => wrapRow(line, { first: columns, rest: columns }, measure)
  if (traces.length === 0) return finish(wrapped(`no trace${asked === '' ? '' : ` ${safeText(asked)}`}`))

  const oneLine = style.width === null || columns >= ONE_LINE
  const withServices = columns >= ROOMY
  const rows = traces.map((one, at): Cell[] => [
    { text: ago(one.start, now), tone: 'dim' },
    totalOf(one, style),
    { text: statusText(one.status, style), tone: statusTones[one.status] },
    one.root,
    ...(withServices ? [{ text: one.services.join(' '), tone: 'dim' } as const] : []),
    ...(oneLine ? [{ text: one.id, tone: 'dim' } as const, causes[at]!] : []),
  ])
  const drawn = lines(
    await table(
      [
        { title: 'age', align: 'right', keep: true },
        { title: 'total', align: 'right', keep: true },
        { title: 'status', keep: true },
        { title: 'root' },
        ...(withServices ? [{ title: 'services' }] : []),
        ...(oneLine ? [{ title: 'id', keep: true }, { title: 'first cause' }] : []),
      ],
      rows,
      style,
    ),
  )
  const indent = ' '.repeat(Math.min(8, Math.max(2, Math.floor(columns / 12))))
  const below = (at: number): string => {
    const id = cutTo(safeText(traces[at]!.id), columns - indent.length, glyphs(style).cut, measure)
    const room = columns - indent.length - measure.width(id) - 2
    const cause = room < 12 ? '' : cutTo(causes[at]!, room, glyphs(style).cut, measure)
    return `${indent}${look('dim', id)}${cause === '' ? '' : `  ${cause}`}`
  }
  const body = oneLine ? drawn : drawn.flatMap((row, at) => (at === 0 ? [row] : [row, below(at - 1)]))
  const partial = traces.filter((one) => one.partial).length
  const first = traces.find(({ status }) => bad.has(status)) ?? traces[0]!
  const next = showCommand(first.id, flags)
  const foot = [
    `${counted(traces.length, 'trace')}${asked === '' ? '' : ` ${safeText(asked)}`}`,
    omitted > 0 ? `${omitted} more: --limit ${traces.length + omitted}` : '',
    partial > 0 ? `${partial} not complete yet (+)` : '',
  ].filter(Boolean)
  return finish([
    ...body,
    '',
    ...parted(foot, ` ${glyphs(style).dot} `, style.width, measure)
      .flatMap(wrapped)
      .map((row) => look('dim', row)),
    ...(next === null ? [] : nextRows(next, columns)),
  ])
}
