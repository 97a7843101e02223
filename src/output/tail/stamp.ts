import { timeOfDay } from './time-of-day.ts'

/** `--timestamps`: this machine's time (or `--timezone`'s), UTC, time since the first line that was shown, or no time at all. */
export type Timestamps = 'local' | 'utc' | 'relative' | 'none'

export interface Stamp {
  /** Columns of a time. */
  readonly width: number
  /** Exactly that wide, but for times of more than 100 hours. */
  text(at: number): string
  /** The day it belongs to, to be announced when it changes; empty where days do not show. */
  day(at: number): string
}

const two = (value: number): string => String(value).padStart(2, '0')

/** `+0.118`, `+1:02.500`, `+2:00:01.000`: what is under an hour or a minute is not written. */
export const elapsedText = (ms: number): string => {
  const size = Math.floor(Math.abs(ms))
  const [hours, minutes, seconds] = [
    Math.floor(size / 3_600_000),
    Math.floor(size / 60_000) % 60,
    Math.floor(size / 1000) % 60,
  ]
  const rest = `.${String(size % 1000).padStart(3, '0')}`
  const clock =
    hours > 0
      ? `${hours}:${two(minutes)}:${two(seconds)}${rest}`
      : minutes > 0
        ? `${minutes}:${two(seconds)}${rest}`
        : `${seconds}${rest}`
  return `${ms < 0 ? '-' : '+'}${clock}`
}

export interface StampOptions {
  /** For a narrow terminal: without the milliseconds. */
  readonly short?: boolean
  /** The line that relative times count from, once there is one; shared by all stamps of a tail. */
  readonly first?: { at: number | null }
}

/** Times as they stand at the beginning of a line. `zone` is an IANA name; null is this machine's. */
export const stamp = (
  how: Timestamps,
  zone: string | null,
  { short = false, first = { at: null } }: StampOptions = {},
): Stamp => {
  if (how === 'none') return { width: 0, text: () => '', day: () => '' }
  if (how === 'relative') {
    const width = short ? 10 : 12
    return {
      width,
      day: () => '',
      text: (at) => {
        first.at ??= at
        return elapsedText(at - first.at).padStart(width)
      },
    }
  }
  const clock = timeOfDay(how === 'utc' ? 'UTC' : zone)
  const sign = how === 'utc' ? 'Z' : ''
  if (short) return { width: 8, text: (at) => clock.time(at).slice(0, 8), day: clock.day }
  return sign === ''
    ? { width: 12, text: clock.time, day: clock.day }
    : { width: 13, text: (at) => `${clock.time(at)}Z`, day: clock.day }
}
