/** What sort of line it is. `app` is everything that no other word fits. */
export type LogKind =
  | 'start'
  | 'end'
  | 'report'
  | 'init'
  | 'restore'
  | 'platform'
  | 'extension'
  | 'timeout'
  | 'emf'
  | 'access'
  | 'workflow'
  | 'deploy'
  | 'app'

export type LogLevel = 'TRACE' | 'DEBUG' | 'INFO' | 'WARN' | 'ERROR' | 'FATAL'

/** An event as CloudWatch Logs stores it. Times are epoch milliseconds. (CloudWatch Logs API: FilteredLogEvent.) */
export interface RawLogEvent {
  /** Null where Live Tail gave none. */
  readonly id: string | null
  readonly at: number
  readonly ingestedAt: number | null
  readonly group: string
  readonly stream: string
  /** Byte-equal to what CloudWatch returned. */
  readonly message: string
}

/** An error that a line tells of. `stack` holds the frames as text, one a line, without the first "Type: message" line. */
export interface LoggedError {
  readonly type: string | null
  readonly message: string | null
  readonly stack: string | null
}

/** The figures of a REPORT line or a `platform.report` record; what the line did not say is null. */
export interface InvocationReport {
  readonly durationMs: number | null
  readonly billedMs: number | null
  readonly memoryMb: number | null
  readonly maxMemoryMb: number | null
  readonly initMs: number | null
  readonly restoreMs: number | null
  /** `success` where the line names no status. */
  readonly status: 'success' | 'error' | 'timeout' | 'failure'
  readonly errorType: string | null
}

/** What was read out of a message. */
export interface ParsedLine {
  readonly kind: LogKind
  readonly level: LogLevel | null
  readonly requestId: string | null
  /** X-Ray form: `1-xxxxxxxx-xxxxxxxxxxxxxxxxxxxxxxxx`. */
  readonly traceId: string | null
  readonly format: 'text' | 'json'
  /** The part a person reads: prefix, level and request id taken off, `\r` turned to `\n`, NBSP to space. */
  readonly text: string
  /** The other fields of a JSON line, as they came. */
  readonly fields: Readonly<Record<string, unknown>> | null
  readonly error: LoggedError | null
  readonly report: InvocationReport | null
}

/** Where events come from: one log group (or a part of a shared one) and whose it is. */
export interface LogSource {
  readonly group: string
  /** Streams of a shared group that belong to this source: those whose name has this part after the `YYYY/MM/DD/`. */
  readonly streamPart: string | null
  /** The same for streams that begin with a name instead of a day: `states/MACHINE/`. */
  readonly streamStart?: string
  /** What a person calls it: the logical id, or the group's name where there is no stack. */
  readonly name: string
  readonly sourceType: 'function' | 'api' | 'workflow' | 'bus' | 'group'
  readonly logicalId: string | null
  readonly functionName: string | null
  readonly stack: string | null
  /** All its lines are of this kind, whatever they look like: they are no log lines, and are not read as such. */
  readonly kind?: LogKind
}

/** An event with its source and what was read out of it. */
export interface LogEvent extends RawLogEvent {
  readonly source: LogSource
  readonly parsed: ParsedLine
  /** It came after events of a later time had been printed. */
  readonly late: boolean
}
