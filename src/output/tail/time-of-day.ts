import { wallTime } from '../../domain/time-zone.ts'

const two = (value: number): string => (value < 10 ? `0${value}` : String(value))
const threes = Array.from({ length: 1000 }, (_, value) => String(value).padStart(3, '0'))
const three = (value: number): string => threes[value]!

/** Dates that JavaScript can write. */
const latest = 8.64e15

/** `14:03:21.118`, and the day it belongs to. */
export interface TimeOfDay {
  time(at: number): string
  /** `2026-11-23`. */
  day(at: number): string
}

interface Minute {
  readonly day: string
  readonly clock: string
}

const minuteIn = (at: number, zone: string | null): Minute => {
  if (zone !== null) {
    const { year, month, day, hour, minute } = wallTime(at, zone)
    return { day: `${year}-${two(month)}-${two(day)}`, clock: `${two(hour)}:${two(minute)}:` }
  }
  const local = new Date(at)
  return {
    day: `${local.getFullYear()}-${two(local.getMonth() + 1)}-${two(local.getDate())}`,
    clock: `${two(local.getHours())}:${two(local.getMinutes())}:`,
  }
}

/**
 * Times of events (epoch milliseconds) on a clock of `zone`, an IANA name; null is this machine's. What a minute's and a second's times
 * begin with is made once: no zone in use today is off by a part of a minute.
 */
export const timeOfDay = (zone: string | null): TimeOfDay => {
  let minute = Number.NaN
  let prefix: Minute = { day: '', clock: '' }
  let second = Number.NaN
  let clock = ''
  const read = (at: number): Minute => {
    const now = Math.floor(at / 60_000)
    if (now !== minute) {
      prefix = minuteIn(at, zone)
      minute = now
    }
    return prefix
  }
  return {
    time: (at) => {
      if (!(Math.abs(at) < latest)) return '--:--:--.---'
      const now = Math.floor(at / 1000)
      if (now !== second) {
        clock = `${read(at).clock}${two(now - Math.floor(at / 60_000) * 60)}.`
        second = now
      }
      return clock + three(Math.floor(at - now * 1000))
    },
    day: (at) => (Math.abs(at) < latest ? read(at).day : ''),
  }
}

/** ISO 8601 UTC with milliseconds as a JSON value (with its quotes); `null` for what is no time. A second's prefix is made once. */
export const jsonTime = (): ((at: number | null) => string) => {
  let second = Number.NaN
  let prefix = ''
  return (at) => {
    if (at === null || !(Math.abs(at) < latest)) return 'null'
    const now = Math.floor(at / 1000)
    if (now !== second) {
      const iso = new Date(now * 1000).toISOString()
      prefix = `"${iso.slice(0, iso.length - 4)}`
      second = now
    }
    return `${prefix}${three(Math.floor(at - now * 1000))}Z"`
  }
}
