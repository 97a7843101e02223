import type { LogEvent, LogSource } from '../log-event.ts'
import { type Evidence, hear, noEvidence, type Outcome, outcomeOf } from './invocations-outcome.ts'

/** One invocation, or a part of one that grew too long to be held. Times are epoch milliseconds. */
export interface Invocation {
  readonly source: LogSource
  readonly stream: string
  readonly requestId: string | null
  /** Counts from 1: a failed asynchronous invocation comes again under the same request id. */
  readonly attempt: number
  /** Counts from 1; more than 1 where earlier lines have been given away already. */
  readonly part: number
  /** More lines of it will follow in another part: this one says nothing about its end. */
  readonly continues: boolean
  readonly start: number
  readonly end: number
  readonly durationMs: number | null
  readonly timeoutMs: number | null
  readonly memoryMb: number | null
  readonly maxMemoryMb: number | null
  readonly cold: boolean
  readonly initMs: number | null
  readonly restoreMs: number | null
  readonly outcome: Outcome
  readonly errorType: string | null
  readonly traceId: string | null
  readonly lines: readonly LogEvent[]
}

/** An invocation whose lines still come. */
export interface Open {
  readonly source: LogSource
  readonly group: string
  readonly stream: string
  readonly requestId: string | null
  readonly attempt: number
  part: number
  /** Its START was seen; without one, silence ends it. */
  started: boolean
  start: number
  end: number
  lines: LogEvent[]
  traceId: string | null
  evidence: Evidence
  /** Its report was seen, or another invocation took its stream: it leaves when it has settled. Null while neither is so. */
  due: { readonly at: number; tick: number | null } | null
  /** The passed time of its last line; null until it is known. */
  tick: number | null
}

export const openFor = (event: LogEvent, place: Pick<Open, 'attempt' | 'part'>, tick: number | null): Open => ({
  source: event.source,
  group: event.group,
  stream: event.stream,
  requestId: event.parsed.requestId,
  attempt: place.attempt,
  part: place.part,
  started: false,
  start: event.at,
  end: event.at,
  lines: [],
  traceId: null,
  evidence: noEvidence(),
  due: null,
  tick,
})

/** Takes a line in; its text is kept where somebody wants to see it. */
export const absorb = (open: Open, event: LogEvent, keep: boolean): void => {
  const { kind, traceId } = event.parsed
  hear(open.evidence, event)
  if (traceId !== null && (open.traceId === null || kind === 'report' || kind === 'start')) open.traceId = traceId
  if (kind === 'start') {
    open.started = true
    open.start = event.at
  }
  if (event.at > open.end) open.end = event.at
  if (keep) open.lines.push(event)
}

export const closed = (open: Open, timeoutMs: number | null, continues: boolean): Invocation => {
  const { report, runtimeMs, cold, initMs, errorType } = open.evidence
  const outcome = continues ? 'unfinished' : outcomeOf(open.evidence)
  return {
    source: open.source,
    stream: open.stream,
    requestId: open.requestId,
    attempt: open.attempt,
    part: open.part,
    continues,
    start: open.start,
    end: open.end,
    durationMs: report?.durationMs ?? runtimeMs,
    timeoutMs,
    memoryMb: report?.memoryMb ?? null,
    maxMemoryMb: report?.maxMemoryMb ?? null,
    cold: cold || report?.initMs != null || report?.restoreMs != null,
    initMs: report?.initMs ?? (report?.restoreMs == null ? initMs : null),
    restoreMs: report?.restoreMs ?? null,
    outcome,
    errorType: outcome === 'ok' ? null : errorType,
    traceId: open.traceId,
    lines: open.lines,
  }
}
