import { assemble } from './assemble.ts'
import { readOtelSpan } from './otel-span.ts'
import { otlpSpans } from './otlp.ts'
import { type Gathered, gathered } from './record.ts'
import type { Trace } from './trace.ts'
import { field } from './untrusted.ts'
import { readXray } from './xray-document.ts'

/** A document of a trace as AWS gives it. (X-Ray API: BatchGetTraces `Segments[]`, ListRetrievedTraces `Spans[]`; an event of `aws/spans`.) */
export interface TraceDocument {
  readonly format: 'xray' | 'otel'
  /** The id that stands beside the document; null where none does. */
  readonly id: string | null
  /** JSON text. */
  readonly document: string
}

/** Reads a parsed document by its shape: what is asked for as OpenTelemetry may come as a span, as OTLP, or as X-Ray had it. */
export const readDocument = (document: unknown, id: string | null, format: 'xray' | 'otel', into: Gathered): void => {
  if (Array.isArray(field(document, 'resourceSpans'))) {
    for (const { span, resource } of otlpSpans(document)) readOtelSpan(span, resource, null, into)
  } else if (field(document, 'spanId') !== undefined || (format === 'otel' && field(document, 'id') === undefined))
    readOtelSpan(document, null, id, into)
  else readXray(document, id, into)
}

/**
 * One trace as a tree. `id` in X-Ray's or W3C's form. A document that can't be read is told in `invalid`; nothing throws. `limitExceeded`
 * is X-Ray's word that the trace is longer than what it gave.
 */
export const buildTrace = (
  id: string,
  documents: readonly TraceDocument[],
  options: { readonly limitExceeded?: boolean } = {},
): Trace => {
  const found = gathered()
  for (const { format, id: documentId, document } of documents) {
    try {
      readDocument(JSON.parse(document), documentId, format, found)
    } catch (error) {
      found.invalid.push({
        id: documentId,
        reason: `it is no JSON (${error instanceof Error ? error.message : error})`,
      })
    }
  }
  return assemble(id, found, options.limitExceeded ?? false)
}
