import type { LogEvent, LogLevel } from '../../domain/log-event.ts'
import { recordGlancer } from './glance-record.ts'
import { altered, endOf, type Glance, levelAt } from './glance-words.ts'

/** A glance at a line: null where it takes reading it. */
export type Glancer = (event: Pick<LogEvent, 'message' | 'source'>) => Glance | null

const TAB = 9
const Z = 90
const OPEN_BRACKET = 91
const OPEN_BRACE = 123

/** ISO 8601 in UTC with milliseconds, and a tab. */
const isTimeAt = (text: string, at: number): boolean =>
  text.charCodeAt(at + 23) === Z &&
  text.charCodeAt(at + 24) === TAB &&
  text.charCodeAt(at + 19) === 46 &&
  text.charCodeAt(at + 10) === 84 &&
  text.charCodeAt(at + 4) === 45

/** What stands behind a runtime's prefix, if it is one row of plain text. */
const textFrom = (message: string, begin: number, level: LogLevel): Glance | null => {
  const end = endOf(message)
  if (begin >= end || message.charCodeAt(begin) === OPEN_BRACE) return null
  const whole = message.slice(begin, end)
  // Looked at before it is trimmed: a control character at the end is white space to JavaScript, and is shown.
  if (altered.test(whole) || whole.includes('{"error')) return null
  const text = whole.trimEnd()
  return text === '' ? null : { level, text, others: '' }
}

/** Node and .NET: `time TAB request id TAB LEVEL TAB message`. */
const runtimeLine = (message: string): Glance | null => {
  if (!isTimeAt(message, 0)) return null
  const afterId = message.indexOf('\t', 25)
  if (afterId < 0 || afterId > 90) return null
  const level = levelAt(message, afterId + 1)
  if (level === null) return null
  const afterLevel = afterId + 1 + level.length
  return message.charCodeAt(afterLevel) === TAB ? textFrom(message, afterLevel + 1, level) : null
}

/** Python: `[LEVEL] TAB time TAB request id TAB message`. */
const bracketLine = (message: string): Glance | null => {
  const level = levelAt(message, 1)
  if (level === null) return null
  const close = message.startsWith('WARNING', 1) ? 8 : 1 + level.length
  if (message.charCodeAt(close) !== 93 || message.charCodeAt(close + 1) !== TAB || !isTimeAt(message, close + 2))
    return null
  const afterId = message.indexOf('\t', close + 27)
  return afterId > 0 && afterId - close < 120 ? textFrom(message, afterId + 1, level) : null
}

/**
 * The commonest lines of apps, seen at a glance: a runtime's line with a level, a logger's flat record. It gives what the line would
 * show if it were read (`parsed`), at a fraction of the cost, or null for every line that is anything more.
 */
export const glancer = (cut: string): Glancer => {
  const record = recordGlancer(cut)
  return ({ message, source }) => {
    const { sourceType, kind } = source
    if (kind !== undefined || sourceType === 'api' || sourceType === 'workflow') return null
    const code = message.charCodeAt(0)
    if (code === OPEN_BRACE) return record(message)
    if (code >= 48 && code <= 57) return runtimeLine(message)
    return code === OPEN_BRACKET ? bracketLine(message) : null
  }
}
