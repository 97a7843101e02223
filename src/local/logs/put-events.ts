import type { Operation } from '../service.ts'
import {
  existingGroup,
  existingStream,
  groupName,
  type Input,
  invalid,
  list,
  requiredText,
  streamName,
  time,
} from './input.ts'
import { EVENT_OVERHEAD, type LogGroup, type LogStore, type NewEvent } from './store.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const TOO_OLD = 14 * DAY
const TOO_NEW = 120 * MINUTE
const MAX_BYTES = 1_048_576

/** (CloudWatch Logs API: PutLogEvents.) Sequence tokens are accepted and ignored, as AWS does. */
export const putLogEvents =
  (store: LogStore): Operation =>
  (input, call) => {
    const group = existingGroup(store, groupName(input))
    const stream = existingStream(group, streamName(input))
    const events = read(input)
    checkSize(events)
    const now = call.now()
    const limits = window(group, now)
    const accepted = events.filter(({ timestamp }) => timestamp >= limits.oldest && timestamp <= limits.newest)
    checkSpan(accepted)
    store.put(
      group.name,
      stream.name,
      accepted.map((event) => ({ ...event, ingestionTime: now })),
    )
    const rejected = rejection(events, limits)
    return { nextSequenceToken: sequenceToken(now), ...(rejected && { rejectedLogEventsInfo: rejected }) }
  }

const read = (input: Input): NewEvent[] => {
  const events = list(input, 'logEvents', 10_000) ?? []
  if (events.length === 0)
    throw invalid('1 validation error detected: logEvents must have length greater than or equal to 1')
  return events.map((event) => {
    const fields = event as Input
    return { timestamp: requiredTime(fields), message: requiredText(fields, 'message', { min: 1 }) }
  })
}

const requiredTime = (event: Input): number => {
  const timestamp = time(event, 'timestamp')
  if (timestamp === undefined) throw invalid('1 validation error detected: logEvents.member.timestamp must not be null')
  return timestamp
}

const checkSize = (events: readonly NewEvent[]): void => {
  let total = 0
  for (const { message } of events) {
    const bytes = Buffer.byteLength(message)
    if (bytes > MAX_BYTES) throw invalid(`Log event too large: ${bytes} bytes exceeds limit of ${MAX_BYTES}`)
    total += bytes + EVENT_OVERHEAD
  }
  if (total > MAX_BYTES) throw invalid(`Upload too large: ${total} bytes exceeds limit of ${MAX_BYTES}`)
}

const checkSpan = (events: readonly NewEvent[]): void => {
  let oldest = Infinity
  let newest = -Infinity
  for (const { timestamp } of events) {
    oldest = Math.min(oldest, timestamp)
    newest = Math.max(newest, timestamp)
  }
  if (newest - oldest > DAY)
    throw invalid('The batch of log events in a single PutLogEvents request cannot span more than 24 hours.')
}

interface Limits {
  readonly tooOld: number
  /** The group's retention. */
  readonly expired: number
  readonly oldest: number
  readonly newest: number
}

const window = (group: LogGroup, now: number): Limits => {
  const tooOld = now - TOO_OLD
  const expired = group.retentionInDays === null ? 0 : now - group.retentionInDays * DAY
  return { tooOld, expired, oldest: Math.max(tooOld, expired), newest: now + TOO_NEW }
}

/** Which events were left out, as AWS tells it: end indices (exclusive) for the old, the start index for the new. */
const rejection = (events: readonly NewEvent[], limits: Limits): Record<string, number> | null => {
  const tooOld = events.findLastIndex(({ timestamp }) => timestamp < limits.tooOld)
  const expired = events.findLastIndex(({ timestamp }) => timestamp < limits.expired && timestamp >= limits.tooOld)
  const tooNew = events.findIndex(({ timestamp }) => timestamp > limits.newest)
  if (tooOld < 0 && expired < 0 && tooNew < 0) return null
  return {
    ...(tooOld >= 0 && { tooOldLogEventEndIndex: tooOld + 1 }),
    ...(expired >= 0 && { expiredLogEventEndIndex: expired + 1 }),
    ...(tooNew >= 0 && { tooNewLogEventStartIndex: tooNew }),
  }
}

const sequenceToken = (now: number): string => `49${String(now).padStart(54, '0')}`
