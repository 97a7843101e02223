/**
 * The first line to show of `count` lines on a screen of `height`, so that `cursor` is in it: moves as little as it can from `top`, and
 * never leaves blank lines at the end while there are lines above.
 */
export const follow = (cursor: number, top: number, height: number, count: number): number => {
  const last = Math.max(0, count - height)
  const low = Math.min(last, Math.max(0, cursor - height + 1))
  const high = Math.min(last, Math.max(0, cursor))
  return Math.min(high, Math.max(low, top))
}
