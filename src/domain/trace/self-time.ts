/** A stretch of time in epoch ms; null while it runs. */
interface Stretch {
  readonly start: number
  readonly end: number | null
}

/** Milliseconds of a span in which none of its children was at work; null while it runs. `children` are sorted by their start. */
export const selfTime = (span: Stretch, children: readonly Stretch[]): number | null => {
  if (span.end === null) return null
  let busy = 0
  let until = span.start
  for (const child of children) {
    const [from, to] = [Math.max(child.start, until), Math.min(child.end ?? span.end, span.end)]
    if (to <= from) continue
    busy += to - from
    until = to
  }
  return rounded(Math.max(0, span.end - span.start - busy))
}

/** To the microsecond: differences of epoch times have no true digits beyond. */
export const rounded = (ms: number): number => Math.round(ms * 1000) / 1000
