import type { LoggedError } from '../log-event.ts'
import { headline } from './line.ts'
import { printable } from './printable.ts'
import { isFrame } from './stack-frames.ts'
import { stackInText } from './stack-in-text.ts'

type Json = Readonly<Record<string, unknown>>

const isRecord = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? printable(value) : null)

const pick = (from: Json, keys: readonly string[]): unknown => {
  for (const key of keys) if (from[key] !== undefined && from[key] !== null) return from[key]
  return null
}

/** One entry of a stack: a text (Node, Python, Java, .NET, Ruby), `{path, line, label}` (Go), `[file, line, function, code]` (old Python). */
const entry = (value: unknown): string => {
  if (typeof value === 'string') return printable(value)
  if (Array.isArray(value))
    return `  File "${value[0]}", line ${value[1]}, in ${value[2]}${value[3] ? `\n    ${value[3]}` : ''}`
  if (isRecord(value) && typeof value['path'] === 'string')
    return `at ${value['label']} (${value['path']}:${value['line']})`
  return JSON.stringify(value) ?? ''
}

/** The frames alone: without the `Type: message` that Node and Java repeat above them. */
const framesOf = (stack: unknown): string | null => {
  if (stack === null || stack === undefined) return null
  const whole = Array.isArray(stack) ? stack.map(entry).join('\n') : entry(stack)
  // A stack whose line breaks somebody turned to spaces.
  const lines = (whole.includes('\n') ? whole : whole.replace(/(?<=\S) {2,}(?=at \S)/g, '\n    ')).split('\n')
  const first = lines.findIndex(isFrame)
  const frames = (first > 0 ? lines.slice(first) : lines).join('\n').trimEnd()
  return frames === '' ? null : frames
}

const typeKeys = ['errorType', 'name', 'type', 'class', 'Type', 'exception_name']
const messageKeys = ['errorMessage', 'message', 'Message', 'msg']
const stackKeys = ['stackTrace', 'stack', 'trace', 'stack_trace', 'stacktrace', 'StackTrace']

/** An error as an object: `{name, message, stack}`, `{errorType, errorMessage, stackTrace[], cause}` and their cousins. */
export const errorObject = (value: Json, depth = 0): LoggedError => {
  const type = text(pick(value, typeKeys))
  const message = text(pick(value, messageKeys))
  const frames = framesOf(pick(value, stackKeys))
  const cause = pick(value, ['cause', 'InnerException'])
  if (!isRecord(cause) || depth > 4) return { type, message, stack: frames }
  const under = errorObject(cause, depth + 1)
  const below = [`Caused by: ${headline(under)}`, under.stack].filter(Boolean).join('\n')
  return { type, message, stack: frames ? `${frames}\n${below}` : below }
}

/** An error as one text: a traceback, `Type: message` with frames, or only words. */
export const errorText = (value: string, type: string | null = null, message: string | null = null): LoggedError => {
  const clean = printable(value)
  const found = stackInText(clean)
  if (found)
    return { type: type ?? found.error.type, message: message ?? found.error.message, stack: found.error.stack }
  return isFrame(clean) ? { type, message, stack: clean } : { type, message: message ?? clean, stack: null }
}

/** An error that a record holds, and the keys that told of it. */
export interface ErrorInRecord {
  readonly error: LoggedError
  readonly keys: readonly string[]
}

/** The body of a failed invocation: what the runtimes return and, uncaught, log. (Lambda: function error payloads.) */
export const errorPayload = (record: Json): ErrorInRecord | null => {
  if (typeof record['errorType'] !== 'string' && typeof record['errorMessage'] !== 'string') return null
  const { name: _name, message: _message, type: _type, ...rest } = record
  return { error: errorObject(rest), keys: ['errorType', 'errorMessage', 'stackTrace', 'trace', 'stack', 'cause'] }
}

const objectKeys = ['error', 'err', 'exception', 'Exception', 'exc']
const textKeys = ['exception', 'stack_trace', 'stacktrace', 'stack', 'exc_info', '@x']
const looksLikeError = (value: unknown): value is Json =>
  isRecord(value) &&
  (typeof pick(value, stackKeys) === 'string' ||
    Array.isArray(pick(value, stackKeys)) ||
    typeof value['errorType'] === 'string')

/** The error that a logger wrote into its record: Powertools (4 languages), pino, winston, ECS, zap, logstash, Serilog, python-json-logger. */
export const errorInRecord = (record: Json, grave: boolean): ErrorInRecord | null => {
  const payload = errorPayload(record)
  if (payload) return payload
  for (const key of objectKeys) {
    const value = record[key]
    if (isRecord(value) && (pick(value, stackKeys) !== null || text(pick(value, messageKeys)) !== null)) {
      return { error: errorObject(value), keys: [key] }
    }
  }
  const type = text(record['exception_name']) ?? text(record['error.type'])
  const message = text(record['error.message'])
  const ecs = text(record['error.stack_trace'])
  if (ecs ?? message)
    return { error: errorText(ecs ?? '', type, message), keys: ['error.type', 'error.message', 'error.stack_trace'] }
  for (const key of textKeys) {
    const value = text(record[key])
    if (value && (grave || value.includes('\n')))
      return { error: errorText(value, type), keys: [key, 'exception_name', 'stack_trace'] }
  }
  if (!grave) return null
  const word = text(record['error']) ?? text(record['err'])
  if (word) return { error: errorText(word), keys: [text(record['error']) ? 'error' : 'err'] }
  const own = Object.keys(record).find((key) => looksLikeError(record[key]))
  return own === undefined ? null : { error: errorObject(record[own] as Json), keys: [own] }
}
