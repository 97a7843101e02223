import type { Operation } from '../service.ts'
import { invalid } from './filter.ts'
import type { SegmentDocument, SegmentStore } from './segments.ts'

type Json = Readonly<Record<string, unknown>>

const largest = 64 * 1024
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

/** What every span needs, and the shapes that readers rely on; the code of what is wrong first, or null. */
const wrongIn = (span: Json): string | null => {
  const {
    id,
    name,
    start_time,
    end_time,
    in_progress,
    subsegments = [],
    links = [],
    annotations = {},
    cause = {},
  } = span
  if (typeof id !== 'string' || !/^[0-9a-f]{16}$/.test(id)) return 'InvalidId'
  if (typeof name !== 'string' || name === '' || name.length > 200) return 'InvalidName'
  if (typeof start_time !== 'number') return 'InvalidStartTime'
  if (end_time === undefined ? in_progress !== true : typeof end_time !== 'number') return 'InvalidEndTime'
  if (!Array.isArray(subsegments) || !subsegments.every(isObject)) return 'InvalidSubsegments'
  if (!Array.isArray(links) || !links.every(isObject)) return 'InvalidLinks'
  if (!isObject(annotations)) return 'InvalidAnnotations'
  const exceptions = isObject(cause) ? (cause['exceptions'] ?? []) : []
  if (typeof cause !== 'string' && !isObject(cause)) return 'InvalidCause'
  if (!Array.isArray(exceptions) || !exceptions.every(isObject)) return 'InvalidCause'
  return subsegments.map(wrongIn).find((code) => code !== null) ?? null
}

const wrongWith = (document: Json): string | null => {
  const { trace_id, type, parent_id } = document
  if (typeof trace_id !== 'string' || !/^1-[0-9a-f]{8}-[0-9a-f]{24}$/.test(trace_id)) return 'InvalidTraceId'
  if (type === 'subsegment' && typeof parent_id !== 'string') return 'InvalidParentId'
  return wrongIn(document)
}

/** A text holds one document, or a list of them; what is no document is told and the others are taken. */
export const putTraceSegments =
  (store: SegmentStore): Operation =>
  ({ body }) => {
    const texts = (body as Json | undefined)?.['TraceSegmentDocuments']
    if (!Array.isArray(texts) || texts.length === 0) throw invalid('TraceSegmentDocuments is required')
    const unprocessed: Json[] = []
    const refuse = (code: string, id?: unknown): void => {
      const known = typeof id === 'string' ? { Id: id } : {}
      unprocessed.push({ ...known, ErrorCode: code, Message: `Invalid segment. ErrorCode: ${code}` })
    }
    for (const text of texts.map(String)) {
      let documents: unknown[]
      try {
        documents = [JSON.parse(text)].flat()
      } catch {
        refuse('ParseError')
        continue
      }
      for (const document of documents) {
        if (!isObject(document)) refuse('ParseError')
        else if (Buffer.byteLength(text) > largest) refuse('SegmentTooLarge', document['id'])
        else {
          const code = wrongWith(document)
          if (code === null) store.put(document as SegmentDocument)
          else refuse(code, document['id'])
        }
      }
    }
    return { UnprocessedTraceSegments: unprocessed }
  }
