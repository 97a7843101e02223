import { attributesOf } from './any-value.ts'
import type { Attributes } from './otel-fields.ts'
import { field, listIn } from './untrusted.ts'

export interface OtlpSpan {
  readonly span: unknown
  readonly resource: Attributes
}

/** The spans of an OTLP JSON export request, each with the attributes of its resource. (OTLP: `resourceSpans[].scopeSpans[].spans[]`.) */
export function* otlpSpans(request: unknown): Generator<OtlpSpan> {
  for (const group of listIn(request, 'resourceSpans')) {
    const resource = attributesOf(field(field(group, 'resource'), 'attributes'))
    for (const name of ['scopeSpans', 'instrumentationLibrarySpans'])
      for (const scope of listIn(group, name)) for (const span of listIn(scope, 'spans')) yield { span, resource }
  }
}
