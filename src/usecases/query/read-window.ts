import { addedStatistics, pointerColumn, type QueryRow, type QueryStatistics } from '../../domain/query-answer.ts'
import { awsLimits, type Running, type SliceOutcome } from './run-slice.ts'

/** A part of the log groups, and how their rows are asked for. */
export interface Part {
  /** Those that are there; called at each query, since one may prove to be missing. */
  readonly start: (range: { from: number; to: number; limit: number }, running: Running) => Promise<SliceOutcome>
  readonly wanted: number
  /** Null: its rows may not be asked for by parts of the time. */
  readonly order: 'ascending' | 'descending' | 'other' | null
}

export interface WindowOutcome {
  readonly rows: readonly QueryRow[]
  readonly statistics: QueryStatistics
  readonly ended: readonly NonNullable<SliceOutcome['ended']>[]
  /** There was more than AWS gives for a single second, or for a query that can't be asked in parts. */
  readonly cut: boolean
}

/**
 * The rows of a window, epoch seconds. Where a query fills what AWS gives at most and more is wanted, the window is asked again in halves, and
 * their halves: those that come first in the order first, and no more of them than are wanted. Both halves hold the second between them, so
 * that no event falls through; what both found is told apart by `@ptr`.
 */
export const readWindow = async (
  part: Part,
  from: number,
  to: number,
  running: Running,
  seen: Set<string> = new Set(),
  wanted = part.wanted,
): Promise<WindowOutcome> => {
  const { rows: most, oldRows } = running.limits ?? awsLimits
  const limit = Math.min(wanted + seen.size, most)
  const { rows: found, statistics, ended } = await part.start({ from, to, limit }, running)
  const fresh = found.filter((row) => {
    const pointer = row.get(pointerColumn)
    return pointer === undefined || !seen.has(pointer)
  })
  const capped = found.length >= limit || found.length === oldRows
  const enough = fresh.length >= wanted || ended !== null || !capped
  if (enough || part.order === null || to - from < 2) {
    for (const row of fresh) {
      const pointer = row.get(pointerColumn)
      if (pointer !== undefined) seen.add(pointer)
    }
    return { rows: fresh, statistics, ended: ended === null ? [] : [ended], cut: !enough }
  }
  const middle = Math.floor((from + to) / 2)
  const halves: (readonly [number, number])[] = [
    [from, middle],
    [middle, to],
  ]
  if (part.order !== 'ascending') halves.reverse()
  let whole: WindowOutcome = { rows: [], statistics, ended: [], cut: false }
  for (const [start, end] of halves) {
    const missing = part.order === 'other' ? wanted : wanted - whole.rows.length
    if (missing <= 0 || running.signal.aborted || whole.ended.length > 0) break
    const half = await readWindow(part, start, end, running, seen, missing)
    whole = {
      rows: [...whole.rows, ...half.rows],
      // What matches was told by the query for the whole window; the halves go over the same events once more, and cost.
      statistics: addedStatistics(whole.statistics, { ...half.statistics, recordsMatched: 0 }),
      ended: [...whole.ended, ...half.ended],
      cut: whole.cut || half.cut,
    }
  }
  return running.signal.aborted && whole.ended.length === 0 ? { ...whole, ended: ['stopped'] } : whole
}
