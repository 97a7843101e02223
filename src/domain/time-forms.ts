import { parseDuration } from './duration.ts'
import { instantOf, type WallTime, wallTime } from './time-zone.ts'

export interface TimeContext {
  /** IANA name; undefined = this machine's own zone. */
  readonly timezone?: string | undefined
  /** Time of the last deploy, asked only where the text says `deploy`; null = there is none. Epoch milliseconds. */
  readonly deployAt?: (() => Promise<number | null>) | undefined
}

/** Every way to write a unit, and the unit of `parseDuration` that it means. */
const units: ReadonlyMap<string, string> = new Map(
  [
    'ms millisecond milliseconds',
    's sec secs second seconds',
    'm min mins minute minutes',
    'h hr hrs hour hours',
    'd day days',
    'w week weeks',
  ]
    .map((line) => line.split(' '))
    .flatMap(([short, ...long]) => [short!, ...long].map((word) => [word, short!] as const)),
)

/** `10m`, `1h30m`, `2 hours ago`: that long before now. */
const ago = (text: string, now: number): number | null => {
  const bare = text.replace(/\s+ago$/i, '').trim()
  if (!/^(\d+(\.\d+)?\s*[a-z]+[\s,]*)+$/i.test(bare)) return null
  const parts = [...bare.matchAll(/(\d+(?:\.\d+)?)\s*([a-z]+)/gi)].map(([, amount, unit]) => {
    const short = units.get(unit!.toLowerCase())
    return short ? `${amount}${short}` : null
  })
  return parts.includes(null) ? null : now - Math.round(parseDuration(parts.join('')))
}

/** Epoch: ten digits (or nine, with a fraction or not) are seconds, thirteen or twelve are milliseconds. */
const epoch = (text: string): number | null => {
  if (/^\d{9,10}(\.\d+)?$/.test(text)) return Math.round(Number(text) * 1000)
  return /^\d{12,13}$/.test(text) ? Number(text) : null
}

/** `Z`, `+02`, `+0200`, `+02:00` in milliseconds east of Greenwich; null where the text names none. */
const offsetOf = (zone: string | undefined): number | null => {
  if (!zone) return null
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone) ?? []
  return sign ? (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes ?? 0)) * 60_000 : 0
}

const at = (wall: WallTime, zone: string | undefined, context: TimeContext): number | null => {
  const offset = offsetOf(zone)
  const instant = instantOf(wall, offset === null ? context.timezone : 'UTC')
  return instant === null ? null : instant - (offset ?? 0)
}

const milliseconds = (fraction: string | undefined): number => Number((fraction ?? '').padEnd(3, '0').slice(0, 3))

const clockPart = String.raw`(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?\s?(Z|[+-]\d{2}(?::?\d{2})?)?`
const clockText = new RegExp(`^${clockPart}$`, 'i')
const isoText = new RegExp(String.raw`^(\d{4})-(\d{2})-(\d{2})(?:[T\s]${clockPart})?$`, 'i')

/** `12:34`, `12:34:56Z`: the last time that a clock showed it, so that at ten past midnight 23:50 is twenty minutes ago. */
const clock = (text: string, now: number, context: TimeContext): number | null => {
  const found = clockText.exec(text)
  if (!found) return null
  const [, hour, minute, second, fraction, zone] = found
  const offset = offsetOf(zone)
  const today = offset === null ? wallTime(now, context.timezone) : wallTime(now + offset, 'UTC')
  const wall = {
    ...today,
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second ?? 0),
    ms: milliseconds(fraction),
  }
  const instant = at(wall, zone, context)
  if (instant === null || instant <= now) return instant
  const before = wallTime(asNoon(today) - 86_400_000, 'UTC')
  return at({ ...wall, year: before.year, month: before.month, day: before.day }, zone, context)
}

const asNoon = (day: WallTime): number => instantOf({ ...day, hour: 12, minute: 0, second: 0, ms: 0 }, 'UTC')!

const iso = (text: string, context: TimeContext): number | null => {
  const found = isoText.exec(text)
  if (!found) return null
  const [, year, month, day, hour, minute, second, fraction, zone] = found
  const date = { year: Number(year), month: Number(month), day: Number(day) }
  const time = {
    hour: Number(hour ?? 0),
    minute: Number(minute ?? 0),
    second: Number(second ?? 0),
    ms: milliseconds(fraction),
  }
  return at({ ...date, ...time }, zone, context)
}

/** `today`, `yesterday`: their midnight. */
const day = (text: string, now: number, context: TimeContext): number | null => {
  if (text !== 'today' && text !== 'yesterday') return null
  const noon = asNoon(wallTime(now, context.timezone)) - (text === 'yesterday' ? 86_400_000 : 0)
  return instantOf({ ...wallTime(noon, 'UTC'), hour: 0, minute: 0, second: 0, ms: 0 }, context.timezone)
}

/** The instant that one of the fixed forms writes; null where the text has none of them, or is one that no calendar has. */
export const fixedTime = (text: string, now: number, context: TimeContext): number | null =>
  epoch(text) ??
  iso(text, context) ??
  clock(text, now, context) ??
  ago(text, now) ??
  day(text.toLowerCase(), now, context)

/** `12:34` and its like, which say no day. */
export const isClock = (text: string): boolean => clockText.test(text.trim())

/** Whether the text has the shape of a fixed form, right or wrong: nobody should guess then what else it may mean. */
export const hasFixedShape = (text: string): boolean => isoText.test(text) || clockText.test(text) || /^\d*$/.test(text)
