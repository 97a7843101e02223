import { usage } from './problem.ts'

/** A wall-clock reading without a zone. `month` counts from 1. */
export interface WallTime {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly ms: number
}

const formats = new Map<string | undefined, Intl.DateTimeFormat>()

const formatFor = (zone: string | undefined): Intl.DateTimeFormat => {
  const known = formats.get(zone)
  if (known) return known
  try {
    const numeric = {
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    } as const
    const made = new Intl.DateTimeFormat('en-US', {
      ...numeric,
      era: 'short',
      hourCycle: 'h23',
      ...(zone ? { timeZone: zone } : {}),
    })
    formats.set(zone, made)
    return made
  } catch {
    throw usage(`"${zone}" is no time zone`, 'write it like UTC, Europe/Berlin or America/New_York')
  }
}

/** What a clock on the wall of `zone` (an IANA name; undefined = this machine's) shows at an instant, epoch milliseconds. */
export const wallTime = (at: number, zone?: string): WallTime => {
  const parts = Object.fromEntries(
    formatFor(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  )
  const year = parts['era'] === 'BC' ? 1 - Number(parts['year']) : Number(parts['year'])
  return {
    year,
    month: Number(parts['month']),
    day: Number(parts['day']),
    hour: Number(parts['hour']),
    minute: Number(parts['minute']),
    second: Number(parts['second']),
    ms: ((at % 1000) + 1000) % 1000,
  }
}

const asUtc = ({ year, month, day, hour, minute, second, ms }: WallTime): number => {
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  date.setUTCHours(hour, minute, second, ms)
  return date.getTime()
}

/**
 * The instant at which a clock in `zone` shows `wall`; null where the calendar has no such day or the day no such hour. A reading
 * that daylight saving skips is taken as the moment after the jump, one that happens twice as the first.
 */
export const instantOf = (wall: WallTime, zone?: string): number | null => {
  const naive = asUtc(wall)
  const read = new Date(naive)
  if (!Number.isFinite(naive)) return null
  if (read.getUTCMonth() + 1 !== wall.month || read.getUTCDate() !== wall.day) return null
  if (read.getUTCHours() !== wall.hour || read.getUTCMinutes() !== wall.minute || read.getUTCSeconds() !== wall.second)
    return null
  const offset = (at: number): number => asUtc(wallTime(at, zone)) - at
  const guesses = [naive - offset(naive - 86_400_000), naive - offset(naive + 86_400_000)].sort((a, b) => a - b)
  return guesses.find((at) => at + offset(at) === naive) ?? guesses[1]!
}
