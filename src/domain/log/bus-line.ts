import type { LogLevel, ParsedLine } from '../log-event.ts'
import { levelOf } from './level.ts'
import { line } from './line.ts'

type Json = Readonly<Record<string, unknown>>

const isRecord = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
const word = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

/** A step of an event's way over a bus. (EventBridge: event bus log schema.) */
export const isBusStep = (record: Json): boolean =>
  typeof record['message_type'] === 'string' &&
  typeof record['resource_arn'] === 'string' &&
  record['resource_arn'].includes(':event-bus/')

/** How grave a step is, by its name; the record's own `log_level` says from which level of logging on it is written. */
const gravities: readonly (readonly [pattern: RegExp, level: LogLevel])[] = [
  [/_RETRYABLE_FAILURE$|_THROTTLE/, 'WARN'],
  [/FAILURE$|_DLQ$/, 'ERROR'],
]

/** `RULE_MATCH orders-placed`, `EVENT_RECEIPT Order Placed`: the step, and the rule or the sort of event it is about. */
export const busLine = (record: Json): ParsedLine => {
  const {
    message_type: type,
    log_level: logged,
    request_id: id,
    message_timestamp_ms: _,
    resource_arn: __,
    ...fields
  } = record
  const details = isRecord(record['details']) ? record['details'] : {}
  const step = word(type) ?? ''
  const rule = word(details['rule_arn'])?.split('/').at(-1) ?? null
  const grave = gravities.find(([pattern]) => pattern.test(step))?.[1]
  const own = levelOf(logged)
  const message = isRecord(record['error']) ? word(record['error']['error_message']) : null
  return line('app', 'json', [step, rule ?? word(details['detail_type'])].filter(Boolean).join(' '), {
    level: grave ?? (message !== null ? 'ERROR' : own === 'ERROR' ? null : own),
    requestId: word(id),
    fields: Object.keys(fields).length === 0 ? null : fields,
    error: message === null ? null : { type: null, message, stack: null },
  })
}
