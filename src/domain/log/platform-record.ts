import type { LogKind, ParsedLine } from '../log-event.ts'
import { firstWord, traceIdOf } from './ids.ts'
import { line } from './line.ts'
import { figuresOfRecord, statusOf } from './report-figures.ts'
import { faultLine } from './system-line.ts'

type Json = Readonly<Record<string, unknown>>

const exact: Readonly<Record<string, LogKind>> = {
  'platform.start': 'start',
  'platform.end': 'end',
  'platform.runtimeDone': 'end',
  'platform.report': 'report',
  'platform.extension': 'extension',
}

const kindOf = (type: string): LogKind => {
  const kind = exact[type]
  if (kind) return kind
  if (type.startsWith('platform.init')) return 'init'
  return type.startsWith('platform.restore') ? 'restore' : 'platform'
}

/**
 * A record that Lambda itself wrote in JSON: `{time, type: "platform.*", record}`. What names no status is no failure.
 * (Lambda Telemetry API: event schema; with `LogFormat: JSON` the same records come in the log.)
 */
export const platformRecord = (type: string, record: unknown): ParsedLine => {
  if (typeof record === 'string') {
    return type === 'platform.fault'
      ? faultLine(record, 'json')
      : line(kindOf(type), 'json', record === '' ? type : `${type} ${record}`)
  }
  const kind = kindOf(type)
  const fields = (record ?? {}) as Json
  const failed = statusOf(fields['status']) !== 'success'
  const errorType = typeof fields['errorType'] === 'string' ? fields['errorType'] : null
  const noted = type === 'platform.logsDropped' ? 'WARN' : null
  return line(kind, 'json', type, {
    level: failed ? 'ERROR' : noted,
    requestId: firstWord(fields, ['requestId'])?.[1] ?? null,
    traceId: traceIdOf((fields['tracing'] as Json | null | undefined)?.['value']),
    fields: Object.keys(fields).length > 0 ? fields : null,
    error: errorType ? { type: errorType, message: null, stack: null } : null,
    report: kind === 'report' ? figuresOfRecord(fields) : null,
  })
}
