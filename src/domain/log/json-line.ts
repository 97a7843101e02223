import type { LogLevel, LogSource, ParsedLine } from '../log-event.ts'
import { accessOf, accessText, isAccess } from './access-line.ts'
import { busLine, isBusStep } from './bus-line.ts'
import { emfMetrics, isEmf } from './emf.ts'
import { firstWord, requestIdKeys, traceIdKeys, traceIdOf } from './ids.ts'
import { errorInRecord, errorPayload } from './json-error.ts'
import { levelOf } from './level.ts'
import { headline, line } from './line.ts'
import { nestsTooDeep } from './nesting.ts'
import { platformRecord } from './platform-record.ts'
import { printable } from './printable.ts'
import { isWorkflow, workflowLine } from './workflow-line.ts'

type Json = Readonly<Record<string, unknown>>

const levelKeys = ['level', 'severity', 'log.level', 'levelname', '@l', 'lvl', 'LogLevel', 'logLevel'] as const
const messageKeys = ['message', 'msg', '@m', '@mt', 'Message', 'event'] as const
const timeKeys = ['timestamp', 'time', '@timestamp', 'ts', '@t', 'Timestamp'] as const

const isRecord = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

const without = (record: Json, taken: readonly string[]): Json | null => {
  const rest: Record<string, unknown> = {}
  let any = false
  for (const key of Object.keys(record)) {
    if (taken.includes(key)) continue
    any = true
    // A plain assignment would set the prototype.
    if (key === '__proto__') Object.defineProperty(rest, key, { value: record[key], enumerable: true })
    else rest[key] = record[key]
  }
  return any ? rest : null
}

const levelIn = (record: Json): readonly [key: string | null, level: LogLevel | null] => {
  for (const key of levelKeys) {
    const level = levelOf(record[key])
    if (level) return [key, level]
  }
  const nested = isRecord(record['log']) ? levelOf(record['log']['level']) : null
  return [null, nested]
}

/** The trace a record names; a value that is no trace id (a placeholder, a vendor's own) stays a field. */
const traceIn = (record: Json): readonly [key: string | null, id: string | null] => {
  for (const key of traceIdKeys) {
    const id = traceIdOf(record[key])
    if (id) return [key, id]
  }
  return [null, null]
}

const ids = (record: Json) => {
  const [idKey, requestId] = firstWord(record, requestIdKeys) ?? [null, null]
  const [traceKey, traceId] = traceIn(record)
  return { requestId, traceId, taken: [idKey, traceKey].filter((key) => key !== null) }
}

const emf = (record: Json): ParsedLine => {
  const { requestId, traceId, taken } = ids(record)
  const text = emfMetrics(record)
    .map(({ name, value }) => `${name}=${Array.isArray(value) ? value.join(',') : value}`)
    .join(' ')
  return line('emf', 'json', text, { requestId, traceId, fields: without(record, taken) })
}

const access = (record: Json): ParsedLine => {
  const { requestId, traceId, taken } = ids(record)
  return line('access', 'json', accessText(accessOf(record)), { requestId, traceId, fields: without(record, taken) })
}

const said = (value: unknown): string => {
  if (typeof value === 'string') return printable(value)
  return value === undefined || value === null ? '' : printable(JSON.stringify(value))
}

/**
 * An object that was logged as the message (Node's JSON format, Powertools) is the record itself: its fields beside the others.
 * Null where it is none, or where a name would stand for two things.
 */
const unwrapped = (record: Json, messageKey: string, message: unknown): Json | null => {
  if (!isRecord(message) || errorPayload(message)) return null
  const around = Object.keys(record).filter((key) => key !== messageKey)
  if (around.some((key) => Object.hasOwn(message, key))) return null
  return Object.fromEntries([...Object.entries(message), ...around.map((key) => [key, record[key]] as const)])
}

/**
 * A logger's record, or any other JSON. What is no log record (no level, no message, no error) is all fields. `around` is the level that
 * a runtime wrote before it.
 */
export const appRecord = (record: Json, around: LogLevel | null = null): ParsedLine => {
  const [levelKey, level] = levelIn(record)
  const isLogged = level !== null || around !== null
  const messageKey = messageKeys.find((key) => record[key] !== undefined && (key !== 'event' || isLogged)) ?? null
  const message = messageKey === null ? undefined : record[messageKey]
  const inner = messageKey !== null && level !== null ? unwrapped(record, messageKey, message) : null
  if (inner) return appRecord(inner)
  const thrown = isRecord(message) ? errorPayload(message) : null
  const own = thrown ? null : errorInRecord(record, level === 'ERROR' || level === 'FATAL')
  const error = (thrown ?? own)?.error ?? null
  const { requestId, traceId, taken } = ids(record)
  const isLog = level !== null || messageKey !== null || error !== null
  const gone = [...taken, ...(own?.keys ?? []), levelKey ?? '', messageKey ?? '', ...(isLog ? timeKeys : [])]
  const isPayload = own !== null && own.keys[0] === 'errorType'
  const text = thrown ? headline(thrown.error) : said(message) || (error ? headline(error) : '')
  const kind = error?.type === 'Sandbox.Timedout' ? 'timeout' : 'app'
  return line(kind, 'json', text, {
    level: level ?? (isPayload ? 'ERROR' : null),
    requestId,
    traceId,
    fields: without(record, gone),
    error,
  })
}

/**
 * A line of JSON; null where it is none after all (cut off, or only looks like it). `inner` reads a text that a
 * telemetry record carries.
 */
export const jsonLine = (
  message: string,
  sourceType: LogSource['sourceType'] | null,
  inner: (message: string) => ParsedLine,
): ParsedLine | null => {
  if (nestsTooDeep(message)) return null
  let record: unknown
  try {
    record = JSON.parse(message)
  } catch {
    return null
  }
  if (!isRecord(record)) return null
  const type = record['type']
  if (typeof type === 'string' && record['record'] !== undefined) {
    if (type.startsWith('platform.')) return platformRecord(type, record['record'])
    // A function's or an extension's own line in the Telemetry API's envelope.
    if (type === 'function' || type === 'extension') {
      const carried = record['record']
      const read = typeof carried === 'string' ? inner(carried) : isRecord(carried) ? appRecord(carried) : null
      if (read) return { ...read, kind: type === 'extension' ? 'extension' : read.kind, format: 'json' }
    }
  }
  if (isEmf(record)) return emf(record)
  if (sourceType === 'workflow' || isWorkflow(record)) return workflowLine(record)
  if (isBusStep(record)) return busLine(record)
  if (sourceType === 'api' || isAccess(record)) return access(record)
  return appRecord(record)
}
