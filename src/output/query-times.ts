import { timeOfDay } from './tail/time-of-day.ts'

/** How the times of one column are written: as much of date and time as tells them apart. `zone` is an IANA name; null is this machine's. */
export const timesText = (times: readonly number[], zone: string | null): ((at: number) => string) => {
  const clock = timeOfDay(zone)
  const days = new Set(times.map(clock.day))
  const years = new Set([...days].map((day) => day.slice(0, 4)))
  const parts = times.map(clock.time)
  const length = parts.every((time) => time.endsWith(':00.000'))
    ? 5
    : parts.every((time) => time.endsWith('.000'))
      ? 8
      : 12
  const day = (at: number) => (years.size > 1 ? clock.day(at) : clock.day(at).slice(5))
  return (at) => {
    const time = clock.time(at).slice(0, length)
    return days.size > 1 ? `${day(at)} ${time}` : time
  }
}
