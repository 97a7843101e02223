import { toProblem } from '../../aws/errors.ts'
import type { Session } from '../../aws/session.ts'
import type { FunctionInfo } from '../../domain/function-info.ts'
import type { Incomplete } from '../../domain/incomplete.ts'
import { failureGroups } from '../../domain/log/signature-groups.ts'
import { type ErrorsReport, worstFirst } from '../../domain/log/signature-report.ts'
import type { LogSource } from '../../domain/log-event.ts'
import type { Problem } from '../../domain/problem.ts'
import type { DeployTime } from '../discovery/deploy-time.ts'
import type { Figures } from '../tail/figures.ts'
import type { TailNote } from '../tail/tail.ts'
import { newSince } from './new-since.ts'
import { readFailures } from './read-failures.ts'

/** How far it is: which part is read, events of it, kinds of failure, and the time that it has come to. */
export interface Progress {
  readonly part: 'window' | 'before'
  readonly events: number
  readonly kinds: number
  readonly at: number
}

export interface FindErrors {
  readonly session: Session
  /** The functions to look at. */
  readonly sources: readonly LogSource[]
  /** What is known of the app's functions: their last changes. */
  readonly functions: readonly FunctionInfo[]
  readonly window: { readonly from: number; readonly to: number }
  /** Null where none is known. */
  readonly deploy: DeployTime | null
  readonly authTimeoutMs: number | null
  readonly note: (note: TailNote) => void
  readonly progress?: ((progress: Progress) => void) | undefined
  readonly signal: AbortSignal
}

export interface ErrorsFound {
  readonly report: ErrorsReport
  /** Of the reading of the window. */
  readonly figures: Figures
  /** Log groups that are not there (yet). */
  readonly missing: readonly string[]
  readonly incomplete: readonly Incomplete[]
}

/** Failures are kept of at most this many signatures. */
const KINDS_AT_MOST = 1000

const unreadable = (group: string, error: unknown, { region, profile }: Session): Incomplete => {
  const operation = 'logs:FilterLogEvents'
  const { message, action } = toProblem(error, { operation, region, profile, resource: group })
  return { what: `log group ${group}`, operation, reason: message, action }
}

/**
 * The failures of functions in a window, grouped by signature, and which of them are new since the deploy. Rejects with a Problem where no
 * log group can be read; one of several is told in `incomplete`.
 */
export const findErrors = async (options: FindErrors): Promise<ErrorsFound> => {
  const { session, sources, window, deploy, authTimeoutMs, signal, progress } = options
  const groups = failureGroups({ ...window, limit: KINDS_AT_MOST })
  const missing: string[] = []
  const incomplete: Incomplete[] = []
  const common = { session, signal, authTimeoutMs }
  const noteTo = (list: Incomplete[]) => (note: TailNote) => {
    if (note.kind === 'missing') missing.push(note.group)
    else if (note.kind === 'unreadable') list.push(unreadable(note.group, note.error, session))
    else options.note(note)
  }
  const figures = await readFailures({
    ...common,
    sources,
    ...window,
    note: noteTo(incomplete),
    take: (occurrence) => groups.add(occurrence),
    progress: (events, at) => progress?.({ part: 'window', events, kinds: groups.size, at }),
  })
  if (groups.other > 0) {
    const reason = `of more than ${KINDS_AT_MOST} kinds of failure only the first ones are kept`
    incomplete.push({
      what: `${groups.other} failures of other kinds`,
      operation: 'logs:FilterLogEvents',
      reason,
      action: null,
    })
  }
  const absent = [...missing]
  const judged = await newSince({
    groups: groups.all(),
    window,
    deployAt: deploy?.at ?? null,
    functions: options.functions,
    read: async ({ from, to, sources: names }, take, enough) => {
      const lost: Incomplete[] = []
      const wanted = sources.filter(({ name }) => names.has(name))
      const read = await readFailures({
        ...common,
        sources: wanted,
        from,
        to: to - 1,
        note: noteTo(lost),
        take,
        enough,
        progress: (events, at) => progress?.({ part: 'before', events, kinds: groups.size, at }),
      })
      incomplete.push(...lost.map((one) => ({ ...one, what: `${one.what} before the deploy` })))
      const gaps = new Set(read.gaps.map(({ logGroup }) => logGroup))
      return { figures: read, unread: new Set(wanted.filter(({ group }) => gaps.has(group)).map(({ name }) => name)) }
    },
    failed: ({ message, action }: Problem) =>
      incomplete.push({
        what: 'the time before the deploy',
        operation: 'logs:FilterLogEvents',
        reason: message,
        action,
      }),
  })
  const report = {
    window,
    deploy,
    comparison: judged.comparison,
    groups: worstFirst(judged.groups),
    other: groups.other,
    events: figures.events,
    functions: sources.length,
  }
  return { report, figures, missing: absent, incomplete }
}
