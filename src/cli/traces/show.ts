import { readFile } from 'node:fs/promises'
import { text as textOf } from 'node:stream/consumers'
import type { Session } from '../../aws/session.ts'
import type { LogEvent } from '../../domain/log-event.ts'
import { ExitCode, isProblem, Problem, usage } from '../../domain/problem.ts'
import { rowKey, spans } from '../../domain/trace/flatten.ts'
import { readTraceFile } from '../../domain/trace/read-file.ts'
import type { NameOf } from '../../domain/trace/rename.ts'
import type { LinkedTrace } from '../../domain/trace/rows.ts'
import type { Trace } from '../../domain/trace/trace.ts'
import { safeText } from '../../output/safe-text.ts'
import { traceScope } from '../../usecases/traces/scope.ts'
import { spanLogs } from '../../usecases/traces/span-logs.ts'
import { runsOf } from '../../usecases/traces/span-owner.ts'
import type { TracesCall } from './call.ts'
import { linkedTraces, notFound, onceWritten, traceId, tracesById } from './one-trace.ts'
import { logSources, tracesWindow } from './place.ts'
import { traceTexts } from './show-formats.ts'

export interface ShowFlags {
  readonly file?: string | undefined
  readonly logs: boolean
  readonly linked: boolean
  readonly since?: string | undefined
  readonly until?: string | undefined
  readonly timezone?: string | undefined
  readonly 'show-secrets': boolean
}

/** Links are followed from trace to trace so many times: an order that is queued twice is two of them. */
const DEPTH = 4
const TRACES_AT_MOST = 100

/** `slsops traces show`, from its words to its exit code. */
export const showCommand = async (call: TracesCall<ShowFlags>, words: readonly string[]): Promise<number> => {
  const { flags, outputs, note } = call
  const ids = words.map(traceId)
  if (flags.file === undefined && ids.length === 0)
    throw usage('which trace?', 'slsops traces lists them: slsops traces show ID; or --file FILE for a saved answer')
  const human = outputs.some(({ format }) => format === 'human')
  if (flags.logs && !human)
    throw usage('--logs shows lines in the waterfall', 'leave it out, or take -o human beside the others')
  if (flags.file !== undefined) {
    if (flags.logs || flags.linked) throw usage(`--file asks AWS nothing: ${flags.logs ? '--logs' : '--linked'} would`)
    const traces = chosen(await fromFile(flags.file), ids)
    await tell(call, traces, new Map(), new Map())
    return ExitCode.ok
  }
  const session = await call.session()
  const window =
    flags.since === undefined ? null : await tracesWindow({ ...flags, since: flags.since }, session, null, call.signal)
  const first = await tracesById(session, [...new Set(ids)], window, call.signal)
  const { traces, missing } = await onceWritten(session, first, call.signal)
  const [lost, ...others] = missing
  if (traces.length === 0 && lost) throw notFound(lost)
  const linked = flags.linked ? await linkedOf(session, traces, call.signal) : new Map()
  const logs = flags.logs ? await logsOf(call, session, [...traces, ...inAll(linked)]) : new Map()
  const discovery = await call.knownDiscovery()
  await tell(call, traces, linked, logs, discovery ? traceScope(discovery.app).nameOf : undefined)
  for (const one of others) note(`${safeText(notFound(one).message)}`)
  if (lost) throw notFound(lost)
  return ExitCode.ok
}

/** Formats that hold one trace. */
const oneOnly: ReadonlySet<string> = new Set(['json', 'mermaid', 'html'])

const tell = async (
  call: TracesCall<ShowFlags>,
  traces: readonly Trace[],
  linked: ReadonlyMap<string, readonly LinkedTrace[]>,
  logs: ReadonlyMap<string, readonly LogEvent[]>,
  nameOf: NameOf = (service) => service,
): Promise<void> => {
  const several = call.outputs.find(({ format }) => oneOnly.has(format))
  if (several && traces.length !== 1)
    throw usage(
      `-o ${several.format} shows one trace, and these are ${traces.length}`,
      'say which by its id; -o ndjson gives one a line',
    )
  await call.emit(traceTexts(call, { traces, linked, logs, nameOf }))
}

const fromFile = async (file: string): Promise<readonly Trace[]> => {
  try {
    return readTraceFile(file === '-' ? await textOf(process.stdin) : await readFile(file, 'utf8'))
  } catch (error) {
    if (isProblem(error)) throw error
    throw new Problem(
      'CannotRead',
      `${file === '-' ? 'standard input' : file} can't be read: ${(error as Error).message}`,
      {
        exit: ExitCode.usage,
        cause: error,
      },
    )
  }
}

const chosen = (traces: readonly Trace[], ids: readonly string[]): readonly Trace[] => {
  if (ids.length === 0) return traces
  return ids.map((id) => {
    const found = traces.find((trace) => trace.id === id)
    if (found === undefined)
      throw usage(
        `the file holds no trace ${id}`,
        `it holds: ${traces
          .slice(0, 10)
          .map((trace) => trace.id)
          .join(', ')}`,
      )
    return found
  })
}

const inAll = (linked: ReadonlyMap<string, readonly LinkedTrace[]>): readonly Trace[] =>
  [...linked.values()].flatMap((some) => some.map(({ trace }) => trace))

/** The traces that links lead to, and theirs, by the span that they hang under. Each trace is shown once. */
const linkedOf = async (
  session: Session,
  traces: readonly Trace[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly LinkedTrace[]>> => {
  const found = new Map<string, readonly LinkedTrace[]>()
  const seen = new Set(traces.map(({ id }) => id))
  let level = traces
  for (let depth = 0; depth < DEPTH && level.length > 0; depth++) {
    const next: Trace[] = []
    for (const trace of level) {
      for (const span of spans(trace)) {
        if (!span.links.some((link) => !seen.has(link.traceId)) || seen.size >= TRACES_AT_MOST) continue
        const fresh = (await linkedTraces(session, trace, span, signal)).filter((one) => !seen.has(one.trace.id))
        for (const one of fresh) seen.add(one.trace.id)
        if (fresh.length > 0) found.set(rowKey(span), fresh)
        next.push(...fresh.map((one) => one.trace))
      }
    }
    level = next
  }
  return found
}

/** The lines of each run of a function, by its span. A group that can't be read is told, and the others shown. */
const logsOf = async (
  call: TracesCall<ShowFlags>,
  session: Session,
  traces: readonly Trace[],
): Promise<ReadonlyMap<string, readonly LogEvent[]>> => {
  const { signal, note } = call
  const sources = await logSources(session, await call.discovery(), signal)
  const found = new Map<string, readonly LogEvent[]>()
  const foreign = new Set<string>()
  for (const trace of traces) {
    for (const { span, owner } of runsOf(trace)) {
      if (!sources.some(({ functionName }) => functionName === owner.functionName)) {
        foreign.add(owner.functionName)
        continue
      }
      try {
        found.set(rowKey(span), await spanLogs(trace, span, { session, sources, signal }))
      } catch (error) {
        if (signal.aborted || !isProblem(error)) throw error
        note(`no lines of ${safeText(owner.functionName)}: ${safeText(error.message)}`)
      }
    }
  }
  if (foreign.size > 0)
    note(`no lines of ${safeText([...foreign].join(', '))}: not of this stack; --stack names another`)
  return found
}
