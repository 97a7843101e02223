import type { Bounds } from './rows.ts'

const units = [
  { name: 'µs', ms: 0.001, upTo: 5 },
  { name: 'ms', ms: 1, upTo: 10_000 },
  { name: 's', ms: 1000, upTo: 600_000 },
  { name: 'min', ms: 60_000, upTo: 36_000_000 },
  { name: 'h', ms: 3_600_000, upTo: Number.POSITIVE_INFINITY },
] as const

/** Minutes go by sixties, everything else by tens. */
const stepsOf = (unit: string): readonly number[] => (unit === 'min' ? [1, 2, 5, 10, 15, 30, 60] : [1, 2, 5])

function* steps(unit: string): Generator<number> {
  const own = stepsOf(unit)
  if (own.length > 3) yield* own
  for (let power = unit === 'min' ? 100 : 1; ; power *= 10) for (const one of [1, 2, 5]) yield one * power
}

/** Fewer cells than this between two ticks read as a blur. */
const leastApart = 9

/**
 * The labels above the bars, exactly `width` cells: times since the start of the bounds, each beginning where its time is, with the unit
 * behind the last (`0        200      400 ms`). `stepMs` is the time from tick to tick.
 */
export const axis = (bounds: Bounds, width: number): { labels: string; stepMs: number } => {
  const total = Math.max(0, bounds.end - bounds.start)
  if (width < 1 || !(total > 0)) {
    const text = '0 ms'
    return { labels: width < text.length ? ' '.repeat(Math.max(0, width)) : text.padEnd(width), stepMs: 0 }
  }
  const unit = units.find(({ upTo }) => total < upTo) ?? units[units.length - 1]!
  const cells = (amount: number): number => ((amount * unit.ms) / total) * width
  let step = 1
  for (step of steps(unit.name)) {
    const longest = String(Math.floor(total / unit.ms)).length
    if (cells(step) >= Math.max(leastApart, longest + 2)) break
  }
  const tail = ` ${unit.name}`
  let labels = ''
  for (let tick = 0; ; tick++) {
    const column = Math.round(cells(tick * step))
    const text = String(tick * step)
    if (column + text.length + tail.length > width || column < labels.length) break
    labels = labels.padEnd(column) + text
  }
  if (labels === '') return { labels: ' '.repeat(width), stepMs: step * unit.ms }
  return { labels: (labels + tail).padEnd(width), stepMs: step * unit.ms }
}
