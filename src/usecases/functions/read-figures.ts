import { toProblem } from '../../aws/errors.ts'
import type { Session } from '../../aws/session.ts'
import type { Incomplete } from '../../domain/incomplete.ts'
import { invocations } from '../../domain/log/invocations.ts'
import { type FunctionFigures, invocationFigures } from '../../domain/log/invocations-figures.ts'
import type { Grouped } from '../../domain/log/invocations-shelf.ts'
import type { LogSource } from '../../domain/log-event.ts'
import { noFigures } from '../tail/figures.ts'
import { readLines } from '../tail/read-lines.ts'
import type { TailNote } from '../tail/tail.ts'
import { telling } from '../telling.ts'

/** A reading of an hour is short: credentials that expire in it are not waited for. */
const WAIT_FOR_LOGIN_MS = 0

export interface FiguresRead {
  /** By the source's name; one that did not run in the window has zeros, one whose lines could not be read is not there. */
  readonly figures: ReadonlyMap<string, FunctionFigures>
  readonly events: number
  readonly incomplete: readonly Incomplete[]
}

const idle = (name: string): FunctionFigures => ({
  name,
  invocations: 0,
  errors: 0,
  p95Ms: null,
  timeoutMs: null,
  coldStarts: 0,
  maxMemoryMb: null,
  memoryMb: null,
})

/**
 * What the functions' own lines of a window say of their invocations: every line is read, for how one ended is told by lines of many forms. A log
 * group that can't be read is told in `incomplete`. (CloudWatch Logs API: FilterLogEvents; figures of REPORT and `platform.report`.)
 */
export const readFunctionFigures = async (options: {
  readonly session: Session
  readonly sources: readonly LogSource[]
  readonly timeoutMs: (source: LogSource) => number | null
  /** Epoch milliseconds, both inclusive. */
  readonly from: number
  readonly to: number
  readonly signal: AbortSignal
}): Promise<FiguresRead> => {
  const { session, sources, signal, timeoutMs, from, to } = options
  const incomplete: Incomplete[] = []
  const told = telling(incomplete, signal)
  const unread = new Set<string>()
  const read = noFigures()
  const found = invocationFigures()
  const running = invocations({ keepLines: false, timeoutMs })
  const take = (all: readonly Grouped[]): void => {
    for (const one of all) if (one.type === 'invocation') found.add(one.invocation)
  }
  const note = (said: TailNote): void => {
    if (said.kind !== 'unreadable') return
    unread.add(said.group)
    const { region, profile } = session
    const operation = 'logs:FilterLogEvents'
    const { message, action } = toProblem(said.error, { operation, region, profile, resource: said.group })
    incomplete.push({ what: `log group ${said.group}`, operation, reason: message, action })
  }
  const done = await told('figures of the functions', 'logs:FilterLogEvents', async () => {
    const reading = { session, sources, from, to, filter: null, signal, authTimeoutMs: WAIT_FOR_LOGIN_MS, note }
    for await (const lines of readLines(reading, read)) for (const line of lines) take(running.push(line))
    take(running.flush())
    return true
  })
  const seen = new Map(found.all().map((figures) => [figures.name, figures]))
  for (const { logGroup } of read.gaps) unread.add(logGroup)
  const readable = done === null ? [] : sources.filter(({ group }) => !unread.has(group))
  return {
    figures: new Map(readable.map(({ name }) => [name, seen.get(name) ?? idle(name)])),
    events: read.events,
    incomplete,
  }
}
