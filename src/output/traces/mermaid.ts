import { spans } from '../../domain/trace/flatten.ts'
import { spanLabel } from '../../domain/trace/label.ts'
import type { Span, SpanStatus } from '../../domain/trace/span.ts'
import { isBad } from '../../domain/trace/status.ts'
import type { Trace } from '../../domain/trace/trace.ts'
import type { CiGuard } from '../ci-commands.ts'
import { durationText } from '../duration.ts'
import { exceptionsOf, exceptionText } from './exceptions.ts'
import { mermaidText } from './mermaid-text.ts'

/** Mermaid takes 50,000 characters unless its page says otherwise, and nobody reads that many bars. */
const mostSpans = 200

const tags: Readonly<Record<SpanStatus, string>> = {
  ok: '',
  running: 'active, ',
  error: 'crit, ',
  throttle: 'crit, ',
  fault: 'crit, ',
}

/** How much a span matters where not all have room: those that went wrong, then the long ones. */
const weight = (span: Span, trace: Trace): number =>
  (isBad(span.status) ? 1e15 : 0) + (span.parentId === null ? 1e14 : 0) + ((span.end ?? trace.end) - span.start)

const chosen = (all: readonly Span[], trace: Trace): readonly Span[] => {
  if (all.length <= mostSpans) return all
  const kept = new Set([...all].sort((a, b) => weight(b, trace) - weight(a, trace)).slice(0, mostSpans))
  return all.filter((span) => kept.has(span))
}

/** Steps of the axis: Mermaid draws a tick each, and hangs on thousands. */
const tick = (ms: number): string => {
  for (const [unit, size] of [
    ['millisecond', 1],
    ['second', 1000],
    ['minute', 60_000],
  ] as const)
    for (const step of [1, 2, 5, 10, 20, 50, 100, 200, 500]) if (ms / (step * size) <= 12) return `${step}${unit}`
  return '1day'
}

/**
 * A Mermaid gantt chart: the one of its diagrams that has a time axis, so that a trace keeps its shape (a sequence diagram shows who calls
 * whom, not where the time went). A section a service, times from the trace's start; what went wrong is critical, with its words in the
 * label. It shows in GitHub, GitLab and most wikis.
 */
export const ganttText = (trace: Trace, guard: CiGuard | null): string => {
  const all = Array.from(spans(trace))
  const shown = chosen(all, trace)
  const total = trace.end - trace.start
  // Mermaid counts whole milliseconds: shorter traces are drawn in microseconds and say so.
  const scale = total < 20 ? 1000 : 1
  const lines: string[] = []
  let section = ''
  for (const span of shown) {
    if (span.service !== section) lines.push(`    section ${mermaidText(span.service, 40)}`)
    section = span.service
    const from = Math.max(0, Math.round((span.start - trace.start) * scale))
    const long = Math.max(1, Math.round(((span.end ?? trace.end) - span.start) * scale))
    const status = span.status === 'ok' ? '' : ` ${span.status}`
    const duration = span.durationMs === null ? '' : ` ${durationText(span.durationMs)}`
    lines.push(`    ${mermaidText(spanLabel(span))}${duration}${status} :${tags[span.status]}${from}, ${from + long}`)
  }
  const left = all.length - shown.length
  const causes = exceptionsOf(trace)
    .slice(0, 5)
    .map(({ exception }) => `%% ${mermaidText(exceptionText(exception), 200)}`)
  const title = `${mermaidText(trace.id)} #183; ${durationText(total)} #183; ${all.length} spans${left > 0 ? ` (${left} shorter ones are left out)` : ''}${scale === 1000 ? ' #183; axis in µs' : ''}`
  const format = total * scale < 1000 ? '%L' : total * scale < 60_000 ? '%S.%L' : '%M:%S'
  // Room for the names of the services left of the bars.
  const widest = shown.reduce((most, { service }) => Math.max(most, Math.min(40, service.length)), 0)
  const whole = [
    `%%{init: {"gantt": {"leftPadding": ${Math.max(75, 20 + widest * 7)}}}}%%`,
    'gantt',
    `    title ${title}`,
    '    dateFormat x',
    `    axisFormat ${format}`,
    `    tickInterval ${tick(total * scale)}`,
    ...lines,
    ...causes,
    '',
  ].join('\n')
  return guard ? guard.text(whole) : whole
}
