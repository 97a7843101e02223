import { isBad, statusGlyph } from '../../domain/trace/status.ts'
import type { WhyAnswer, WhyMoment } from '../../domain/why.ts'
import type { CiGuard } from '../ci-commands.ts'
import { durationText } from '../duration.ts'
import { paint, type Tone } from '../paint.ts'
import { safeText } from '../safe-text.ts'
import { glyphs, type Style, sgr } from '../style.ts'
import { sourceCells } from '../tail/source-cell.ts'
import { timeOfDay } from '../tail/time-of-day.ts'
import { cutTo, measureFor } from '../width.ts'
import { wrapRow } from '../wrap.ts'
import { nextAll, showCommand } from './next.ts'
import { statusTones } from './status-look.ts'
import { shownMoments, sinceDeployText } from './why-moments.ts'

export interface WhyText {
  readonly style: Style
  readonly zone: string | null
  /** Epoch milliseconds: moments of another day than this one's are told with their date. */
  readonly now: number
  readonly flags: Readonly<Record<string, unknown>>
  readonly guard: CiGuard | null
  /** More to type next, after the trace: `['slsops sqs triage', 'fulfilment-dlq']`. */
  readonly next?: readonly (readonly string[])[]
}

const kindWords: Readonly<Record<WhyAnswer['kind'], string>> = {
  request: 'request',
  trace: 'trace',
  'api-request': 'API request',
  execution: 'execution',
  message: 'message',
  unknown: 'id',
}

/** Below this the durations' references go, below the second the milliseconds. */
const ROOMY = 90
const NARROW = 72

const refText = (ref: string | null): string => {
  if (ref === null) return ''
  const safe = safeText(ref)
  return /^1-[0-9a-f]{8}-/.test(safe) ? `trace ${safe.slice(0, 10)}` : `req ${safe.slice(0, 8)}`
}

/** What was looked into: said in full where it led nowhere. */
const searchedText = ({ searched }: WhyAnswer): string =>
  searched.map(({ where, found }) => `${safeText(where)} (${found === 0 ? 'nothing' : found})`).join(', ')

/** One sentence, the timeline, what to type next. Fits the terminal's width; off one nothing is cut. */
export const whyText = async (why: WhyAnswer, text: WhyText): Promise<string> => {
  const { style, zone, now, flags, guard } = text
  const columns = style.width ?? Number.POSITIVE_INFINITY
  const { cause, kind } = why
  const { moments: timeline, more } = shownMoments(why.timeline)
  const clock = timeOfDay(zone)
  const glyph = glyphs(style)
  const [look, measure] = await Promise.all([
    paint(style),
    measureFor(
      [cause?.summary ?? '', ...timeline.flatMap((one) => [one.text, one.source]), searchedText(why)].map((one) =>
        safeText(one),
      ),
    ),
  ])
  const wrapped = (line: string, tone: Tone): string[] =>
    wrapRow(line, { first: columns, rest: columns }, measure).map((row) => look(tone, row))
  const name = `${kindWords[kind]} ${safeText(why.id)}`
  const sentence =
    cause !== null
      ? wrapped(`${safeText(cause.summary)}${sinceDeployText(why, clock.time)}`, 'bold')
      : timeline.length > 0
        ? wrapped(`${glyph.ok} nothing went wrong in ${name}, as far as its spans and lines tell`, 'plain')
        : wrapped(`? nothing was found of ${name}`, 'bold')

  const cells = sourceCells(
    timeline.map(({ source }) => source),
    style,
    glyph.cut,
    measure,
    columns < NARROW ? 12 : 20,
  )
  const stamp = (at: number): string => (columns < NARROW ? clock.time(at).slice(0, 8) : clock.time(at))
  const durations = timeline.map(({ durationMs }) => (durationMs == null ? '' : durationText(durationMs)))
  const longest = durations.reduce((most, one) => Math.max(most, one.length), 0)
  const refs = timeline.map(({ ref }) => refText(ref))
  const withRefs = columns >= ROOMY && refs.some(Boolean)
  const refWidth = withRefs ? Math.max(...refs.map((one) => measure.width(one))) : 0
  const head = stamp(now).length + 2 + cells.width() + 1 + 1 + 1
  const tail = (longest === 0 ? 0 : 2 + longest) + (withRefs ? 2 + refWidth : 0)
  const natural = timeline.reduce((most, one) => Math.max(most, measure.width(safeText(one.text))), 0)
  const room = Math.max(8, Math.min(natural, columns - head - tail))
  let day = clock.day(now)
  const moment = (one: WhyMoment, at: number): string[] => {
    const status = one.status ?? null
    const bad = status !== null && isBad(status)
    const words = cutTo(safeText(one.text), room, glyph.cut, measure)
    const tone: Tone = bad ? statusTones[status] : one.kind === 'log' ? 'dim' : 'plain'
    const mark = bad ? look(tone, statusGlyph(status, style.unicode)) : ' '
    const more = `${longest === 0 ? '' : `  ${look('dim', durations[at]!.padStart(longest))}`}${withRefs ? `  ${look('dim', refs[at]!)}` : ''}`
    const pad = ' '.repeat(Math.max(0, room - measure.width(words)))
    const today = clock.day(one.time)
    const announced = today === day || today === '' ? [] : [look('dim', `${glyph.rule}${glyph.rule} ${today}`)]
    day = today === '' ? day : today
    const time = style.color ? `${sgr.dim}${stamp(one.time)}${sgr.reset}` : stamp(one.time)
    return [
      ...announced,
      `${time}  ${cells.cell(one.source)} ${mark} ${look(tone, words)}${more.trim() === '' ? '' : `${pad}${more}`}`.trimEnd(),
    ]
  }
  const searched = timeline.length > 0 ? [] : wrapped(`searched: ${searchedText(why) || 'nothing'}`, 'dim')
  const next = [...(why.traceId === null ? [] : [showCommand(why.traceId, flags)]), ...(text.next ?? [])].flatMap(
    (one) => (one === null ? [] : [one]),
  )
  const rows = [
    ...sentence,
    ...(timeline.length === 0 ? [] : ['', ...timeline.flatMap(moment)]),
    ...(more === 0 ? [] : wrapped(`${more} more lines: --json has all`, 'dim')),
    ...searched,
    ...(next.length === 0 ? [] : ['', ...nextAll(next, columns)]),
  ]
  const whole = rows.map((row) => `${row}\n`).join('')
  return guard ? guard.text(whole) : whole
}
