import { type Quantiles, quantiles } from '../quantiles.ts'
import { spans } from './flatten.ts'
import { shortResource } from './label.ts'
import type { Span } from './span.ts'
import type { Trace } from './trace.ts'

/** A service, or a resource that one called. Times are ms. */
export interface GraphNode {
  readonly id: string
  readonly name: string
  /** X-Ray's type, such as `AWS::Lambda::Function` or `AWS::DynamoDB::Table`; `remote` for a host; empty where none was said. */
  readonly type: string
  /** Requests come in here. */
  readonly root: boolean
  readonly requests: number
  readonly errors: number
  readonly faults: number
  readonly throttles: number
  readonly totalMs: number
  readonly p50Ms: number | null
  readonly p95Ms: number | null
}

export interface GraphEdge {
  /** Ids of nodes. */
  readonly from: string
  readonly to: string
  readonly requests: number
  readonly errors: number
  readonly faults: number
  readonly throttles: number
  readonly p50Ms: number | null
  readonly p95Ms: number | null
  /** From one trace to another, by a queue, topic or bus. */
  readonly link: boolean
}

export interface ServiceGraph {
  readonly nodes: readonly GraphNode[]
  readonly edges: readonly GraphEdge[]
}

interface Tally {
  requests: number
  errors: number
  faults: number
  throttles: number
  totalMs: number
  readonly times: Quantiles
}

const tally = (): Tally => ({ requests: 0, errors: 0, faults: 0, throttles: 0, totalMs: 0, times: quantiles() })

const add = (to: Tally, { status, durationMs }: Span): void => {
  to.requests++
  if (status === 'error') to.errors++
  else if (status === 'fault') to.faults++
  else if (status === 'throttle') to.throttles++
  if (durationMs === null) return
  to.totalMs += durationMs
  to.times.add(durationMs)
}

const figures = ({ requests, errors, faults, throttles, times }: Tally) => ({
  requests,
  errors,
  faults,
  throttles,
  p50Ms: times.at(0.5),
  p95Ms: times.at(0.95),
})

interface Place {
  readonly name: string
  readonly type: string
}

/** The two names that X-Ray has for a function are one node. */
const typeOf = (origin: string | null): string => (origin === 'AWS::Lambda' ? 'AWS::Lambda::Function' : (origin ?? ''))

const idOf = ({ name, type }: Place): string => `${type}|${name}`

const isService = ({ kind }: Span): boolean => kind === 'server' || kind === 'consumer'

/** Types of what AWS calls reach, as X-Ray's own documents have them; a call alone names the service only. */
const awsTypes: Readonly<Record<string, string>> = {
  dynamodb: 'AWS::DynamoDB::Table',
  sqs: 'AWS::SQS::Queue',
  sns: 'AWS::SNS',
  s3: 'AWS::S3::Bucket',
  lambda: 'AWS::Lambda::Function',
  events: 'AWS::Events',
  eventbridge: 'AWS::Events',
  kinesis: 'AWS::Kinesis',
  sfn: 'AWS::StepFunctions::StateMachine',
  stepfunctions: 'AWS::StepFunctions::StateMachine',
}

const calledType = ({ origin, namespace, name }: Span): string =>
  origin !== null ? typeOf(origin) : namespace === 'aws' ? (awsTypes[name.toLowerCase()] ?? name) : 'remote'

/** The other side of a call that nobody traced there; null for a call whose other side has spans of its own. */
const calledBy = (span: Span): Place | null => {
  if ((span.kind !== 'client' && span.kind !== 'producer') || span.children.some(isService)) return null
  const isAws = span.namespace === 'aws' || span.inferred
  const name = isAws && span.resource !== null ? shortResource(span.resource) : span.name
  return { name, type: calledType(span) }
}

interface Shape {
  readonly node: (place: Place) => { place: Place; root: boolean; tally: Tally }
  readonly edge: (from: Place, to: Place, link: boolean) => Tally
  readonly result: () => ServiceGraph
}

const shape = (): Shape => {
  const nodes = new Map<string, { place: Place; root: boolean; tally: Tally }>()
  const edges = new Map<string, { from: string; to: string; link: boolean; tally: Tally }>()
  return {
    node: (place) => {
      const id = idOf(place)
      const found = nodes.get(id) ?? { place, root: false, tally: tally() }
      nodes.set(id, found)
      return found
    },
    edge: (from, to, link) => {
      const key = `${idOf(from)}\n${idOf(to)}\n${link}`
      const found = edges.get(key) ?? { from: idOf(from), to: idOf(to), link, tally: tally() }
      edges.set(key, found)
      return found.tally
    },
    result: () => ({
      nodes: [...nodes].map(([id, { place, root, tally: of }]) => ({
        id,
        ...place,
        root,
        ...figures(of),
        totalMs: of.totalMs,
      })),
      edges: [...edges.values()].map(({ from, to, link, tally: of }) => ({ from, to, ...figures(of), link })),
    }),
  }
}

/** Links between the traces at hand, each once, though both ends may tell of it. */
const linkEdges = (traces: readonly Trace[], serviceOf: ReadonlyMap<string, Place>, into: Shape): void => {
  const told = new Set<string>()
  for (const trace of traces) {
    for (const span of spans(trace)) {
      for (const { traceId, spanId, direction } of span.links) {
        const here = serviceOf.get(`${trace.id}/${span.id}`)
        const there = serviceOf.get(spanId === null ? traceId : `${traceId}/${spanId}`) ?? serviceOf.get(traceId)
        if (here === undefined || there === undefined) continue
        const [from, to] = direction === 'parent' ? [there, here] : [here, there]
        const key = direction === 'parent' ? `${traceId}\n${trace.id}` : `${trace.id}\n${traceId}`
        if (told.has(key)) continue
        told.add(key)
        into.edge(from, to, true).requests++
      }
    }
  }
}

/** Nobody says who made the call: an inferred segment, or a subsegment sent alone, whose parent is missing. */
const isCallOfNobody = (span: Span, above: Place | null): boolean =>
  above === null && span.kind === 'client' && (span.inferred || span.name === span.service)

/** One trace's spans, each told with the service it ran in, a parent before its children. */
function* placed(trace: Trace): Generator<{ span: Span; place: Place | null; above: Place | null; starts: boolean }> {
  const stack = trace.roots.map((span) => ({ span, above: null as Place | null })).reverse()
  for (let item = stack.pop(); item !== undefined; item = stack.pop()) {
    const { span, above } = item
    const starts = (isService(span) || above === null) && !isCallOfNobody(span, above)
    const place = starts ? { name: span.service, type: typeOf(span.origin) } : above
    yield { span, place, above, starts }
    for (let at = span.children.length - 1; at >= 0; at--) stack.push({ span: span.children[at]!, above: place })
  }
}

/** The graph of services that some traces draw. */
export const graphOf = (traces: Iterable<Trace>): ServiceGraph => {
  const all = [...traces]
  const into = shape()
  /** By `traceId/id` of each span and what is shown as it, and by `traceId` for its first: the service it ran in. */
  const serviceOf = new Map<string, Place>()
  for (const trace of all) {
    for (const { span, place, above, starts } of placed(trace)) {
      if (place !== null) {
        for (const id of [span.id, ...span.mergedIds]) serviceOf.set(`${trace.id}/${id}`, place)
        if (!serviceOf.has(trace.id)) serviceOf.set(trace.id, place)
      }
      if (starts && place !== null) {
        const node = into.node(place)
        add(node.tally, span)
        if (above === null) node.root = true
        else add(into.edge(above, place, false), span)
      }
      const called = calledBy(span)
      if (called === null) continue
      add(into.node(called).tally, span)
      if (place !== null) add(into.edge(place, called, false), span)
    }
  }
  linkEdges(all, serviceOf, into)
  return into.result()
}
