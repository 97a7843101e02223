import { wallTime } from '../domain/time-zone.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

const steps: readonly number[] = [
  ...[1, 2, 5, 10, 15, 20, 30].map((n) => n * 1000),
  ...[1, 2, 5, 10, 15, 20, 30].map((n) => n * minute),
  ...[1, 2, 3, 6, 12].map((n) => n * hour),
  ...[1, 2, 7, 14, 28, 91, 182, 364].map((n) => n * day),
]

const two = (value: number): string => String(value).padStart(2, '0')

/** What a clock in the zone shows, as if it were UTC: for steps that are round on that clock. */
const wallMs = (at: number, zone: string | null): number => {
  const { year, month, day: date, hour: hours, minute: minutes, second } = wallTime(at, zone ?? undefined)
  return Date.UTC(year, month - 1, date, hours, minutes, second)
}

const labelOf = (wall: number, step: number): string => {
  const at = new Date(wall)
  const date = `${two(at.getUTCMonth() + 1)}-${two(at.getUTCDate())}`
  // Midnight says which day begins.
  if (step >= day || (at.getUTCHours() === 0 && at.getUTCMinutes() === 0 && at.getUTCSeconds() === 0)) return date
  const time = `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`
  return step < minute ? `${time}:${two(at.getUTCSeconds())}` : time
}

export interface Tick {
  /** The cell that it marks, from 0. */
  readonly at: number
  readonly label: string
}

/**
 * Ticks for columns that begin at `from` and are `columnMs` and `cells` wide each: at round times of the zone's clock, as many as have room for
 * their labels.
 */
export const ticksOf = (
  { from, columnMs, columns, cells }: { from: number; columnMs: number; columns: number; cells: number },
  zone: string | null,
): readonly Tick[] => {
  const label = columnMs < minute ? 8 : 5
  const least = ((label + 2) / cells) * columnMs
  const step = steps.find((one) => one >= least && one >= columnMs) ?? steps.at(-1)!
  const ticks: Tick[] = []
  let before = Number.NEGATIVE_INFINITY
  for (let column = 0; column < columns; column++) {
    const wall = wallMs(from + column * columnMs, zone)
    const round = Math.floor(wall / step)
    // The first column is marked only where its own beginning is round.
    const isNew = before === Number.NEGATIVE_INFINITY ? wall % step === 0 : round > before
    before = round
    const at = column * cells
    const last = ticks.at(-1)
    const text = labelOf(Math.floor(wall / Math.min(step, columnMs)) * Math.min(step, columnMs), step)
    const hasRoom = at + text.length <= columns * cells && (last === undefined || at > last.at + last.label.length)
    if (isNew && hasRoom) ticks.push({ at, label: text })
  }
  return ticks
}
