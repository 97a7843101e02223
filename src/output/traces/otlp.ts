import { createHash } from 'node:crypto'
import { spans } from '../../domain/trace/flatten.ts'
import { toW3cId } from '../../domain/trace/ids.ts'
import type { Span, SpanException, SpanKind } from '../../domain/trace/span.ts'
import type { Trace } from '../../domain/trace/trace.ts'
import { safeJson } from '../safe-text.ts'
import type { ExportOptions } from './chrome.ts'
import { exceptionText, frameLine } from './exceptions.ts'
import { attributesOf, resourceOf } from './otlp-attributes.ts'
import { keyValues, nanos } from './otlp-value.ts'
import { withoutSecrets } from './secrets.ts'

const kinds: Readonly<Record<SpanKind, number>> = { internal: 1, server: 2, client: 3, producer: 4, consumer: 5 }

/** OTLP's ids are 16 and 8 bytes. Anything else becomes a hash, the same for the same id. */
const hash = (id: string, digits: number): string => createHash('sha256').update(id).digest('hex').slice(0, digits)
const traceHex = (id: string): string => toW3cId(id) ?? hash(id, 32)
const spanHex = (id: string): string => (/^[0-9a-f]{16}$/i.test(id) ? id.toLowerCase() : hash(id, 16))

const stackText = (exception: SpanException): string | null =>
  exception.stack.length === 0
    ? null
    : [exceptionText(exception), ...exception.stack.map((frame) => `    ${frameLine(frame)}`)].join('\n')

const eventsOf = (span: Span) =>
  span.exceptions.map((exception) => ({
    timeUnixNano: nanos(span.end ?? span.start),
    name: 'exception',
    attributes: keyValues(
      Object.entries({
        'exception.type': exception.type,
        'exception.message': exception.message,
        'exception.stacktrace': stackText(exception),
      }),
    ),
  }))

/** X-Ray's word for which end of a link another trace is. */
const linkOf = ({ traceId, spanId, direction }: Span['links'][number]) => ({
  traceId: traceHex(traceId),
  spanId: spanId === null ? '' : spanHex(spanId),
  attributes: direction === 'unknown' ? [] : keyValues([['ReferenceType', direction]]),
})

const failed = new Set(['error', 'fault', 'throttle'])

const otlpSpan = (span: Span, traceId: string) => ({
  traceId,
  spanId: spanHex(span.id),
  ...(span.parentId === null ? {} : { parentSpanId: spanHex(span.parentId) }),
  name: span.name,
  kind: kinds[span.kind],
  startTimeUnixNano: nanos(span.start),
  ...(span.end === null ? {} : { endTimeUnixNano: nanos(span.end) }),
  attributes: keyValues(Object.entries(attributesOf(span))),
  ...(span.exceptions.length === 0 ? {} : { events: eventsOf(span) }),
  ...(span.links.length === 0 ? {} : { links: span.links.map(linkOf) }),
  status: failed.has(span.status) ? { code: 2 } : {},
})

/** An OTLP JSON export request (ExportTraceServiceRequest): collectors take it as it is. Ids are hex, times nanoseconds in text. */
export const otlpJson = (traces: readonly Trace[], { showSecrets, guard }: ExportOptions): string => {
  const groups = new Map<
    string,
    { resource: Readonly<Record<string, unknown>>; spans: ReturnType<typeof otlpSpan>[] }
  >()
  for (const trace of showSecrets ? traces : traces.map(withoutSecrets)) {
    const id = traceHex(trace.w3cId ?? trace.id)
    for (const span of spans(trace)) {
      const resource = resourceOf(span)
      const key = JSON.stringify(resource)
      const group = groups.get(key) ?? { resource, spans: [] }
      groups.set(key, group)
      group.spans.push(otlpSpan(span, id))
    }
  }
  const json = safeJson(
    JSON.stringify({
      resourceSpans: [...groups.values()].map(({ resource, spans: inside }) => ({
        resource: { attributes: keyValues(Object.entries(resource)) },
        scopeSpans: [{ scope: { name: 'slsops' }, spans: inside }],
      })),
    }),
  )
  return `${guard ? guard.json(json) : json}\n`
}
