import { type Forest, mergeInto, type Node, nodeAt } from './node.ts'
import type { SpanRecord } from './record.ts'
import type { SpanAws } from './span.ts'
import { worse } from './status.ts'

const unqualified = (arn: string | null): string | null => arn?.split(':').slice(0, 7).join(':') ?? null

const sameFunction = (service: SpanRecord, runtime: SpanRecord): boolean =>
  service.name === runtime.name ||
  (service.resource !== null && unqualified(service.resource) === unqualified(runtime.aws?.functionArn ?? null))

const isService = (node: Node | null): boolean => node?.record.origin === 'AWS::Lambda' && node.record.segment

/** `Attempt #2`, below Lambda's own segment of an asynchronous invocation. */
export const isLambdaAttempt = (name: string): boolean => /^Attempt #\d+$/.test(name)

const joinedAws = (service: SpanAws | null, runtime: SpanAws | null): SpanAws | null =>
  service === null || runtime === null
    ? (service ?? runtime)
    : {
        ...runtime,
        requestId: service.requestId ?? runtime.requestId,
        retries: service.retries ?? runtime.retries,
        other: { ...service.other, ...runtime.other },
      }

/** Lambda's view (when it was asked, how it answered, the request id) and the function's (its parts, its failures) as one. */
const joined = (service: SpanRecord, runtime: SpanRecord): SpanRecord => ({
  ...service,
  origin: runtime.origin,
  kind: runtime.kind,
  resource: service.resource ?? runtime.resource,
  start: Math.min(service.start, runtime.start),
  end: service.end === null ? null : Math.max(service.end, runtime.end ?? service.end),
  // A function that was killed never says that it ended; Lambda does.
  status: runtime.status === 'running' ? service.status : worse(service.status, runtime.status),
  aws: joinedAws(service.aws, runtime.aws),
  requestId: service.requestId ?? runtime.requestId,
  user: service.user ?? runtime.user,
  annotations: { ...service.annotations, ...runtime.annotations },
  metadata: { ...service.metadata, ...runtime.metadata },
  exceptions: runtime.exceptions.length > 0 ? runtime.exceptions : service.exceptions,
  links: [...service.links, ...runtime.links],
  precursorIds: [...service.precursorIds, ...runtime.precursorIds],
})

/**
 * Lambda sends two segments for one invocation: `AWS::Lambda` (the service took the request) and below it `AWS::Lambda::Function` (the
 * code ran). They are one row, named for the function, under the id of the first; an asynchronous invocation has one such row, and each
 * of its `Attempt #n` is one with the function's segment below it.
 */
export const foldPairs = (forest: Forest): void => {
  const runs = new Map<Node, Node[]>()
  for (const node of forest.nodes.values()) {
    if (node.record.origin !== 'AWS::Lambda::Function' || !node.record.segment) continue
    const above = nodeAt(forest, node.record.parentId)
    if (above === null || above === node) continue
    const known = runs.get(above)
    if (known) known.push(node)
    else runs.set(above, [node])
  }
  for (const [above, [run, another]] of runs) {
    // Several runs below one request are its attempts; each stays a row.
    if (run === undefined || another !== undefined) continue
    const service = isService(above) ? above : nodeAt(forest, above.record.parentId)
    if (!isService(service)) continue
    const pair = service === above ? sameFunction(above.record, run.record) : isLambdaAttempt(above.record.name)
    if (!pair) continue
    const both = joined(above.record, run.record)
    // Of an attempt Lambda says the request on the row above; it is a part of that, no service of its own.
    above.record = service === above ? both : { ...both, kind: 'internal', requestId: service!.record.requestId }
    mergeInto(forest, run, above)
  }
}
