import type { Position } from './event-list.ts'

// AWS's ids are 56 decimal digits that sort as the events do and begin with a 3. Ours hold the event's whole position.
const LEAD = '3'
const TIME = 15
const SEQ = 25
const FORM = new RegExp(`^${LEAD}(\\d{${TIME}})(\\d{${TIME}})(\\d{${SEQ}})$`)

/** The event's id: 56 digits, unique in a store, in the order of the events. (CloudWatch Logs API: FilteredLogEvent.eventId) */
export const eventId = (at: Position): string =>
  LEAD + digits(at.timestamp, TIME) + digits(at.ingestionTime, TIME) + digits(at.seq, SEQ)

/** The position that an id was made of; null for what is no id. */
export const positionOf = (id: string): Position | null => {
  const match = FORM.exec(id)
  return match && { timestamp: Number(match[1]), ingestionTime: Number(match[2]), seq: Number(match[3]) }
}

const digits = (value: number, width: number): string => String(value).padStart(width, '0')
