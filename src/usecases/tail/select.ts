import type { LogEvent, LogLevel } from '../../domain/log-event.ts'

export interface Selection {
  readonly grep: readonly RegExp[]
  readonly exclude: readonly RegExp[]
  /** This level and those above it. */
  readonly level: LogLevel | null
  readonly requestId: string | null
  /** Only what failed: error lines, timeouts, reports that are not a success. */
  readonly errors: boolean
}

export const ranks: Readonly<Record<LogLevel, number>> = { TRACE: 0, DEBUG: 1, INFO: 2, WARN: 3, ERROR: 4, FATAL: 5 }

/** True for an event that tells of a failure, whatever its level says. */
export const isFailure = ({ parsed }: Pick<LogEvent, 'parsed'>): boolean =>
  parsed.kind === 'timeout' ||
  parsed.error !== null ||
  parsed.level === 'ERROR' ||
  parsed.level === 'FATAL' ||
  (parsed.report !== null && parsed.report.status !== 'success')

/** A line that names no level counts as INFO, and as ERROR where it tells of a failure. */
export const rankOf = (event: LogEvent): number => {
  const rank = event.parsed.level === null ? ranks.INFO : ranks[event.parsed.level]
  return isFailure(event) ? Math.max(rank, ranks.ERROR) : rank
}

/** The filters of the command line as one predicate; undefined where there are none, so that nothing is read for nothing. */
export const selector = (selection: Selection): ((event: LogEvent) => boolean) | undefined => {
  const { grep, exclude, level, requestId, errors } = selection
  const tests: ((event: LogEvent) => boolean)[] = []
  for (const pattern of grep) tests.push(({ message }) => pattern.test(message))
  for (const pattern of exclude) tests.push(({ message }) => !pattern.test(message))
  if (level !== null) tests.push((event) => rankOf(event) >= ranks[level])
  if (requestId !== null)
    tests.push((event) => event.parsed.requestId === requestId || event.message.includes(requestId))
  if (errors) tests.push(isFailure)
  return tests.length === 0 ? undefined : (event) => tests.every((test) => test(event))
}
