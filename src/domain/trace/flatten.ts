import type { LinkedTrace, TraceRow } from './rows.ts'
import type { Span, SpanStatus } from './span.ts'
import { worse } from './status.ts'
import type { Trace } from './trace.ts'

export interface TraceView {
  /** Keys of the rows whose children are hidden. */
  readonly folded: ReadonlySet<string>
  /** By the key of a span's row: the traces that were followed from it. */
  readonly linked?: ReadonlyMap<string, readonly LinkedTrace[]>
}

/** Every span of a trace, a parent before its children. */
export function* spans(trace: Trace): Generator<Span> {
  const stack = [...trace.roots].reverse()
  for (let span = stack.pop(); span !== undefined; span = stack.pop()) {
    yield span
    for (let at = span.children.length - 1; at >= 0; at--) stack.push(span.children[at]!)
  }
}

export const rowKey = (span: Span): string => `${span.traceId}/${span.id}`

type Item =
  | { readonly span: Span; readonly depth: number }
  | { readonly hop: LinkedTrace; readonly from: Span; readonly depth: number }
  | { readonly link: Span['links'][number]; readonly from: Span; readonly depth: number }

/** What stands below a span: its children, then the traces that were followed, then the links that were not. */
const below = (span: Span, depth: number, view: TraceView): readonly Item[] => {
  const items: Item[] = span.children.map((child) => ({ span: child, depth: depth + 1 }))
  const hops = view.linked?.get(rowKey(span)) ?? []
  for (const hop of hops) items.push({ hop, from: span, depth: depth + 1 })
  const known = new Set(hops.map(({ trace }) => trace.id))
  for (const link of span.links) {
    if (known.has(link.traceId)) continue
    known.add(link.traceId)
    items.push({ link, from: span, depth: depth + 1 })
  }
  return items
}

const roots = ({ trace }: LinkedTrace, depth: number): readonly Item[] =>
  trace.roots.map((span) => ({ span, depth: depth + 1 }))

/** What folding hides; the traces that were followed count too. */
const hiddenOf = (items: readonly Item[], view: TraceView, shown: ReadonlySet<string>) => {
  let count = 0
  let status: SpanStatus = 'ok'
  const seen = new Set(shown)
  const stack = [...items]
  for (let item = stack.pop(); item !== undefined; item = stack.pop()) {
    if ('span' in item) {
      count++
      status = worse(status, item.span.status)
      for (const inner of below(item.span, 0, view)) stack.push(inner)
    } else if ('hop' in item && !seen.has(item.hop.trace.id)) {
      seen.add(item.hop.trace.id)
      for (const inner of roots(item.hop, 0)) stack.push(inner)
    }
  }
  return { count, worst: status }
}

/** From the one end of a hop to the other: a trace that sent to ours came before the span that it hangs under. */
const waitOf = ({ trace, waitMs }: LinkedTrace, span: Span): { readonly from: number; readonly to: number } => {
  const sent = span.end ?? span.start
  const before = trace.start < span.start && waitMs >= 0
  const [a, b] = before ? [span.start - waitMs, span.start] : [sent, sent + waitMs]
  return { from: Math.min(a, b), to: Math.max(a, b) }
}

/**
 * The rows of a waterfall, top to bottom. Keys are unique: a trace that is linked from several spans is shown below the first, and the
 * others name it only.
 */
export const flatten = (trace: Trace, view: TraceView): TraceRow[] => {
  const rows: TraceRow[] = []
  const shown = new Set([trace.id])
  const stack: Item[] = trace.roots.map((span) => ({ span, depth: 0 })).reverse()
  const push = (items: readonly Item[]): void => {
    for (let at = items.length - 1; at >= 0; at--) stack.push(items[at]!)
  }
  for (let item = stack.pop(); item !== undefined; item = stack.pop()) {
    const { depth } = item
    if ('span' in item) {
      const { span } = item
      const key = rowKey(span)
      const items = below(span, depth, view)
      const folded = items.length > 0 && view.folded.has(key)
      const hidden = folded ? hiddenOf(items, view, shown) : null
      rows.push({ kind: 'span', key, span, depth, foldable: items.length > 0, folded, hidden })
      if (!folded) push(items)
    } else if ('hop' in item) {
      const { hop, from } = item
      const key = `${rowKey(from)}/hop/${hop.trace.id}`
      const items = shown.has(hop.trace.id) ? [] : roots(hop, depth)
      const folded = items.length === 0 || view.folded.has(key)
      const hidden = folded ? hiddenOf(items, view, shown) : null
      const wait = waitOf(hop, from)
      rows.push({
        kind: 'hop',
        key,
        link: hop,
        depth,
        foldable: true,
        folded,
        hidden,
        ...wait,
      })
      if (folded) continue
      shown.add(hop.trace.id)
      push(items)
    } else {
      const { link, from } = item
      const { traceId, direction } = link
      const key = `${rowKey(from)}/link/${traceId}`
      rows.push({ kind: 'link', key, spanId: from.id, traceId, direction, depth, foldable: true, folded: true })
    }
  }
  return rows
}
