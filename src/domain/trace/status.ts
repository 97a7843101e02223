import type { SpanStatus } from './span.ts'

const rank: Readonly<Record<SpanStatus, number>> = { ok: 0, running: 1, error: 2, throttle: 3, fault: 4 }

/** The worst of several: fault, throttle, error, running, ok. `ok` of none. */
export const worst = (statuses: Iterable<SpanStatus>): SpanStatus => {
  let found: SpanStatus = 'ok'
  for (const status of statuses) if (rank[status] > rank[found]) found = status
  return found
}

export const worse = (a: SpanStatus, b: SpanStatus): SpanStatus => (rank[b] > rank[a] ? b : a)

/** Something went wrong. */
export const isBad = (status: SpanStatus): boolean => rank[status] >= rank.error

const glyphs: Readonly<Record<SpanStatus, readonly [unicode: string, ascii: string]>> = {
  ok: ['✓', '+'],
  error: ['!', '!'],
  fault: ['✗', 'x'],
  throttle: ['~', '~'],
  running: ['…', '.'],
}

/** One cell that says a status without colour. */
export const statusGlyph = (status: SpanStatus, unicode: boolean): string => glyphs[status][unicode ? 0 : 1]
