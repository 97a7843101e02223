import { toProblem } from '../../aws/errors.ts'
import type { Session } from '../../aws/session.ts'
import type { LogEvent, LogSource, RawLogEvent } from '../../domain/log-event.ts'
import { ExitCode, Problem } from '../../domain/problem.ts'
import { toW3cId } from '../../domain/trace/ids.ts'
import type { Span } from '../../domain/trace/span.ts'
import type { Trace } from '../../domain/trace/trace.ts'
import { type FilterLogEvents, filterLogEvents } from '../../services/logs/filter-log-events.ts'
import { attributor } from '../tail/attribute.ts'
import { Line } from '../tail/line.ts'
import { spanOwner } from './span-owner.ts'

type Page = { readonly events: readonly RawLogEvent[]; readonly next: string | null }

export interface SpanLogs {
  readonly session: Session
  /** Where the app's functions write. */
  readonly sources: readonly LogSource[]
  readonly signal: AbortSignal
  /** Default: CloudWatch Logs. */
  readonly fetchPage?: (asked: FilterLogEvents, signal: AbortSignal) => Promise<Page>
}

/** The clocks of a function and of X-Ray agree within a second; REPORT comes after the segment has ended. */
const BEFORE_MS = 2_000
const AFTER_MS = 10_000
/** A run that has not ended may go on for as long as Lambda lets it. */
const LONGEST_MS = 15 * 60_000
const PAGES_AT_MOST = 20

const notThere = (span: Span): Problem =>
  new Problem('NoLogs', `${span.name} has no log lines: it is no part of a run of one of the app's functions`, {
    hint: 'a function above it has some',
    exit: ExitCode.usage,
  })

/** Any of the ids, as CloudWatch's filter patterns write it. */
const patternOf = (ids: readonly string[]): string => ids.map((id) => `?"${id.replace(/[^\w-]/g, '')}"`).join(' ')

/**
 * The lines that a function wrote during the run that a span is of, oldest first: those that name its request id or its trace (either form of the
 * id), and what the same stream holds between its START and its REPORT. Rejects with a Problem: `NoLogs` for a span that belongs to no function of
 * the app. (CloudWatch Logs API: FilterLogEvents)
 */
export const spanLogs = async (trace: Trace, span: Span, options: SpanLogs): Promise<readonly LogEvent[]> => {
  const { session, sources, signal } = options
  const fetchPage = options.fetchPage ?? ((asked, stop) => filterLogEvents(session, asked, stop))
  const owner = spanOwner(trace, span)
  const source = owner && sources.find(({ functionName }) => functionName === owner.functionName)
  if (!owner || !source) throw notThere(span)
  const w3c = toW3cId(trace.id)
  const ids = [...owner.requestIds, trace.id, ...(w3c === null ? [] : [w3c])]
  const sourceOf = attributor(sources)
  const read = async (from: number, to: number, filter: string | null): Promise<readonly RawLogEvent[]> => {
    const events: RawLogEvent[] = []
    for (let token: string | null = null, pages = 0; pages < PAGES_AT_MOST; pages++) {
      const page: Page = await fetchPage({ group: source.group, from, to, filter, token, priority: 0 }, signal)
      events.push(...page.events.filter((event) => sourceOf(event) === source))
      if (page.next === null || page.next === token) break
      token = page.next
    }
    return events
  }
  try {
    const to = owner.end === null ? owner.start + LONGEST_MS : owner.end + AFTER_MS
    const named = await read(owner.start - BEFORE_MS, to, patternOf(ids))
    const own = await runOnly(named, owner.requestIds, read)
    const lines = own.map((raw) => new Line(raw, source, false))
    return lines.sort((a, b) => a.at - b.at)
  } catch (error) {
    if (signal.aborted) throw signal.reason
    const { region, profile } = session
    throw toProblem(error, { operation: 'logs:FilterLogEvents', resource: source.group, region, profile })
  }
}

const keyOf = ({ id, stream, at, message }: RawLogEvent): string => id ?? `${stream}\n${at}\n${message}`

/** A stream runs one request at a time: all between the first and the last line that names it are of it, also those that name nothing. */
const runOnly = async (
  named: readonly RawLogEvent[],
  requestIds: readonly string[],
  read: (from: number, to: number, filter: string | null) => Promise<readonly RawLogEvent[]>,
): Promise<readonly RawLogEvent[]> => {
  // A trace may hold several runs of one function: the lines of the others are theirs.
  const anchors = named.filter(({ message }) => requestIds.some((id) => message.includes(id)))
  const own = anchors.length > 0 ? anchors : named
  if (own.length === 0) return []
  const streams = new Map<string, { from: number; to: number }>()
  for (const { stream, at } of own) {
    const known = streams.get(stream)
    if (known) Object.assign(known, { from: Math.min(known.from, at), to: Math.max(known.to, at) })
    else streams.set(stream, { from: at, to: at })
  }
  const whole = await read(Math.min(...own.map(({ at }) => at)), Math.max(...own.map(({ at }) => at)), null)
  const between = whole.filter((event) => {
    const run = streams.get(event.stream)
    if (run === undefined || event.at < run.from || event.at > run.to) return false
    // At the border milliseconds the stream may hold the end of one run and the begin of the next.
    const border = event.at === run.from || event.at === run.to
    const other = /\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b/.exec(event.message)?.[0]
    return !border || other === undefined || requestIds.length === 0 || requestIds.includes(other)
  })
  return [...new Map([...own, ...between].map((event) => [keyOf(event), event])).values()]
}
