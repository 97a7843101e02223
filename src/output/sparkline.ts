import type { Style } from './style.ts'

const unicode = '▁▂▃▄▅▆▇█'
const ascii = '_.-:=+*#'

/**
 * Counts as a row of bars, one column each. Nothing is the lowest bar, the least something the next one; `most` is the highest bar's
 * count, the same for rows that are to be compared.
 */
export const sparkline = (counts: readonly number[], most: number, style: Pick<Style, 'unicode'>): string => {
  const bars = style.unicode ? unicode : ascii
  const top = bars.length - 1
  return counts
    .map((count) => bars[count > 0 ? Math.max(1, Math.min(top, Math.ceil((count / Math.max(1, most)) * top))) : 0]!)
    .join('')
}
