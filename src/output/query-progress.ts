import type { QueryStatistics } from '../domain/query-answer.ts'
import { queryCost } from '../domain/query-cost.ts'
import { type ProgressStream, progressRow } from './progress-row.ts'
import { bytesText, costText, figureText } from './query-figures.ts'
import { glyphs, type Style } from './style.ts'

export interface QueryAt {
  /** Queries on AWS; how many there will be is not known before the end. */
  readonly started: number
  readonly done: number
  readonly statistics: QueryStatistics
}

const EVERY_MS = 90
const CELLS = 16
const BLOCK = 5

/**
 * A bar for work whose length AWS does not tell: a block that runs while something does; with several queries, the part of them that is over.
 */
export const barText = (
  { started, done }: Pick<QueryAt, 'started' | 'done'>,
  step: number,
  unicode: boolean,
): string => {
  const [full, empty] = unicode ? ['█', '░'] : ['#', '.']
  if (started > 1) {
    const filled = Math.round((done / started) * CELLS)
    return full.repeat(filled) + empty.repeat(CELLS - filled)
  }
  const turn = 2 * (CELLS - BLOCK)
  const place = step % turn
  const at = Math.min(place, turn - place)
  return empty.repeat(at) + full.repeat(BLOCK) + empty.repeat(CELLS - BLOCK - at)
}

/** Records and bytes that the query went over so far, and what that costs. `draw` is to be called often. */
export const queryProgress = (
  stream: ProgressStream,
  style: Style,
  now: () => number,
): { tell(at: QueryAt): void; draw(): void; clear(): void } => {
  const { dot } = glyphs(style)
  const row = progressRow(stream, style, { now, afterMs: 400, everyMs: EVERY_MS })
  let at: QueryAt = { started: 0, done: 0, statistics: { bytesScanned: 0, recordsMatched: 0, recordsScanned: 0 } }
  const draw = (): void =>
    row.draw((_, forMs) => {
      const { recordsScanned, bytesScanned } = at.statistics
      const parts = [
        at.started > 1 ? `${at.done} of ${at.started} queries` : at.started === 0 ? 'starting' : '',
        `${figureText(recordsScanned)} records`,
        bytesText(bytesScanned),
        costText(queryCost(bytesScanned)),
        'Ctrl-C stops it',
      ]
      return `${barText(at, Math.floor(forMs / EVERY_MS), style.unicode)}  ${parts.filter(Boolean).join(` ${dot} `)}`
    })
  return {
    tell: (next) => {
      at = next
      draw()
    },
    draw,
    clear: row.clear,
  }
}
