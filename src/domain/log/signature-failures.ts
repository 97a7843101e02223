import type { LogEvent } from '../log-event.ts'
import { invocations } from './invocations.ts'
import type { Grouped } from './invocations-shelf.ts'
import { type Joined, joiner } from './joiner.ts'
import { type Failure, type Signature, signatureOf } from './signature.ts'
import { failureOfLine, failuresOf, type Told, tellsFailure } from './signature-told.ts'

/** One failure of one invocation: the same signature counts once in it, however often it was logged on its way up. */
export interface Occurrence {
  readonly at: number
  /** What a person calls the function. */
  readonly source: string
  readonly signature: Signature
  readonly failure: Failure
  readonly requestId: string | null
  readonly traceId: string | null
}

/** Finds failures in the lines of functions, given in the order of their times. */
export interface FailureReader {
  push(event: LogEvent): readonly Occurrence[]
  /** At the end of the lines. */
  flush(): readonly Occurrence[]
}

/** Lines that say how an invocation went; of the rest only those that tell of its failure or its trace. */
const speaks = (event: LogEvent): boolean => {
  const { kind, traceId } = event.parsed
  if (kind === 'emf' || kind === 'access' || kind === 'workflow' || kind === 'deploy') return false
  return (kind !== 'app' && kind !== 'extension') || traceId !== null || tellsFailure(event)
}

const INIT_MS = 15_000
const STREAMS_AT_MOST = 1000

const nothing: readonly Occurrence[] = []

/**
 * Puts stacks together that came a line at a time, invocations from their lines, and gives the failures of those that are over. Holds a
 * bounded number of lines. `from`: where the reading begins, epoch milliseconds.
 */
export const failureReader = (from: number): FailureReader => {
  const stacks = joiner()
  const running = invocations()
  const occurrence = (told: Told, source: string, requestId: string | null, traceId: string | null): Occurrence => {
    const { at, ...failure } = told
    return { at, source, signature: signatureOf(failure, source), failure, requestId, traceId }
  }
  /** Streams in which a line of no invocation told of a failure, and when. */
  const loose = new Map<string, number>()
  /** An init that failed where no invocation followed (provisioned concurrency): the app said why before Lambda's line. */
  const alreadyTold = ({ at, byLambda }: Told, { stream }: LogEvent): boolean => {
    if (byLambda) return at - (loose.get(stream) ?? Number.NEGATIVE_INFINITY) < INIT_MS
    if (loose.size > STREAMS_AT_MOST) loose.clear()
    loose.set(stream, at)
    return false
  }
  const found = (grouped: Grouped): readonly Occurrence[] => {
    if (grouped.type === 'line') {
      const { event } = grouped
      const told = failureOfLine(event)
      if (told && alreadyTold(told, event)) return nothing
      return told ? [occurrence(told, event.source.name, event.parsed.requestId, event.parsed.traceId)] : nothing
    }
    const { source, requestId, traceId } = grouped.invocation
    const once = new Map<string, Occurrence>()
    for (const told of failuresOf(grouped.invocation, from)) {
      const one = occurrence(told, source.name, requestId, traceId)
      if (!once.has(one.signature.text)) once.set(one.signature.text, one)
    }
    return [...once.values()]
  }
  const take = (joined: readonly Joined[]): Occurrence[] => {
    const out: Occurrence[] = []
    for (const { event } of joined) {
      if (speaks(event)) for (const grouped of running.push(event)) out.push(...found(grouped))
    }
    return out
  }
  return {
    push: (event) => {
      const joined = stacks.push(event)
      return joined.length === 0 ? nothing : take(joined)
    },
    flush: () => [...take(stacks.flush()), ...running.flush().flatMap(found)],
  }
}
