import { line } from '../../domain/log/line.ts'
import { parseLine } from '../../domain/log/parse-line.ts'
import type { LogEvent, LogSource, ParsedLine, RawLogEvent } from '../../domain/log-event.ts'

/** An event with its source; the message is read when somebody asks, once. A format that prints it as it is never pays for it. */
export class Line implements LogEvent {
  readonly id: string | null
  readonly at: number
  readonly ingestedAt: number | null
  readonly group: string
  readonly stream: string
  readonly message: string
  readonly source: LogSource
  readonly late: boolean
  private read: ParsedLine | undefined = undefined

  constructor(raw: RawLogEvent, source: LogSource, late: boolean) {
    this.id = raw.id
    this.at = raw.at
    this.ingestedAt = raw.ingestedAt
    this.group = raw.group
    this.stream = raw.stream
    this.message = raw.message
    this.source = source
    this.late = late
  }

  get parsed(): ParsedLine {
    this.read ??= read(this.message, this.source)
    return this.read
  }
}

const read = (message: string, { kind, sourceType }: LogSource): ParsedLine =>
  kind === undefined ? parseLine(message, sourceType) : line(kind, 'text', message)
