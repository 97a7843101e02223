import type { LogSource, ParsedLine } from '../log-event.ts'
import { jsonLine } from './json-line.ts'
import { systemLine } from './system-line.ts'
import { textLine } from './text-line.ts'

const BRACE = 123
/** A record inside a record inside a record is somebody's game; it stays text. */
const deepest = 3

const read = (message: string, sourceType: LogSource['sourceType'] | null, depth: number): ParsedLine => {
  if (message.charCodeAt(0) === BRACE && depth < deepest) {
    const found = jsonLine(message, sourceType, (carried) => read(carried, sourceType, depth + 1))
    if (found) return found
  }
  return systemLine(message) ?? textLine(message, sourceType)
}

/**
 * Reads a log line of Lambda (every runtime's text and JSON), of the loggers in use there, of API Gateway and Step Functions.
 * Never throws; what it can't read is `app` text with the message as it came. `sourceType` settles what a line alone can't:
 * any JSON in an API's access log is an access line.
 */
export const parseLine = (message: string, sourceType: LogSource['sourceType'] | null = null): ParsedLine =>
  read(message, sourceType, 0)
