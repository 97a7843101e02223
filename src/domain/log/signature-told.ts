import type { LogEvent } from '../log-event.ts'
import type { Invocation } from './invocations-open.ts'
import type { Failure } from './signature.ts'

/** A failure and when it was told. */
export interface Told extends Failure {
  readonly at: number
}

const heap = /heap out of memory|JavaScript heap/

/**
 * Whether a line of the app tells of a failure: level ERROR or FATAL, or a stack without any level (Java's `printStackTrace`). An error
 * that was logged as a warning or less was dealt with.
 */
export const tellsFailure = ({ parsed: { kind, level, error } }: LogEvent): boolean =>
  (kind === 'app' || kind === 'extension') &&
  (level === 'ERROR' || level === 'FATAL' || (level === null && error !== null && error.stack !== null))

/** What a line of the app tells. A record without any message is known by the names of its fields. */
const told = ({ at, parsed: { error, text, fields } }: LogEvent): Told => {
  const hasError = error !== null && (error.type !== null || error.message !== null)
  const words = hasError ? (error.message ?? '') : text
  const message = words.trim() === '' && !hasError ? Object.keys(fields ?? {}).join(', ') || '(no message)' : words
  return { at, type: hasError ? error.type : null, message, stack: error?.stack ?? null, byLambda: false }
}

const byLambda = (at: number, type: string | null, message: string): Told => ({
  at,
  type,
  message,
  stack: null,
  byLambda: true,
})

const timeoutWords = (text: string): string | undefined => /Task timed out after \d+(?:\.\d+)? seconds/.exec(text)?.[0]

/** `Task timed out after 3.00 seconds`, also where only the report says so. */
const timeout = ({ lines, end, durationMs }: Invocation): Told => {
  const line = lines.find(({ parsed }) => parsed.kind === 'timeout')
  const own = line && timeoutWords(line.parsed.text)
  const said = durationMs === null ? 'Task timed out' : `Task timed out after ${(durationMs / 1000).toFixed(2)} seconds`
  return byLambda(line?.at ?? end, null, own ?? said)
}

const initFailure = ({ at, parsed }: LogEvent): Told => {
  const what = parsed.kind === 'restore' ? 'restore' : 'init'
  const type = parsed.error?.type ?? null
  const timedOut = type === 'timeout' || parsed.fields?.['status'] === 'timeout'
  return byLambda(at, timedOut ? null : type, timedOut ? `${what} timed out` : `${what} failed`)
}

/** What Lambda has to say of an invocation beside what the app said, or in its place; null where the app has said it all. */
const verdict = (invocation: Invocation, app: readonly LogEvent[], whole: boolean): Told | null => {
  const { lines, outcome, end, errorType } = invocation
  const init = lines.find(({ parsed: { kind, level } }) => (kind === 'init' || kind === 'restore') && level === 'ERROR')
  const exit = lines.find(({ parsed: { kind, error } }) => kind === 'platform' && error !== null)
  const explained = app.some(({ parsed: { level, error } }) => level === 'FATAL' || error !== null)
  if (outcome === 'timeout') return timeout(invocation)
  if (outcome === 'oom') {
    const engine = app.some(({ parsed: { level }, message }) => level === 'FATAL' && heap.test(message))
    return engine ? null : byLambda(exit?.at ?? end, 'Runtime.OutOfMemory', 'out of memory')
  }
  if (exit !== undefined && outcome === 'error') {
    return explained
      ? null
      : byLambda(exit.at, exit.parsed.error?.type ?? errorType, exit.parsed.error?.message ?? exit.parsed.text)
  }
  if (app.length > 0) return null
  if (init !== undefined) return initFailure(init)
  if (outcome === 'init-error') return byLambda(end, errorType, 'init failed')
  return outcome === 'error' && whole ? byLambda(end, errorType, 'failed, and logged no error') : null
}

/**
 * The failures of an invocation. Of its report only what the app's own lines do not explain: one that logged nothing is one failure,
 * one that logged its error is not two. `from`: when the reading began; of an invocation from before, lines may be missing.
 */
export const failuresOf = (invocation: Invocation, from: number): readonly Told[] => {
  const { lines, part, continues, durationMs, end } = invocation
  const app = lines.filter(tellsFailure)
  const begun = lines.some(({ parsed }) => parsed.kind === 'start') || end - (durationMs ?? 0) >= from
  const last = continues ? null : verdict(invocation, app, part === 1 && begun)
  return [...app.map(told), ...(last ? [last] : [])]
}

/** What a line tells that belongs to no invocation; null where it tells of no failure. */
export const failureOfLine = (event: LogEvent): Told | null => {
  const { kind, level, error, text } = event.parsed
  if (tellsFailure(event)) return told(event)
  if (level !== 'ERROR') return null
  if (kind === 'timeout') return byLambda(event.at, null, timeoutWords(text) ?? text)
  if (kind === 'init' || kind === 'restore') return initFailure(event)
  return kind === 'platform' && error !== null ? byLambda(event.at, error.type, error.message ?? text) : null
}
