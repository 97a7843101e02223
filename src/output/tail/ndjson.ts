import { streamVersion } from '../../domain/log/stream-version.ts'
import type { LogEvent, LogSource } from '../../domain/log-event.ts'
import type { CiGuard } from '../ci-commands.ts'
import { safeJson } from '../safe-text.ts'
import { jsonTime } from './time-of-day.ts'

const safe = (value: unknown): string => (value === null ? 'null' : safeJson(JSON.stringify(value)))

/** From `"stack"` to `"eventId":`: the same for all events of a stream. */
const place = (source: LogSource, group: string, stream: string): string => {
  const { stack, name, sourceType, functionName, logicalId } = source
  const where = {
    stack,
    source: name,
    sourceType,
    function: functionName,
    logicalId,
    version: streamVersion(stream),
    logGroup: group,
    logStream: stream,
  }
  return `,${safe(where).slice(1, -1)},"eventId":`
}

/** Streams whose place is remembered; more start anew. */
const limit = 2000

/**
 * `tail -o ndjson`: the contract's record, one a line, fields always in one order. `message` is byte-equal to CloudWatch's when parsed:
 * what a terminal or a CI runner could act on is written as `\uXXXX`.
 */
export const ndjson = (guard: CiGuard | null = null): ((event: LogEvent) => string) => {
  const isoHead = jsonTime()
  const isoIngested = jsonTime()
  const places = new Map<LogSource, Map<string, string>>()
  let known = 0
  let last: { source: LogSource; stream: string; group: string; text: string } | null = null

  const placeOf = ({ source, group, stream }: LogEvent): string => {
    if (last !== null && last.source === source && last.stream === stream && last.group === group) return last.text
    if (known > limit) {
      places.clear()
      known = 0
    }
    const streams = places.get(source) ?? new Map<string, string>()
    const key = `${group}\n${stream}`
    const text = streams.get(key) ?? place(source, group, stream)
    if (!streams.has(key)) known++
    places.set(source, streams.set(key, text))
    last = { source, stream, group, text }
    return text
  }

  return (event) => {
    const { level, requestId, traceId, kind, format, fields, error } = event.parsed
    const told = error === null ? null : { type: error.type, message: error.message, stack: error.stack }
    const json =
      `{"type":"event","time":${isoHead(event.at)},"ingestedAt":${isoIngested(event.ingestedAt)}${placeOf(event)}${safe(event.id)}` +
      `,"level":${level === null ? 'null' : `"${level}"`},"requestId":${safe(requestId)},"traceId":${safe(traceId)}` +
      `,"kind":"${kind}","format":"${format}","message":${safe(event.message)}` +
      `,"fields":${safe(fields)},"error":${safe(told)},"late":${event.late}}\n`
    return guard === null ? json : guard.json(json)
  }
}
