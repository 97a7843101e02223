import { frameText } from '../domain/log/signature-frame.ts'
import type { JudgedGroup } from '../domain/log/signature-report.ts'
import { ago } from './ago.ts'
import { durationText } from './duration.ts'
import type { Paint, Tone } from './paint.ts'
import { safeText } from './safe-text.ts'
import { sparkline } from './sparkline.ts'
import { type Glyphs, glyphs, type Style } from './style.ts'
import { cutTo, type Measure } from './width.ts'
import { wrapRow } from './wrap.ts'

export interface RowsOptions {
  readonly style: Style
  readonly now: number
  /** Null where none is known, or where it lies before the window. */
  readonly deployAt: number | null
  readonly look: Paint
  readonly measure: Measure
}

/** From this width on a group's figures stand beside its message. */
const WIDE = 110
const widestName = 20
/** Off a terminal a column is padded no further; nothing is cut there. */
const widestHeadline = 80
const BADGE = ' NEW  '

export const headline = ({ type, message }: JudgedGroup): string => safeText([type, message].filter(Boolean).join(': '))

export const nameOf = ({ functions }: JudgedGroup): string => {
  const [first, ...others] = functions
  return `${safeText(first?.source ?? '')}${others.length > 0 ? ` +${others.length}` : ''}`
}

const badge = ({ isNew }: JudgedGroup, look: Paint): string => {
  if (isNew === null) return ` ${look('error', '?')}    `
  return isNew ? ` ${look('fault', 'NEW')}  ` : ' '.repeat(BADGE.length)
}

/** Words with how much they matter: the least important go first where there is no room, the order stays. */
const fitting = (
  parts: readonly (readonly [text: string, matters: number])[],
  room: number,
  glyph: Glyphs,
  { width }: Measure,
): string => {
  const separator = ` ${glyph.dot} `
  let kept = parts.filter(([text]) => text !== '')
  const join = () => kept.map(([text]) => text).join(separator)
  while (kept.length > 1 && width(join()) > room) {
    const least = kept.reduce((a, b) => (b[1] < a[1] ? b : a))
    kept = kept.filter((one) => one !== least)
  }
  return join()
}

const first = ({ firstSeen, isNew }: JudgedGroup, { now, deployAt }: RowsOptions): string => {
  const after = deployAt === null || isNew !== true ? -1 : firstSeen - deployAt
  return after >= 0
    ? `first ${durationText(Math.round(after / 1000) * 1000).replace(/^0 ms$/, '0 s')} after the deploy`
    : `first ${ago(firstSeen, now)} ago`
}

/** Lines of a group: what failed and how often, and below it, dim, where and since when. */
export const groupRows = (groups: readonly JudgedGroup[], options: RowsOptions): readonly string[] => {
  const { style, now, look, measure } = options
  const glyph = glyphs(style)
  const columns = style.width ?? Number.POSITIVE_INFINITY
  const wide = columns >= WIDE
  const widest = (texts: readonly string[]): number =>
    texts.reduce((most, text) => Math.max(most, measure.width(text)), 0)
  const pad = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - measure.width(text)))
  const times = style.unicode ? '×' : 'x'
  const most = Math.max(1, ...groups.flatMap(({ histogram }) => histogram))

  const counts = groups.map(({ count }) => `${String(count).replace(/\B(?=(\d{3})+(?!\d))/g, ' ')}${times}`)
  const lasts = groups.map(({ lastSeen }) => (now - lastSeen < 1000 ? 'just now' : `last ${ago(lastSeen, now)} ago`))
  const nameWidth = Math.min(columns < 72 ? 14 : widestName, widest(groups.map(nameOf)))
  const countWidth = widest(counts)
  const before = BADGE.length + nameWidth + 2
  const after = 2 + countWidth + (wide ? 2 + 8 + 2 + widest(lasts) : 0)
  const room = Math.max(12, columns - before - after - 1)
  const longest = widest(groups.map(headline))
  const headWidth = style.width === null ? Math.min(longest, widestHeadline) : wide ? Math.min(longest, room) : room

  return groups.flatMap((group, at) => {
    const tone: Tone = group.isNew === false ? 'plain' : 'bold'
    const name = pad(cutTo(nameOf(group), nameWidth, glyph.cut, measure), nameWidth)
    const whole = headline(group) || glyph.none
    const rows =
      style.width === null || wide
        ? [style.width === null ? whole : cutTo(whole, headWidth, glyph.cut, measure)]
        : twoRows(wrapRow(whole, { first: headWidth, rest: headWidth }, measure), whole, headWidth, glyph, measure)
    const count = counts[at]!.padStart(countWidth)
    const spark = sparkline(group.histogram, most, style)
    const lead = `${badge(group, look)}${look(group.isNew ? 'bold' : 'plain', name)}  ${look(tone, pad(rows[0]!, headWidth))}  ${look(tone, count)}`
    const top = wide ? `${lead}  ${spark}  ${look('dim', lasts[at]!)}` : lead
    const under = rows.slice(1).map((row) => `${' '.repeat(before)}${look(tone, row)}`)
    const frame = group.frame === null ? '' : safeText(frameText(group.frame))
    const { requestId, traceId } = group.example
    const words = fitting(
      [
        [wide ? '' : lasts[at]!, 6],
        [wide ? '' : spark, 3],
        [frame, 5],
        [group.count === 1 ? '' : first(group, options), 2],
        [requestId === null ? '' : `${wide ? 'example ' : ''}req ${safeText(requestId.slice(0, 8))}`, 4],
        [traceId === null || !wide ? '' : `trace ${safeText(traceId)}`, 1],
      ],
      columns - BADGE.length - 1,
      glyph,
      measure,
    )
    const where = cutTo(words, columns - BADGE.length - 1, glyph.cut, measure)
    return [top.trimEnd(), ...under, `${' '.repeat(BADGE.length)}${look('dim', where)}`]
  })
}

const twoRows = (
  rows: readonly string[],
  whole: string,
  width: number,
  { cut }: Glyphs,
  measure: Measure,
): readonly string[] => {
  if (rows.length <= 2) return rows
  const rest = whole.slice(whole.indexOf(rows[1]!.trimStart(), rows[0]!.trimEnd().length))
  return [rows[0]!, cutTo(rest, width, cut, measure)]
}
