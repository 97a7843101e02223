import type { LogEvent, LogLevel } from '../../domain/log-event.ts'
import { isFailure, rankOf, ranks } from './select.ts'

/** What ended a tail. */
export type StoppedBy = 'end' | 'until' | 'for' | 'idle' | 'match' | 'fail-on' | 'max-events' | 'interrupt' | 'pipe'

/** What counts as a failure for `--fail-on`: a message, a level and above, or a way to die. */
export type FailOn =
  | { readonly kind: 'message'; readonly pattern: RegExp }
  | { readonly kind: 'level'; readonly level: LogLevel }
  | { readonly kind: 'timeout' | 'oom' | 'error' }

export interface Endings {
  readonly untilMatch: RegExp | null
  readonly failOn: readonly FailOn[]
  readonly maxEvents: number | null
}

const outOfMemory = /Runtime\.OutOfMemory|signal: killed|heap out of memory/

const fails = (event: LogEvent, failOn: FailOn): boolean => {
  switch (failOn.kind) {
    case 'message':
      return failOn.pattern.test(event.message)
    case 'level':
      return event.parsed.level !== null && rankOf(event) >= ranks[failOn.level]
    case 'timeout':
      return event.parsed.kind === 'timeout' || event.parsed.report?.status === 'timeout'
    case 'oom':
      return outOfMemory.test(event.message)
    case 'error':
      return isFailure(event)
  }
}

/** Looks at each printed line; gives why the tail ends with it, or null. Undefined where no line can end it. */
export const endingOf = ({
  untilMatch,
  failOn,
  maxEvents,
}: Endings): ((event: LogEvent, printed: number) => StoppedBy | null) | undefined => {
  if (untilMatch === null && failOn.length === 0 && maxEvents === null) return undefined
  return (event, printed) => {
    if (failOn.some((one) => fails(event, one))) return 'fail-on'
    if (untilMatch?.test(event.message)) return 'match'
    return maxEvents !== null && printed >= maxEvents ? 'max-events' : null
  }
}
