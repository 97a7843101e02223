import { consoleLink } from '../../domain/console-link.ts'
import type { InvocationReport, LogEvent, LogSource } from '../../domain/log-event.ts'
import { ExitCode } from '../../domain/problem.ts'
import { renamed, renamedLinks } from '../../domain/trace/rename.ts'
import type { Span } from '../../domain/trace/span.ts'
import type { Trace, TraceSummary } from '../../domain/trace/trace.ts'
import { ago } from '../../output/ago.ts'
import { durationText } from '../../output/duration.ts'
import { safeText } from '../../output/safe-text.ts'
import { windowGraph } from '../../usecases/traces/graph.ts'
import { spanLogs } from '../../usecases/traces/span-logs.ts'
import type { TracesCall } from './call.ts'
import type { TracesFlags } from './flags.ts'
import { linkedTraces, oneTrace } from './one-trace.ts'
import { logSources } from './place.ts'
import { followedOf, type Search, samplingHint, searchHints, summariesOf } from './search.ts'

/** What a REPORT says in words; its ids stand elsewhere. */
const reportWords = ({ status, errorType, durationMs, maxMemoryMb, memoryMb }: InvocationReport): string =>
  [
    [status, errorType].filter(Boolean).join(' '),
    durationMs === null ? '' : durationText(durationMs),
    maxMemoryMb === null || memoryMb === null ? '' : `${maxMemoryMb} of ${memoryMb} MB`,
  ]
    .filter(Boolean)
    .join(', ')

/** A line of the log as the explorer shows it. */
const logRow = ({ at, parsed, source }: LogEvent) => ({
  time: at,
  level: parsed.level,
  source: source.name,
  lines: parsed.report ? [reportWords(parsed.report)] : parsed.text.replace(/\n+$/, '').split('\n'),
})

/** What START, END and INIT say the waterfall says better. */
const isWorthALine = ({ parsed: { kind } }: LogEvent): boolean => kind !== 'start' && kind !== 'end' && kind !== 'init'

/** Where the explorer's data comes from: AWS, and only when a person asks for it. */
const sourceOf = (search: Search, first: readonly string[], signal: AbortSignal) => {
  const { session, place, window } = search
  let found = 0
  let sources: Promise<readonly LogSource[]> | null = null
  const searched = Promise.withResolvers<void>()
  const logGroups = (): Promise<readonly LogSource[]> => {
    // One that failed is asked again at the next key.
    sources ??= logSources(session, place.discovery, signal).catch((error: unknown) => {
      sources = null
      throw error
    })
    return sources
  }
  async function* summaries(): AsyncGenerator<TraceSummary> {
    try {
      for await (const summary of summariesOf(search, signal)) {
        found++
        yield summary
      }
    } finally {
      searched.resolve()
    }
  }
  async function* notes(): AsyncGenerator<string> {
    yield* first
    yield* await searchHints(search, signal)
    await searched.promise
    if (found === 0) yield await samplingHint(search, signal)
  }
  async function* follow(stop: AbortSignal): AsyncGenerator<TraceSummary> {
    for await (const batch of followedOf(search, window.to, stop)) yield* batch.map(({ trace }) => trace)
  }
  // What is shown bears the template's names; whose lines to read AWS's names tell.
  const { nameOf } = place.scope
  const known = new Map<string, Trace>()
  const shown = (trace: Trace): Trace => {
    known.set(trace.id, trace)
    return renamed(trace, nameOf)
  }
  return {
    summaries: summaries(),
    follow,
    notes: notes(),
    fetch: async (id: string, stop: AbortSignal) => shown(await oneTrace(session, id, stop)),
    logs: async (span: Span, trace: Trace, stop: AbortSignal) =>
      (await spanLogs(known.get(trace.id) ?? trace, span, { session, sources: await logGroups(), signal: stop }))
        .filter(isWorthALine)
        .map(logRow),
    links: async (trace: Trace, span: Span, stop: AbortSignal) => {
      const found = await linkedTraces(session, known.get(trace.id) ?? trace, span, stop)
      for (const one of found) known.set(one.trace.id, one.trace)
      return renamedLinks(found, nameOf)
    },
    graph: async (stop: AbortSignal) =>
      (await windowGraph({ session, scope: place.scope, window, signal: stop })).graph,
    console: (trace: Trace) => consoleLink.trace(placeOf(search), trace.id),
  }
}

const placeOf = ({ place, session }: Search) => {
  const { partition, account } = place.discovery.app
  return { partition, account, region: session.region }
}

/** The list and all that opens from it, on a terminal. Ends with exit code 0, 130 after Ctrl-C, or with the signal's reason. */
export const walkTraces = async (
  call: TracesCall<TracesFlags>,
  search: Search,
  narrowed: readonly string[],
  notes: readonly string[],
): Promise<number> => {
  const { flags, style, signal } = call
  const { openTraceExplorer } = await import('../../tui/trace/open.tsx')
  const { session, place, window } = search
  const left = await openTraceExplorer({
    context: {
      stack: place.discovery.app.name,
      region: session.region,
      window: window.words.replace(/^in the /, ''),
      narrowed,
    },
    source: sourceOf(search, notes, signal),
    style: { color: style.color, unicode: style.unicode, timeZone: flags.timezone },
    words: { safe: safeText, duration: durationText, ago },
    now: () => session.now(),
    input: process.stdin,
    screen: process.stdout,
    signal,
  })
  return left === 'interrupted' ? ExitCode.interrupted : ExitCode.ok
}
