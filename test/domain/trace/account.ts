import { spans } from '../../../src/domain/trace/flatten.ts'
import type { Trace } from '../../../src/domain/trace/trace.ts'

/** What a file says of one id, read without any of the product's code. */
export interface Told {
  readonly traceId: string
  readonly id: string
  readonly parent: string | null
}

type Json = { readonly [key: string]: unknown }

const list = (value: unknown): Json[] => (Array.isArray(value) ? (value as Json[]) : [])

const plainId = (traceId: unknown): string => {
  const text = String(traceId ?? 'unknown')
  return /^1-[0-9a-f]{8}-[0-9a-f]{24}$/.test(text) ? text.slice(2).replace('-', '') : text
}

const nested = (document: Json, traceId: string, above: string | null): Told[] => [
  { traceId, id: String(document['id']), parent: above ?? (document['parent_id'] as string | undefined) ?? null },
  ...list(document['subsegments']).flatMap((inner) => nested(inner, traceId, String(document['id']))),
]

const documentOf = (part: Json): Json => {
  const document = part['Document'] ?? part
  return (typeof document === 'string' ? JSON.parse(document) : document) as Json
}

/** Every id of a value of a trace file, with the parent that it names or stands in. */
export const told = (value: unknown): Told[] => {
  const of = value as Json
  if (Array.isArray(of['Traces'])) return list(of['Traces']).flatMap(told)
  if (Array.isArray(of['Segments']))
    return list(of['Segments']).flatMap((part) => nested(documentOf(part), plainId(of['Id']), null))
  if (Array.isArray(of['resourceSpans']))
    return list(of['resourceSpans'])
      .flatMap((group) => list(group['scopeSpans']))
      .flatMap((scope) => list(scope['spans']))
      .map((span) => ({
        traceId: String(span['traceId']),
        id: String(span['spanId']),
        parent: (span['parentSpanId'] as string) || null,
      }))
  return nested(of, plainId(of['trace_id']), null)
}

/** Where each id of a trace is accounted for: the id of the span it is shown as, or null for an invalid one; and those told twice. */
export const accountOf = (trace: Trace): { shownAs: ReadonlyMap<string, string | null>; twice: readonly string[] } => {
  const shownAs = new Map<string, string | null>()
  const twice: string[] = []
  const add = (id: string, as: string | null): void => {
    if (shownAs.has(id)) twice.push(id)
    shownAs.set(id, as)
  }
  for (const span of spans(trace)) for (const id of [span.id, ...span.mergedIds]) add(id, span.id)
  for (const { id } of trace.invalid) if (id !== null) add(id, null)
  return { shownAs, twice }
}
