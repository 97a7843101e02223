import { isTryOfParent } from './attempts.ts'
import { isLambdaAttempt } from './fold-pair.ts'
import { spanLabel } from './label.ts'
import { placeText, topOwnFrame } from './own-frame.ts'
import type { Span, SpanException, SpanStatus } from './span.ts'
import { isBad } from './status.ts'
import type { TraceCause } from './trace.ts'

interface Candidate {
  readonly span: Span
  readonly above: Candidate | null
  /** The service in which it ran; null where it is that itself. */
  readonly within: Span | null
  /** 2 where its service failed with it, 1 where that handled it. */
  readonly weight: number
  /** A later try went well. */
  readonly recovered: boolean
}

const isService = (span: Span): boolean => span.kind === 'server' || span.kind === 'consumer'

const owner = ({ span, within }: Candidate): Span => within ?? span

const isWorded = ({ type, message }: SpanException): boolean => type !== null || message !== null

/** A refusal for its pace may be what a service failed with. */
const severity: Readonly<Record<SpanStatus, number>> = { ok: 0, running: 0, error: 1, throttle: 2, fault: 2 }

/** Those of some siblings, sorted by start, that failed where a later try of the same call did not. */
const recoveredOf = (siblings: readonly Span[], parent: Span | null): ReadonlySet<Span> => {
  const found = new Set<Span>()
  if (siblings.every(({ attempt }) => attempt === null)) return found
  const below = parent?.attempts
  const wentWell = new Map<string, boolean>()
  for (let at = siblings.length - 1; at >= 0; at--) {
    const span = siblings[at]!
    if (span.attempt === null) continue
    if (span.attempts !== null) wentWell.set(span.name, !isBad(span.status))
    const well = isTryOfParent(span.name)
      ? below != null && below.failed < below.count
      : wentWell.get(span.name) === true
    if (well) found.add(span)
  }
  return found
}

const isBetter = (next: Candidate, best: Candidate): boolean => {
  const a = [next.weight, next.span.exceptions.some(isWorded) ? 1 : 0, severity[next.span.status], next.span.depth]
  const b = [best.weight, best.span.exceptions.some(isWorded) ? 1 : 0, severity[best.span.status], best.span.depth]
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return a[at]! > b[at]!
  return next.span.start < best.span.start
}

const candidateOf = (roots: readonly Span[]): Candidate | null => {
  let best: Candidate | null = null
  const stack: { span: Span; above: Candidate | null; recovered: boolean }[] = []
  const push = (siblings: readonly Span[], above: Candidate | null): void => {
    const recovered = recoveredOf(siblings, above?.span ?? null)
    for (const span of siblings)
      stack.push({ span, above, recovered: above?.recovered === true || recovered.has(span) })
  }
  push(roots, null)
  for (let item = stack.pop(); item !== undefined; item = stack.pop()) {
    const { span, above, recovered } = item
    const within = above === null || isService(span) ? null : owner(above)
    const weight = isBad((within ?? span).status) ? 2 : 1
    const candidate: Candidate = { span, above, within, weight, recovered }
    if (isBad(span.status) && !recovered && (best === null || isBetter(candidate, best))) best = candidate
    push(span.children, candidate)
  }
  return best
}

/** Where a chain of exceptions began: the one that caused the first of them. */
const rootException = (exceptions: readonly SpanException[]): SpanException | null => {
  const byId = new Map(exceptions.flatMap((one) => (one.id === null ? [] : [[one.id, one] as const])))
  let found = exceptions.find(isWorded) ?? null
  const seen = new Set([found?.id])
  while (found !== null && found.causeId !== null && !seen.has(found.causeId)) {
    seen.add(found.causeId)
    const next = byId.get(found.causeId)
    if (next === undefined || !isWorded(next)) break
    found = next
  }
  return found
}

const longest = 300

const exceptionText = ({ type, message }: SpanException): string => {
  const line = (message ?? '').trim().split('\n', 1)[0]!.trim()
  const text = line.length > longest ? `${line.slice(0, longest - 1)}…` : line
  if (type === null || text === '') return type ?? text
  // Go and Java write the type into the message too.
  const short = type.split('.').at(-1)!
  return text.startsWith(`${type}:`) || text.startsWith(`${short}:`) ? text : `${type}: ${text}`
}

/** The own frame of the exception; or, where it has none, of another in its chain. */
const frameIn = (exception: SpanException, all: readonly SpanException[]) =>
  topOwnFrame(exception.stack) ?? all.map(({ stack }) => topOwnFrame(stack)).find((frame) => frame !== null) ?? null

const retriesOf = (from: Candidate): string => {
  for (let at: Candidate | null = from; at !== null; at = at.above) {
    const { attempts } = at.span
    if (attempts === null || attempts.count < 2 || attempts.failed < attempts.count) continue
    return `, after ${attempts.count - 1} ${attempts.count === 2 ? 'retry' : 'retries'}`
  }
  return ''
}

const whatFailed: Readonly<Record<SpanStatus, string>> = {
  fault: 'failed',
  error: 'failed',
  throttle: 'was throttled',
  running: 'runs',
  ok: 'ran',
}

const answer = (span: Span): string => {
  const status = span.http?.status ?? null
  return status !== null && status >= 400 ? `answered ${status}` : whatFailed[span.status]
}

/** Parts of Lambda's, named by it: nobody wrote them. */
const unnamed = new Set(['Invocation', 'Initialization', 'Restore', 'attempt'])

/** Who failed, where no exception says how. */
const withoutException = ({ span, within }: Candidate): string => {
  const { service } = span
  if (span.kind === 'client' && (within !== null || span.service !== span.name))
    return `${service} failed: ${spanLabel(span)} ${answer(span)}`
  if (within === null || unnamed.has(span.name) || isLambdaAttempt(span.name)) return `${service} ${answer(span)}`
  return `${service} ${whatFailed[span.status]} in ${spanLabel(span)}`
}

const summaryOf = (found: Candidate): string => {
  const { span, within } = found
  const exception = rootException(span.exceptions)
  if (exception === null) return `${withoutException(found)}${retriesOf(found)}`
  const frame = frameIn(exception, span.exceptions)
  const where = frame === null ? '' : ` (${placeText(frame)})`
  const handled = found.weight < 2 && within !== null && span.kind === 'client'
  const who = handled ? `${spanLabel(span)} in ${span.service}` : span.service
  return `${who} failed: ${exceptionText(exception)}${where}${retriesOf(found)}`
}

/**
 * The first cause of what went wrong, in one sentence: the deepest failed span with an exception, of a service that failed with it before one that
 * handled it. Where no exception was told the deepest failed span itself. Null where nothing failed, or a later try went well.
 */
export const firstCause = (roots: readonly Span[]): TraceCause | null => {
  const found = candidateOf(roots)
  return found === null ? null : { spanId: found.span.id, summary: summaryOf(found) }
}
