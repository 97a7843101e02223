import type { Operation } from '../service.ts'
import { eventId, positionOf } from './event-id.ts'
import { endOf, type Position, type StoredEvent, startOf } from './event-list.ts'
import { chosenGroup, existingStream, flag, integer, invalid, streamName, text, time } from './input.ts'
import type { LogStore } from './store.ts'

const MAX_EVENTS = 10_000

/**
 * (CloudWatch Logs API: GetLogEvents.) Events come oldest first whichever way the pages go; `startTime` is inclusive and
 * `endTime` exclusive. Tokens are never absent: the end is a token that equals the one that was sent.
 */
export const getLogEvents =
  (store: LogStore, pageBytes: number): Operation =>
  (input) => {
    const stream = existingStream(chosenGroup(store, input), streamName(input))
    const from = time(input, 'startTime') ?? 0
    const to = time(input, 'endTime') ?? Number.MAX_SAFE_INTEGER
    const limit = integer(input, 'limit', 1, MAX_EVENTS) ?? MAX_EVENTS
    const sent = text(input, 'nextToken', { min: 1 })
    const token = sent === undefined ? null : read(sent)
    const forward = token?.forward ?? flag(input, 'startFromHead') ?? false
    const at = token?.at ?? (forward ? startOf(from) : endOf(to))

    const found: StoredEvent[] = []
    let bytes = 0
    for (const event of forward ? stream.events.after(at) : stream.events.before(at)) {
      if (forward ? event.timestamp >= to : event.timestamp < from) break
      if (forward ? event.timestamp < from : event.timestamp >= to) continue
      bytes += event.bytes
      if (found.length >= limit || (bytes > pageBytes && found.length > 0)) break
      found.push(event)
    }
    if (!forward) found.reverse()
    // An empty page stays where it stands: the next token the same way is the one that was sent.
    const start = { timestamp: from, ingestionTime: 0, seq: 0 }
    const here = token?.at ?? (forward ? start : (stream.events.last ?? start))
    return {
      events: found.map(({ timestamp, message, ingestionTime }) => ({ timestamp, message, ingestionTime })),
      nextForwardToken: write(true, found.at(-1) ?? (forward ? here : step(here, -1))),
      nextBackwardToken: write(false, found[0] ?? (forward ? step(here, 1) : here)),
    }
  }

const step = (at: Position, by: number): Position => ({ ...at, seq: Math.max(0, at.seq + by) })

const write = (forward: boolean, at: Position): string => `${forward ? 'f' : 'b'}/${eventId(at)}/s`

const read = (token: string): { forward: boolean; at: Position } => {
  const match = /^([fb])\/(\d+)\/s$/.exec(token)
  const at = match && positionOf(match[2]!)
  if (!at) throw invalid('The specified nextToken is invalid.')
  return { forward: match[1] === 'f', at }
}
