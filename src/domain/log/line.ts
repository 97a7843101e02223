import type { InvocationReport, LoggedError, LogKind, LogLevel, ParsedLine } from '../log-event.ts'

/** What a line of its kind says beside its text; what is left out is null. */
export interface Found {
  readonly level?: LogLevel | null
  readonly requestId?: string | null
  readonly traceId?: string | null
  readonly fields?: Readonly<Record<string, unknown>> | null
  readonly error?: LoggedError | null
  readonly report?: InvocationReport | null
}

const nothing: Found = {}

/** Always the same keys in the same order: the tail's hot path reads these objects a hundred thousand times a second. */
export const line = (kind: LogKind, format: 'text' | 'json', text: string, found: Found = nothing): ParsedLine => ({
  kind,
  level: found.level ?? null,
  requestId: found.requestId ?? null,
  traceId: found.traceId ?? null,
  format,
  text,
  fields: found.fields ?? null,
  error: found.error ?? null,
  report: found.report ?? null,
})

/** `Type: message`, or the one that there is. */
export const headline = ({ type, message }: Pick<LoggedError, 'type' | 'message'>): string =>
  type && message ? `${type}: ${message}` : (type ?? message ?? '')
