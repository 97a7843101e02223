import type { QueryStatistics } from '../domain/query-answer.ts'
import { queryCost } from '../domain/query-cost.ts'
import { bytesText, costText, figureText } from './query-figures.ts'
import { glyphs, type Style, sgr } from './style.ts'
import { asciiMeasure, cutTo } from './width.ts'

export interface QueryAt {
  /** Queries on AWS; how many there will be is not known before the end. */
  readonly started: number
  readonly done: number
  readonly statistics: QueryStatistics
}

/** What is done sooner needs no telling. */
const AFTER_MS = 400
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

/**
 * One row on a terminal, drawn over as the query goes on: records and bytes that it went over so far, and what that costs. `draw` is to be called
 * often; it draws no more often than an eye needs. Nothing is left after `clear`.
 */
export const queryProgress = (
  stream: { write(text: string): unknown; readonly columns?: number },
  style: Style,
  now: () => number,
): { tell(at: QueryAt): void; draw(): void; clear(): void } => {
  const began = now()
  const { dot, cut } = glyphs(style)
  let at: QueryAt = { started: 0, done: 0, statistics: { bytesScanned: 0, recordsMatched: 0, recordsScanned: 0 } }
  let last = Number.NEGATIVE_INFINITY
  let drawn = false
  const draw = (): void => {
    const time = now()
    if (time - began < AFTER_MS || time - last < EVERY_MS) return
    last = time
    const { recordsScanned, bytesScanned } = at.statistics
    const parts = [
      at.started > 1 ? `${at.done} of ${at.started} queries` : at.started === 0 ? 'starting' : '',
      `${figureText(recordsScanned)} records`,
      bytesText(bytesScanned),
      costText(queryCost(bytesScanned)),
      'Ctrl-C stops it',
    ]
    const bar = barText(at, Math.floor((time - began) / EVERY_MS), style.unicode)
    const row = cutTo(
      `${bar}  ${parts.filter(Boolean).join(` ${dot} `)}`,
      (stream.columns ?? 80) - 1,
      cut,
      asciiMeasure,
    )
    stream.write(`\r${style.color ? `${sgr.dim}${row}${sgr.reset}` : row}\u001b[K`)
    drawn = true
  }
  return {
    tell: (next) => {
      at = next
      draw()
    },
    draw,
    clear: () => {
      if (drawn) stream.write('\r\u001b[K')
      drawn = false
    },
  }
}
