import type { Span } from './span.ts'
import type { InvalidDocument } from './trace.ts'

/** What one segment, subsegment or OpenTelemetry span said of itself, before it has a place in the tree. */
export interface SpanRecord
  extends Pick<
    Span,
    | 'id'
    | 'segmentId'
    | 'name'
    | 'service'
    | 'kind'
    | 'origin'
    | 'namespace'
    | 'resource'
    | 'start'
    | 'end'
    | 'status'
    | 'http'
    | 'sql'
    | 'aws'
    | 'user'
    | 'annotations'
    | 'metadata'
    | 'exceptions'
    | 'inferred'
    | 'links'
    | 'requestId'
    | 'precursorIds'
  > {
  /** The parent that it names, there or not. */
  readonly parentId: string | null
  /** It is a document of its own, or OpenTelemetry's like of it: the work of one service. */
  readonly segment: boolean
  /** The id of an exception that stands elsewhere in the trace, where its cause is only that. */
  readonly causeRef: string | null
  /** The caller said that the other side traces too. */
  readonly traced: boolean
  /** Its end came before its start. */
  readonly backwards: boolean
  /** The id that AWS gave the document, where it is another than the one inside. */
  readonly documentId: string | null
}

/** All that the documents of a trace gave. */
export interface Gathered {
  readonly records: SpanRecord[]
  readonly invalid: InvalidDocument[]
  /** For the id of what can't be shown: the id of what stands above it. */
  readonly above: Map<string, string>
}

export const gathered = (): Gathered => ({ records: [], invalid: [], above: new Map() })
