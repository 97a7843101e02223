import { mark, type Node } from './node.ts'
import type { SpanRecord } from './record.ts'
import { isBad } from './status.ts'

/** Services keep their clocks apart by less than this; what is more is told. In ms. */
const tolerance = 1

const isStartUp = ({ name, segment }: SpanRecord): boolean =>
  !segment && (name === 'Initialization' || name === 'Restore')

/** A start-up that had ended this long before the request came was not waited for: provisioned concurrency did it ahead. In ms. */
const ahead = 10_000

/** The function was made ready before anybody asked for it: neither a cold start of this request nor a part of its time. */
export const isAhead = (node: Node): boolean =>
  isStartUp(node.record) &&
  node.parent !== null &&
  (node.record.end ?? node.record.start) < node.parent.record.start - ahead

const isFunction = ({ origin }: SpanRecord): boolean => origin?.startsWith('AWS::Lambda') === true

/** Calls whose other side traces whenever it is set to, in the same trace. */
const followed: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['Lambda', new Set(['Invoke', 'InvokeAsync', 'InvokeWithResponseStream'])],
])

/** The caller handed the trace on and nobody took it up. A call that was refused never arrived. */
const isUntraced = ({ record, children }: Node): boolean => {
  if (record.kind !== 'client' || record.end === null || children.some((child) => child.record.segment)) return false
  if (record.traced) return true
  const operations = followed.get(record.name)
  return operations?.has(record.aws?.operation ?? '') === true && !isBad(record.status) && record.namespace === 'aws'
}

const clockOf = ({ segmentId, service }: SpanRecord): string => segmentId ?? service

const isSkewed = ({ record, parent }: Node): boolean =>
  record.backwards ||
  (parent !== null &&
    !isStartUp(record) &&
    clockOf(record) !== clockOf(parent.record) &&
    record.start < parent.record.start - tolerance)

/** What Powertools and OpenTelemetry write where a function had to be started. */
const saysColdStart = ({ annotations }: SpanRecord): boolean =>
  annotations['ColdStart'] === true || annotations['faas.coldstart'] === true

const serviceOf = (node: Node): Node => {
  let at = node
  while (at.parent !== null && at.record.kind !== 'server') at = at.parent
  return at
}

/** What a person should know of each span. */
export const findMarks = (preOrder: readonly Node[]): void => {
  for (const node of preOrder) {
    const { record, parent } = node
    if (isStartUp(record) && parent !== null && isFunction(parent.record) && !isAhead(node))
      mark(parent, record.name === 'Restore' ? 'restore' : 'cold-start')
    if (saysColdStart(record)) mark(serviceOf(node), 'cold-start')
    if (isSkewed(node)) mark(node, 'clock-skew')
    if (isUntraced(node)) mark(node, 'untraced-hop')
    if (record.links.length < 2) continue
    const from = new Set(record.links.filter(({ direction }) => direction === 'parent').map(({ traceId }) => traceId))
    if (from.size > 1) mark(node, 'fan-in')
  }
}
