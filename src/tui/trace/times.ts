import { wallTime } from '../../domain/time-zone.ts'

/** `14:03:21.118` on the person's clock. */
export const clockTime = (at: number, zone: string | undefined): string => {
  if (!Number.isFinite(at)) return '?'
  const { hour, minute, second, ms } = wallTime(Math.floor(at), zone)
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${two(hour)}:${two(minute)}:${two(second)}.${String(Math.floor(ms)).padStart(3, '0')}`
}
