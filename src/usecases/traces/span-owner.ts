import { lastPart, parseArn } from '../../domain/arn.ts'
import type { Span } from '../../domain/trace/span.ts'
import type { Trace } from '../../domain/trace/trace.ts'

/** The run of a function that a span belongs to. */
export interface SpanOwner {
  /** Its physical name. */
  readonly functionName: string
  /** Lambda's request ids of the run: of the function's own segment, and of Lambda's. */
  readonly requestIds: readonly string[]
  /** Epoch milliseconds; the end is null while it runs. */
  readonly start: number
  readonly end: number | null
}

/** `arn:...:function:NAME:ALIAS` -> `NAME`. */
const nameInArn = (arn: string | null): string | null => {
  const parsed = arn === null ? null : parseArn(arn)
  if (parsed?.service !== 'lambda') return null
  const [word, name] = parsed.resource.split(':')
  return word === 'function' && name ? name : null
}

const isLambda = ({ origin }: Span): boolean => origin?.startsWith('AWS::Lambda') ?? false

/** OpenTelemetry's pair of spans says `NAME/LambdaService`. */
const functionOf = (span: Span): string | null =>
  nameInArn(span.aws?.functionArn ?? null) ??
  nameInArn(span.resource) ??
  (isLambda(span) ? lastPart(span.name.replace(/\/Lambda(Service|ExecutionEnvironment)$/, '')) : null)

/** From the root down to a span; none where it is not in the trace. */
export const pathTo = (trace: Trace, id: string): readonly Span[] => {
  const parents = new Map<Span, Span | null>()
  const stack: Span[] = []
  for (const root of trace.roots) {
    parents.set(root, null)
    stack.push(root)
  }
  for (let span = stack.pop(); span !== undefined; span = stack.pop()) {
    if (span.id === id) {
      const path: Span[] = []
      for (let at: Span | null = span; at !== null; at = parents.get(at) ?? null) path.unshift(at)
      return path
    }
    for (const child of span.children) {
      parents.set(child, span)
      stack.push(child)
    }
  }
  return []
}

/** Which run of which function a span is of: the nearest one above it. Null for a span that no function's run holds. */
export const spanOwner = (trace: Trace, span: Span): SpanOwner | null => {
  const path = pathTo(trace, span.id)
  for (let at = path.length - 1; at >= 0; at--) {
    const one = path[at]!
    const functionName = functionOf(one)
    if (functionName === null) continue
    // Lambda's segment stands above the function's, under the same name, and knows the request id where the other does not.
    const same = path.slice(0, at + 1).filter((above) => functionOf(above) === functionName)
    const own = isLambda(one) || one.requestId !== null ? [one] : []
    const requestIds = [...own, ...same, ...one.children.filter((child) => functionOf(child) === functionName)]
      .filter((holder) => isLambda(holder) || functionOf(holder) !== null)
      .flatMap(({ requestId }) => requestId ?? [])
    return { functionName, requestIds: [...new Set(requestIds)], start: one.start, end: one.end }
  }
  return null
}

/** The spans of a trace that are each the run of a function, in the order of the tree. */
export const runsOf = (trace: Trace): readonly { readonly span: Span; readonly owner: SpanOwner }[] => {
  const runs: { span: Span; owner: SpanOwner }[] = []
  const stack = trace.roots.map((span) => ({ span, above: null as string | null })).reverse()
  for (let item = stack.pop(); item !== undefined; item = stack.pop()) {
    const { span, above } = item
    const own = span.kind === 'server' || isLambda(span) ? functionOf(span) : null
    const owner = own !== null && own !== above ? spanOwner(trace, span) : null
    if (owner) runs.push({ span, owner })
    for (let at = span.children.length - 1; at >= 0; at--) stack.push({ span: span.children[at]!, above: own ?? above })
  }
  return runs
}
