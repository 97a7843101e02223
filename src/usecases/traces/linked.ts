import { spans } from '../../domain/trace/flatten.ts'
import type { LinkedTrace } from '../../domain/trace/rows.ts'
import type { Span, SpanLink } from '../../domain/trace/span.ts'
import type { Trace } from '../../domain/trace/trace.ts'

/** A link's other ends, all fetched at once; an id that leads nowhere is left out. */
export type FetchLinked = (ids: readonly string[], signal: AbortSignal) => Promise<readonly Trace[]>

/** Links of one span that are followed at once: X-Ray keeps no more for a segment. */
const LINKS_AT_MOST = 20

/** A span and all below it, in pre-order. Chains may be thousands deep: no recursion. */
function* below(span: Span): Iterable<Span> {
  const stack = [span]
  for (let one = stack.pop(); one !== undefined; one = stack.pop()) {
    yield one
    for (let at = one.children.length - 1; at >= 0; at--) stack.push(one.children[at]!)
  }
}

type Carrier = NonNullable<LinkedTrace['carrier']>

/** How the span of a send tells what it sent by: its name, origin, resource. The first that fits counts. */
const carriers: readonly (readonly [RegExp, Carrier])[] = [
  [/\bsqs\b|AWS::SQS/i, 'SQS'],
  [/\bsns\b|AWS::SNS/i, 'SNS'],
  [/\bevents\b|EventBridge|AWS::Events/i, 'EventBridge'],
  [/\b(states|sfn)\b|Step ?Functions|AWS::StepFunctions/i, 'Step Functions'],
]

const carrierOf = ({ name, origin, resource, namespace }: Span): Carrier | null => {
  const words = [name, origin ?? '', resource ?? '', namespace ?? '']
  return carriers.find(([pattern]) => words.some((word) => pattern.test(word)))?.[1] ?? null
}

/** `https://sqs.../123/orders`, `arn:...:orders` -> `orders`. */
const lastWord = (resource: string): string => resource.split(/[/:]/).filter(Boolean).at(-1) ?? resource

/** The call below (or at) a span that handed the message on; the span itself where none says so. X-Ray puts the link at the function. */
const senderIn = (span: Span): Span => {
  const sends = [...below(span)].filter((one) => one.kind !== 'server' && carrierOf(one) !== null)
  return sends.at(-1) ?? span
}

const spanOf = (trace: Trace, id: string | null): Span | null => {
  if (id === null) return null
  for (const span of spans(trace)) if (span.id === id || span.mergedIds.includes(id)) return span
  return null
}

const feeders = (span: Span): number =>
  new Set(span.links.filter(({ direction }) => direction !== 'child').map(({ traceId }) => traceId)).size

/** How many traces fed the one that received: of all its spans with links back, the one with the most. */
const fanInOf = (receiving: Iterable<Span>): number => {
  let most = 1
  for (const span of receiving) most = Math.max(most, feeders(span))
  return most
}

const throughOf = (sender: Span | null, receiver: Span | null): string => {
  const resource = sender?.resource ?? null
  if (resource !== null && carrierOf(sender!) !== null) return lastWord(resource)
  return sender?.name ?? receiver?.name ?? ''
}

/** The other trace as it hangs under our span. `child`: it received what ours sent; `parent`: the other way round. */
const linked = (span: Span, link: SpanLink, other: Trace): LinkedTrace => {
  const theirs = spanOf(other, link.spanId)
  const back = link.direction === 'parent'
  const at = back ? theirs : span
  const sender = at === null ? null : senderIn(at)
  const receiver = back ? span : (theirs ?? other.roots[0] ?? null)
  const sentAt = sender?.end ?? sender?.start ?? (back ? other.end : span.start)
  const receivedAt = back ? span.start : other.start
  return {
    trace: other,
    through: throughOf(sender, receiver),
    carrier: (sender && carrierOf(sender)) ?? (receiver && carrierOf(receiver)),
    waitMs: receivedAt - sentAt,
    fanIn: back ? Math.max(1, feeders(span)) : fanInOf(spans(other)),
  }
}

/**
 * The traces that a span's links lead to, in the order in which they were received. Each is fetched once, however many links lead to it, and only
 * here: a link costs nothing until somebody follows it. Rejects with what fetching rejects with.
 */
export const followLinks = async (
  trace: Trace,
  span: Span,
  fetch: FetchLinked,
  signal: AbortSignal,
): Promise<readonly LinkedTrace[]> => {
  const links = new Map<string, SpanLink>()
  for (const link of span.links)
    if (link.traceId !== trace.id && !links.has(link.traceId)) links.set(link.traceId, link)
  const ids = [...links.keys()].slice(0, LINKS_AT_MOST)
  if (ids.length === 0) return []
  const others = await fetch(ids, signal)
  return others
    .flatMap((other) => {
      const link = links.get(other.id)
      return link === undefined ? [] : [linked(span, link, other)]
    })
    .sort((a, b) => a.trace.start - b.trace.start)
}
