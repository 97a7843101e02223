import type { Style } from '../../output/style.ts'
import { footedWriter } from '../../output/tail/footed-writer.ts'
import { footer } from '../../output/tail/footer.ts'
import { heartbeat, type Pulse } from '../../output/tail/heartbeat.ts'
import type { Sink } from '../../output/tail/sink.ts'
import { statsRows } from '../../output/tail/stats-rows.ts'
import type { StatsSink } from '../../output/tail/stats-sink.ts'
import type { Measure } from '../../output/width.ts'
import { type LineWriter, lineWriter } from '../../output/writer.ts'

export interface Screen {
  readonly writer: LineWriter
  /** Redraws what stands under the lines, when time has passed. */
  readonly ticker: Sink
  note(line: string): void
  close(): void
}

/** At most this many functions have a row of figures under the lines. */
const ROWS = 6

/**
 * The terminal of a followed tail: lines above; under them, while nothing comes, how it is doing, and the figures of `--stats`.
 * Both streams are this terminal, so that one writer has to have it all.
 */
export const openScreen = (
  style: Style,
  measure: Measure,
  pulse: () => Pulse | null,
  stats: StatsSink | null,
  names: readonly string[],
): Screen => {
  const out = process.stdout
  const figures = (columns: number | null) =>
    stats === null ? [] : statsRows(stats.all(), { style, columns, most: ROWS, measure, names })
  const bar = footer({ columns: () => out.columns, rows: () => out.rows, measure }, (columns) => {
    const now = pulse()
    const beat = now === null ? null : heartbeat(now, style, columns)
    return [...figures(columns), ...(beat === null ? [] : [beat])]
  })
  const writer = footedWriter(lineWriter(out), bar, () =>
    figures(out.columns)
      .map((row) => `${row}\n`)
      .join(''),
  )
  const resized = () => writer.refresh()
  out.on('resize', resized)
  return {
    writer,
    ticker: { take: () => null, flush: () => null, tick: () => writer.refresh(), end: async () => {} },
    note: (line) => writer.note(line),
    close: () => out.off('resize', resized),
  }
}
