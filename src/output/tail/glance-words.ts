import type { LogLevel } from '../../domain/log-event.ts'

/** What a person sees of an app's line: no stack, no second row, nothing that a terminal could act on. */
export interface Glance {
  readonly level: LogLevel
  /** Never empty. */
  readonly text: string
  /** The other fields of a record, as they are shown; empty where there are none. */
  readonly others: string
}

const NEWLINE = 10

/** What is not shown as it is: control characters, what turns text around, and the no-break space, which becomes a plain one. */
export const altered = /[\u0000-\u001f\u007f-\u00a0\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/

/** The level that stands at `at`, and nothing but a level of five letters at most. */
export const levelAt = (text: string, at: number): LogLevel | null => {
  const code = text.charCodeAt(at)
  if (code === 73) return text.startsWith('INFO', at) ? 'INFO' : null
  if (code === 87) return text.startsWith('WARN', at) ? 'WARN' : null
  if (code === 69) return text.startsWith('ERROR', at) ? 'ERROR' : null
  if (code === 68) return text.startsWith('DEBUG', at) ? 'DEBUG' : null
  if (code === 84) return text.startsWith('TRACE', at) ? 'TRACE' : null
  return code === 70 && text.startsWith('FATAL', at) ? 'FATAL' : null
}

/** Where the message ends: before its last line breaks. */
export const endOf = (message: string): number => {
  let end = message.length
  while (end > 0 && message.charCodeAt(end - 1) === NEWLINE) end--
  return end
}
