import type { Bounds } from './rows.ts'

const fromLeft = ['▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'] as const

/** Both ends of a stretch in eighths of a cell, inside the axis, at least one eighth long. */
const eighths = (from: number, to: number, { start, end }: Bounds, width: number): [number, number] => {
  const whole = width * 8
  const span = end - start
  const at = (time: number): number => {
    const share = span > 0 ? (time - start) / span : 0
    return Math.max(0, Math.min(whole, Math.round((Number.isNaN(share) ? 0 : share) * whole)))
  }
  const [a, b] = [at(Math.min(from, to)), at(Math.max(from, to))]
  return a === b ? (a === whole ? [a - 1, a] : [a, a + 1]) : [a, b]
}

/** The part `[from, to)` eighths of one cell. Terminals have no block for each part: the nearest one. */
const cell = (from: number, to: number): string => {
  const length = to - from
  if (length >= 8) return '█'
  if (from === 0) return fromLeft[length - 1]!
  if (to === 8) return length <= 2 ? '▕' : length <= 5 ? '▐' : '█'
  return from + to <= 8 ? fromLeft[length - 1]! : length <= 2 ? '▕' : '▐'
}

/**
 * A span on the axis: exactly `width` cells, at least one of them visible. Times and bounds are epoch ms; what lies outside the bounds is
 * cut, and a span wholly outside shows at the edge it lies behind. `width` below 1 gives nothing.
 */
export const bar = (from: number, to: number, bounds: Bounds, width: number, unicode: boolean): string => {
  if (width < 1) return ''
  const [start, end] = eighths(from, to, bounds, width)
  const [first, last] = [Math.floor(start / 8), Math.floor((end - 1) / 8)]
  let text = ' '.repeat(first)
  if (!unicode) text += end - start < 8 ? '|'.padEnd(last - first + 1, '|') : '='.repeat(last - first + 1)
  else {
    for (let at = first; at <= last; at++) text += cell(Math.max(0, start - at * 8), Math.min(8, end - at * 8))
  }
  return text + ' '.repeat(width - last - 1)
}

/** A wait on the axis, dotted; as wide as a `bar`. */
export const dots = (from: number, to: number, bounds: Bounds, width: number, unicode: boolean): string => {
  if (width < 1) return ''
  const [start, end] = eighths(from, to, bounds, width)
  const [first, last] = [Math.floor(start / 8), Math.floor((end - 1) / 8)]
  return ' '.repeat(first) + (unicode ? '·' : '.').repeat(last - first + 1) + ' '.repeat(width - last - 1)
}
