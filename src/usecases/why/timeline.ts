import type { LogEvent } from '../../domain/log-event.ts'
import { spans } from '../../domain/trace/flatten.ts'
import { spanLabel, statusWord } from '../../domain/trace/label.ts'
import type { Span, SpanStatus } from '../../domain/trace/span.ts'
import { isBad } from '../../domain/trace/status.ts'
import type { Trace } from '../../domain/trace/trace.ts'
import type { WhyMoment } from '../../domain/why.ts'
import { spanOwner } from '../traces/span-owner.ts'
import type { Run } from './runs.ts'
import type { Story } from './story.ts'

const statuses: Readonly<Record<Run['outcome'], SpanStatus>> = {
  ok: 'ok',
  error: 'fault',
  timeout: 'fault',
  oom: 'fault',
  'init-error': 'fault',
  unfinished: 'running',
}

const isTold = ({ parsed: { kind } }: LogEvent): boolean =>
  kind === 'app' || kind === 'extension' || kind === 'timeout' || kind === 'platform'

const firstLine = (text: string): string => text.trim().split('\n', 1)[0]!.trim()

/** What a run comes to in a few words: its failure, else the last thing that its logger said. */
const gist = (run: Run): string => {
  if (run.failure) {
    const { type, message } = run.failure.failure
    return [type, firstLine(message)].filter(Boolean).join(': ')
  }
  const lines = run.lines.filter(isTold)
  const own = lines.findLast(({ parsed: { level } }) => level !== null) ?? lines.at(-1)
  return firstLine(own?.parsed.text ?? '') || run.outcome
}

const runSteps = (run: Run, attempt: number | null): readonly WhyMoment[] => {
  const step: WhyMoment = {
    source: run.source,
    time: run.start,
    kind: 'invocation',
    text: gist(run),
    status: run.failure && run.outcome === 'ok' ? 'error' : statuses[run.outcome],
    level: null,
    durationMs: run.durationMs,
    attempt,
    ref: run.requestId,
  }
  const lines = run.lines.filter(isTold).map(
    ({ at, parsed: { text, level, error } }): WhyMoment => ({
      source: run.source,
      time: at,
      kind: 'log',
      text: text.trim() || [error?.type, error?.message].filter(Boolean).join(': '),
      status: null,
      level,
      durationMs: null,
      attempt: null,
      ref: run.requestId,
    }),
  )
  return [step, ...lines]
}

/** Spans that stand for something of their own: what serves and is no function whose run was read, and calls that failed. */
const stands = (trace: Trace, span: Span, read: ReadonlySet<string>): boolean => {
  const owner = span.origin?.startsWith('AWS::Lambda') ? spanOwner(trace, span) : null
  if (owner) return span.segmentId === span.id && !owner.requestIds.some((id) => read.has(id))
  return span.segmentId === span.id ? !span.inferred : span.kind === 'client' && isBad(span.status)
}

const spanStep = (trace: Trace, span: Span, nameOf: (service: string) => string, source: string): WhyMoment => {
  const label = spanLabel(span)
  const told = label === span.name ? statusWord(span) : `${label} → ${statusWord(span)}`
  return {
    time: span.start,
    source: nameOf(source),
    kind: 'span',
    text: told,
    status: span.status,
    level: null,
    durationMs: span.durationMs,
    attempt: null,
    ref: trace.id,
  }
}

/** The nearest segment above names who made a call. */
const servicesOf = (trace: Trace): ReadonlyMap<string, string> => {
  const names = new Map<string, string>()
  for (const span of spans(trace)) if (span.segmentId === span.id) names.set(span.id, span.name)
  return names
}

/** Everything that happened, oldest first: runs with their lines, and what else was traced. `nameOf`: what the template calls a service. */
export const timelineOf = ({ traces, runs }: Story, nameOf: (service: string) => string): readonly WhyMoment[] => {
  const read = new Set(runs.flatMap(({ requestId }) => requestId ?? []))
  const count = new Map<string, number>()
  for (const { source } of runs) count.set(source, (count.get(source) ?? 0) + 1)
  const seen = new Map<string, number>()
  const steps: WhyMoment[] = []
  for (const run of runs) {
    const attempt = (seen.get(run.source) ?? 0) + 1
    seen.set(run.source, attempt)
    steps.push(...runSteps(run, count.get(run.source)! > 1 ? attempt : null))
  }
  for (const trace of traces) {
    const names = servicesOf(trace)
    for (const span of spans(trace)) {
      if (stands(trace, span, read))
        steps.push(spanStep(trace, span, nameOf, names.get(span.segmentId ?? '') ?? span.name))
    }
  }
  // Of one moment: a span before the run that it holds, a run before its lines.
  const rank = { deploy: 0, message: 1, span: 2, invocation: 3, log: 4 }
  return steps.sort((a, b) => a.time - b.time || rank[a.kind] - rank[b.kind])
}
