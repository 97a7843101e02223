import type { Ending } from '../../domain/log/invocation-watch.ts'
import type { InvocationReport } from '../../domain/log-event.ts'
import { durationText } from '../duration.ts'
import { parted } from '../parted.ts'
import type { Glyphs } from '../style.ts'
import type { Measure } from '../width.ts'

export interface ReportRow {
  readonly text: string
  /** What there was no room for beside it. */
  readonly below: readonly string[]
  readonly failed: boolean
}

export interface ReportContext {
  readonly ending: Ending
  /** The function's timeout; null where it is not known. */
  readonly timeoutMs: number | null
  readonly traceId: string | null
  readonly glyphs: Glyphs
  /** The trace's id in short; a pipe gets it whole, to be searched for. */
  readonly shortIds: boolean
  /** Columns for the rows; null breaks none. */
  readonly room: number | null
  readonly measure: Measure
}

/** `1-6b49d2a9-…2ddd2`. */
export const shortTrace = (traceId: string, cut: string): string => `${traceId.slice(0, 11)}${cut}${traceId.slice(-5)}`

/** `87/256 MB`: used of what there is. */
export const memoryText = ({
  memoryMb,
  maxMemoryMb,
}: Pick<InvocationReport, 'memoryMb' | 'maxMemoryMb'>): string | null => {
  if (memoryMb === null) return maxMemoryMb === null ? null : `${maxMemoryMb} MB`
  return maxMemoryMb === null ? `${memoryMb} MB` : `${maxMemoryMb}/${memoryMb} MB`
}

const none: readonly string[] = []

/** A cold start or a restore on a row of its own, then `✓ 46 ms of 10 s · 87/256 MB`, or `✗ ... · error · attempt 2 · trace 1-...`. */
export const reportRows = (
  report: InvocationReport,
  { ending, timeoutMs, traceId, glyphs, shortIds, room, measure }: ReportContext,
): readonly ReportRow[] => {
  const failed = ending.status !== 'success'
  const rows: ReportRow[] = []
  if (report.initMs !== null)
    rows.push({ text: `${glyphs.cold} cold start ${durationText(report.initMs)}`, below: none, failed: false })
  if (report.restoreMs !== null)
    rows.push({ text: `${glyphs.cold} restored in ${durationText(report.restoreMs)}`, below: none, failed: false })
  const took = report.durationMs === null ? null : durationText(report.durationMs)
  const time = took === null ? null : timeoutMs === null ? took : `${took} of ${durationText(timeoutMs)}`
  const memory = memoryText(report)
  if (!failed && room === null && time !== null && memory !== null) {
    // As good as all of them.
    rows.push({ text: `${glyphs.ok} ${time} ${glyphs.dot} ${memory}`, below: none, failed })
    return rows
  }
  const parts = [time, memory]
  if (failed) {
    parts.push(
      report.errorType === null || ending.status === 'timeout' ? ending.status : `${ending.status} ${report.errorType}`,
    )
    parts.push(ending.attempt > 1 ? `attempt ${ending.attempt}` : null)
    parts.push(traceId === null ? null : `trace ${shortIds ? shortTrace(traceId, glyphs.cut) : traceId}`)
  }
  const said = parts.filter((part) => part !== null)
  if (said.length === 0) return rows
  const sign = `${failed ? glyphs.fault : glyphs.ok} `
  const [text, ...below] = parted(said, ` ${glyphs.dot} `, room === null ? null : room - sign.length, measure)
  rows.push({ text: sign + text!, below: below.map((row) => ' '.repeat(sign.length) + row), failed })
  return rows
}
