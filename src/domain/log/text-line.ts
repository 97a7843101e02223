import type { LoggedError, LogLevel, LogSource, ParsedLine } from '../log-event.ts'
import { accessInText, accessText } from './access-line.ts'
import { isUuid, traceIdInText } from './ids.ts'
import { errorPayload } from './json-error.ts'
import { appRecord } from './json-line.ts'
import { levelOf } from './level.ts'
import { headline, line } from './line.ts'
import { nestsTooDeep } from './nesting.ts'
import { printable } from './printable.ts'
import { stackInText } from './stack-in-text.ts'
import { timeoutLine } from './system-line.ts'

/** The part of a line before its message. */
interface Prefix {
  readonly level: LogLevel | null
  readonly requestId: string | null
  /** Where the message begins. */
  readonly end: number
}

const TAB = 9
const Z = 90
const BRACE = 123

/** ISO 8601 in UTC with milliseconds, as the Node, Python and .NET runtimes write it: 24 characters. */
const isoAt = (text: string, at: number): boolean =>
  text.charCodeAt(at + 23) === Z &&
  text.charCodeAt(at + 4) === 45 &&
  text.charCodeAt(at + 10) === 84 &&
  text.charCodeAt(at + 19) === 46

const requestIdOf = (word: string): string | null => (isUuid(word) ? word : null)

/** Node and .NET: `time TAB request id TAB LEVEL TAB message`; the id is the word `undefined` during init. */
const runtimePrefix = (text: string): Prefix | null => {
  if (!isoAt(text, 0) || text.charCodeAt(24) !== TAB) return null
  const afterId = text.indexOf('\t', 25)
  if (afterId < 0 || afterId > 90) return null
  const afterLevel = text.indexOf('\t', afterId + 1)
  const level = afterLevel < 0 || afterLevel - afterId > 14 ? null : levelOf(text.slice(afterId + 1, afterLevel))
  const requestId = requestIdOf(text.slice(25, afterId))
  return { level, requestId, end: level === null ? afterId + 1 : afterLevel + 1 }
}

/** Python: `[LEVEL] TAB time TAB request id TAB message`, or `[LEVEL] message` for what nobody caught. */
const bracketPrefix = (text: string): Prefix | null => {
  const close = text.indexOf(']')
  const level = close > 0 && close <= 14 ? levelOf(text.slice(1, close)) : null
  if (level === null) return null
  if (text.charCodeAt(close + 1) === TAB && isoAt(text, close + 2) && text.charCodeAt(close + 26) === TAB) {
    const afterId = text.indexOf('\t', close + 27)
    if (afterId > 0 && afterId - close < 120) {
      return { level, requestId: requestIdOf(text.slice(close + 27, afterId)), end: afterId + 1 }
    }
  }
  return { level, requestId: null, end: close + 1 + /^[ \t:]*/.exec(text.slice(close + 1, close + 9))![0].length }
}

const stamp =
  /^(?:\d{4}[-/]\d\d[-/]\d\d[T ])?\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?[ \t]+(?:- )?(?:([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}) )?(?:\[[^\]\n]{1,60}\] )?/
const upper = /^\[?(TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL|CRITICAL|SEVERE)\]?(?:[ \t:]|$)[ \t:-]*/
const bracketed = /(?:^|[ \t])\[(\w{3,11})\]:? *$/

/** Loggers that write a time of their own: Go's log, Python's logging, log4j, logback. Taken off only where a level follows. */
const stampPrefix = (text: string): Prefix | null => {
  const begin = text.slice(0, 180)
  const match = stamp.exec(begin)
  if (!match) return null
  const requestId = match[1] ?? null
  const after = begin.slice(match[0].length)
  const word = upper.exec(after)
  if (word) return { level: levelOf(word[1]), requestId, end: match[0].length + word[0].length }
  // `[info] ` was taken for a thread's name.
  const level = levelOf(bracketed.exec(match[0])?.[1])
  return level ? { level, requestId, end: match[0].length } : null
}

const ruby = /^[DIWEFA], \[[^\]\n]{1,80}\] +([A-Z]{3,7}) (?:([0-9a-f-]{36}) )?-- [^:\n]{0,80}: /

/** `INFO message`, `ERROR: message`; Ruby's Logger; Node's and Go's last words. */
const wordPrefix = (text: string): Prefix | null => {
  if (text.charCodeAt(1) === 44) {
    const match = ruby.exec(text)
    return match && { level: levelOf(match[1]), requestId: match[2] ?? null, end: match[0].length }
  }
  if (text.startsWith('FATAL ERROR: ')) return { level: 'FATAL', requestId: null, end: 0 }
  const match = upper.exec(text.slice(0, 40))
  return match && { level: levelOf(match[1]), requestId: null, end: match[0].length }
}

const prefixOf = (text: string): Prefix | null => {
  const code = text.charCodeAt(0)
  if (code >= 48 && code <= 57) return runtimePrefix(text) ?? stampPrefix(text)
  if (code === 91) return bracketPrefix(text)
  if (code >= 65 && code <= 90) return wordPrefix(text)
  return text.startsWith('panic: ') ? { level: 'FATAL', requestId: null, end: 0 } : null
}

const logfmt = /(?:^|\s)level="?(\w{3,11})/

/** What the runtimes put before the JSON of an error that nobody caught. */
const uncaught = /^(?:Invoke Error|Uncaught Exception|Unhandled Promise Rejection|Error raised from handler method)\s*$/

/** An error's JSON inside a text: Node's `Invoke Error TAB {...}`, Ruby's on the next line. */
const embeddedError = (body: string): { text: string; error: LoggedError } | null => {
  const at = body.indexOf('{"error')
  if (at < 0 || (at > 0 && body.charCodeAt(at - 1) > 32) || nestsTooDeep(body)) return null
  try {
    const found = errorPayload(JSON.parse(body.slice(at)))
    if (!found) return null
    const before = body.slice(0, at).trim()
    const said = headline(found.error)
    return { text: before === '' || uncaught.test(before) ? said : `${before} ${said}`, error: found.error }
  } catch {
    return null
  }
}

const apiLine = (message: string): ParsedLine | null => {
  const access = accessInText(message)
  if (access)
    return line('access', 'text', accessText(access), { requestId: access.requestId, traceId: traceIdInText(message) })
  // An execution log: `(request id) Method request path: {...}`
  const id = message.charCodeAt(0) === 40 && message.charAt(37) === ')' ? message.slice(1, 37) : ''
  return isUuid(id)
    ? line('app', 'text', printable(message.slice(38)).trimStart(), { requestId: id, traceId: traceIdInText(message) })
    : null
}

/** JSON behind a runtime's prefix: `console.log(JSON.stringify({...}))`. What it says of itself beats the prefix. */
const recordBehind = (body: string, prefix: Prefix): ParsedLine | null => {
  if (nestsTooDeep(body)) return null
  try {
    const record: unknown = JSON.parse(body)
    if (typeof record !== 'object' || record === null || Array.isArray(record)) return null
    const read = appRecord(record as Readonly<Record<string, unknown>>, prefix.level)
    return { ...read, format: 'text', level: read.level ?? prefix.level, requestId: prefix.requestId ?? read.requestId }
  } catch {
    return null
  }
}

/** A line in text that the app, or a logger in it, wrote. `workflow` groups hold nothing but their workflow's events. */
export const textLine = (message: string, sourceType: LogSource['sourceType'] | null): ParsedLine => {
  if (sourceType === 'workflow') return line('workflow', 'text', printable(message))
  const code = message.charCodeAt(0)
  const special = sourceType === 'api' ? apiLine(message) : code >= 48 && code <= 57 ? timeoutLine(message) : null
  if (special) return special
  const prefix = prefixOf(message)
  const body = printable(prefix === null || prefix.end === 0 ? message : message.slice(prefix.end))
  const record = prefix !== null && prefix.end > 0 && body.charCodeAt(0) === BRACE ? recordBehind(body, prefix) : null
  if (record) return record
  const embedded = embeddedError(body)
  const stack = embedded ? null : stackInText(body)
  return line('app', 'text', embedded?.text ?? stack?.head ?? body, {
    level: prefix?.level ?? (body.includes('level=') ? levelOf(logfmt.exec(body)?.[1]) : null),
    requestId: prefix?.requestId ?? null,
    traceId: traceIdInText(message),
    error: embedded?.error ?? stack?.error ?? null,
  })
}
