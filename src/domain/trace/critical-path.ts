import type { Bounds } from './rows.ts'
import type { Span } from './span.ts'
import type { Trace } from './trace.ts'

interface Frame {
  readonly span: Span | null
  readonly start: number
  /** Children that were waited for, the last to end on top. */
  readonly children: readonly (Bounds & { readonly span: Span })[]
  next: number
  /** All that lies after this time is told. */
  cursor: number
}

/** Children as far as they lie inside `start`..`end`: what goes on after its caller ended was not waited for beyond that. */
const frameOf = (span: Span | null, children: readonly Span[], start: number, end: number, last: number): Frame => ({
  span,
  start,
  children: children
    .map((child) => ({ span: child, start: Math.max(start, child.start), end: Math.min(end, child.end ?? last) }))
    .filter((child) => child.start < child.end)
    .sort((a, b) => a.end - b.end || a.start - b.start),
  next: -1,
  cursor: end,
})

/**
 * The spans that the trace's length hangs on, by id, each with its stretches (epoch ms, oldest first): made shorter, they would have
 * made the trace shorter. Told from the end: the child that ended last was waited for; before it began, the one that ended last before that;
 * what lies between is the span's own.
 *
 *     root   ├──────────────────────┤       root  ├─┤        ├──┤     ├─┤
 *      one     ├──────────┤                  one    ├────────┤
 *      two         ├───┤                     two   (one ran longer)
 *      three                 ├─────┤         three              ├─────┤
 *
 * Spans that still run end where the trace does.
 */
export const criticalPath = (trace: Trace): ReadonlyMap<string, readonly Bounds[]> => {
  const path = new Map<string, Bounds[]>()
  const told = (span: Span | null, start: number, end: number): void => {
    if (span === null || start >= end) return
    const stretches = path.get(span.id)
    if (stretches) stretches.push({ start, end })
    else path.set(span.id, [{ start, end }])
  }
  const stack = [frameOf(null, trace.roots, trace.start, trace.end, trace.end)]
  stack[0]!.next = stack[0]!.children.length - 1
  for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
    while (frame.next >= 0 && frame.children[frame.next]!.end > frame.cursor) frame.next--
    const child = frame.children[frame.next]
    if (child === undefined) {
      told(frame.span, frame.start, frame.cursor)
      stack.pop()
      continue
    }
    told(frame.span, child.end, frame.cursor)
    frame.cursor = child.start
    frame.next--
    const inner = frameOf(child.span, child.span.children, child.start, child.end, trace.end)
    inner.next = inner.children.length - 1
    stack.push(inner)
  }
  for (const stretches of path.values()) stretches.reverse()
  return path
}
