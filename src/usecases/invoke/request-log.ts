import { systemClock } from '../../aws/clock.ts'
import { toProblem } from '../../aws/errors.ts'
import type { Session } from '../../aws/session.ts'
import type { Incomplete } from '../../domain/incomplete.ts'
import { isWholeLog, tailEvents } from '../../domain/invoke-log-tail.ts'
import type { LogEvent, LogSource, RawLogEvent } from '../../domain/log-event.ts'
import { isProblem } from '../../domain/problem.ts'
import { type FilterLogEvents, filterLogEvents } from '../../services/logs/filter-log-events.ts'
import { attributor } from '../tail/attribute.ts'
import { Line } from '../tail/line.ts'

type Page = { readonly events: readonly RawLogEvent[]; readonly next: string | null }

export interface LogReading {
  readonly session: Session
  readonly source: LogSource
  readonly requestId: string | null
  /** The end of the log, as the answer brought it. */
  readonly tail: string
  /** When the request was sent, epoch milliseconds. */
  readonly from: number
  readonly signal: AbortSignal
  /** Default: CloudWatch Logs. */
  readonly fetchPage?: (asked: FilterLogEvents, signal: AbortSignal) => Promise<Page>
}

export interface RequestLog {
  /** Oldest first. */
  readonly lines: readonly LogEvent[]
  readonly complete: boolean
  readonly incomplete: readonly Incomplete[]
}

/** CloudWatch has a line some seconds after it was written. */
const AGAIN_MS = [500, 1_000, 2_000, 3_000, 4_000, 5_000] as const
/** Our clock and Lambda's may differ. */
const MARGIN_MS = 5 * 60_000

/** The log of one request, whole: the answer's own 4 KB where that is all, else what CloudWatch has of it, looked at until its REPORT is there. */
export const requestLog = async (reading: LogReading): Promise<RequestLog> => {
  const { session, source, requestId, tail, from, signal } = reading
  const whole = isWholeLog(tail, requestId)
  const own = tailEvents(tail, { group: source.group, from, whole }).map((raw) => new Line(raw, source, false))
  if (whole || requestId === null) return { lines: own, complete: whole, incomplete: [] }
  const clock = session.wire?.clock ?? systemClock
  try {
    for (const pause of AGAIN_MS) {
      await clock.sleep(pause, signal)
      const lines = await inCloudWatch(reading, requestId)
      if (lines !== null) return { lines, complete: true, incomplete: [] }
    }
    const reason = 'CloudWatch had not all of it after 15 s'
    return { lines: own, complete: false, incomplete: [missing(reason, null)] }
  } catch (error) {
    if (signal.aborted) throw signal.reason
    const { region, profile } = session
    const problem = isProblem(error)
      ? error
      : toProblem(error, { operation: 'logs:FilterLogEvents', resource: source.group, region, profile })
    return { lines: own, complete: false, incomplete: [missing(problem.message, problem.action)] }
  }
}

const missing = (reason: string, action: string | null): Incomplete => ({
  what: 'the beginning of the log',
  operation: 'logs:FilterLogEvents',
  reason,
  action,
})

/** Null while its REPORT is not there. A stream runs one request at a time: what stands between the first and the last line that name it is its own. */
const inCloudWatch = async (reading: LogReading, requestId: string): Promise<readonly LogEvent[] | null> => {
  const { source } = reading
  const named = await read(reading, reading.from - MARGIN_MS, null, `"${requestId.replace(/[^\w-]/g, '')}"`)
  const end = named.findLast(({ parsed }) => parsed.kind === 'report' && parsed.requestId === requestId)
  const begin = named.find(({ parsed }) => parsed.kind === 'start' && parsed.requestId === requestId)
  if (end === undefined || begin === undefined) return null
  const all = await read(reading, begin.at, end.at, null)
  const isOwn = ({ stream, parsed }: LogEvent): boolean =>
    stream === end.stream && (parsed.requestId === null || parsed.requestId === requestId)
  const lines = all.filter(isOwn)
  return lines.some(({ parsed }) => parsed.kind === 'report')
    ? lines.map((line) => new Line(line, source, false))
    : null
}

const read = async (
  { session, source, signal, ...reading }: LogReading,
  from: number,
  to: number | null,
  filter: string | null,
): Promise<readonly LogEvent[]> => {
  const fetchPage = reading.fetchPage ?? ((asked, stop) => filterLogEvents(session, asked, stop))
  const sourceOf = attributor([source])
  const lines: LogEvent[] = []
  for (let token: string | null = null, more = true; more; ) {
    const page: Page = await fetchPage({ group: source.group, from, to, filter, token, priority: 0 }, signal)
    for (const raw of page.events) if (sourceOf(raw) === source) lines.push(new Line(raw, source, false))
    more = page.next !== null && page.next !== token
    token = page.next
  }
  return lines.sort((a, b) => a.at - b.at)
}
