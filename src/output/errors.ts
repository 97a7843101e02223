import { frameText } from '../domain/log/signature-frame.ts'
import type { ErrorsReport } from '../domain/log/signature-report.ts'
import type { CiGuard } from './ci-commands.ts'
import { durationText } from './duration.ts'
import type { ErrorsShown } from './errors-json.ts'
import { nextCommand } from './errors-next.ts'
import { groupRows, headline, nameOf } from './errors-rows.ts'
import { nextRows } from './next-command.ts'
import { paint } from './paint.ts'
import { safeText } from './safe-text.ts'
import { glyphs, type Style } from './style.ts'
import { timeOfDay } from './tail/time-of-day.ts'
import { measureFor } from './width.ts'
import { wrapRow } from './wrap.ts'

export interface ErrorsText {
  readonly style: Style
  readonly zone: string | null
  readonly now: number
  /** `--since deploy`: the window begins with it. */
  readonly sinceDeploy: boolean
  /** The command's flags: what it was told of the app goes into the command to type next. */
  readonly flags: Readonly<Record<string, unknown>>
  readonly guard: CiGuard | null
}

const NBSP = '\u00a0'

/** 4812 -> `4 812`; its space is none to break a row at. */
const figure = (value: number): string => String(value).replace(/\B(?=(\d{3})+(?!\d))/g, NBSP)
const counted = (count: number, one: string, many = `${one}s`): string => `${figure(count)} ${count === 1 ? one : many}`

/** `13:22`, with its day where that is not today. */
const clock = (zone: string | null, now: number) => {
  const times = timeOfDay(zone)
  return (at: number): string => {
    const day = times.day(at)
    return `${day === times.day(now) ? '' : `${day} `}${times.time(at).slice(0, 5)}`
  }
}

/** `in 41 min since the deploy at 13:22`, `in 1 h (13:03–14:03)`. */
const span = ({ window, deploy }: ErrorsReport, { style, sinceDeploy, zone, now }: ErrorsText): string => {
  const at = clock(zone, now)
  const long = durationText(Math.max(1000, Math.round((window.to - window.from) / 1000) * 1000))
  if (sinceDeploy && deploy) return `in ${long} since the deploy at ${at(deploy.at)}`
  return `in ${long} (${at(window.from)}${style.unicode ? '–' : ' to '}${at(window.to)})`
}

/** What NEW means here: what the failures were compared with. */
const compared = ({ comparison, deploy }: ErrorsReport, { style, zone, now }: ErrorsText): string => {
  const at = clock(zone, now)
  const after = deploy && `the deploy at ${at(deploy.at)}`
  switch (comparison.kind) {
    case 'read': {
      const { from, to, events } = comparison
      return `NEW = not in the ${durationText(Math.round((to - from) / 60_000) * 60_000)} before ${after} (${at(from)}${style.unicode ? '–' : ' to '}${at(to)}, ${counted(events, 'event')} read)`
    }
    case 'covered':
      return `NEW = not seen before ${after}; this window reaches back far enough to tell`
    case 'later':
      return `nothing here can be new: ${after} came after it`
    case 'unknown':
      return 'what is new can not be told: no deploy is known'
    case 'needless':
      return ''
  }
}

const title = (shown: ErrorsShown, text: ErrorsText): string => {
  const { report } = shown
  const all = report.groups.length
  const fresh = report.groups.filter(({ isNew }) => isNew === true).length
  const mark =
    fresh === 0
      ? ''
      : text.sinceDeploy || report.deploy === null
        ? ` (${fresh} NEW)`
        : ` (${fresh} NEW since the deploy at ${clock(text.zone, text.now)(report.deploy.at)})`
  return `${counted(all, 'kind')} of failure ${span(report, text)}${mark}`
}

const nothing = (shown: ErrorsShown, text: ErrorsText): string => {
  const { report } = shown
  const glyph = glyphs(text.style)
  const read = `${counted(report.events, 'event')} of ${counted(report.functions, 'function')} read`
  if (report.groups.length === 0) return `${glyph.ok} no failure ${span(report, text)}: ${read}`
  const unsure = report.groups.some(({ isNew }) => isNew === null)
  if (unsure) return `? no failure is known to be new ${span(report, text)}: ${read}`
  return `${glyph.ok} no new failure ${span(report, text)}: ${counted(report.groups.length, 'kind')} that ${report.groups.length === 1 ? 'was' : 'were'} there before, ${read}`
}

/** For people: worst first, what to type next last. Fits the terminal's width; off one nothing is cut. */
export const errorsText = async (shown: ErrorsShown, text: ErrorsText): Promise<string> => {
  const { report, groups, omitted } = shown
  const { style, now, flags, guard } = text
  const frames = groups.flatMap(({ frame }) => (frame === null ? [] : [frameText(frame)]))
  const texts = groups.flatMap((group) => [headline(group), nameOf(group)])
  const [look, measure] = await Promise.all([
    paint(style),
    measureFor([...texts, ...frames.map((one) => safeText(one))]),
  ])
  const columns = style.width ?? Number.POSITIVE_INFINITY
  const room = { first: columns - 2, rest: columns - 2 }
  const wrapped = (line: string): string[] => wrapRow(line, room, measure).map((row) => ` ${row.replaceAll(NBSP, ' ')}`)
  const dim = (line: string): string[] => (line === '' ? [] : wrapped(line).map((row) => look('dim', row)))
  const finish = (rows: readonly string[]): string => {
    const whole = rows.map((row) => `${row}\n`).join('')
    return guard ? guard.text(whole) : whole
  }
  if (groups.length === 0) {
    return finish([...wrapped(nothing(shown, text)), ...(report.groups.length > 0 ? dim(compared(report, text)) : [])])
  }
  const left = omitted > 0 ? `${counted(omitted, 'kind')} more: --limit ${groups.length + omitted}` : ''
  const other =
    report.other > 0 ? `${counted(report.other, 'failure')} of other kinds: too many kinds to keep them all` : ''
  const inWindow = report.deploy !== null && report.deploy.at >= report.window.from
  return finish([
    ...wrapped(title(shown, text)),
    '',
    ...groupRows(groups, { style, now, deployAt: inWindow ? report.deploy!.at : null, look, measure }),
    '',
    ...dim(left),
    ...dim(other),
    ...dim(compared(report, text)),
    ...nextRows(nextCommand(groups[0]!, flags, now), columns, ' '),
  ])
}
