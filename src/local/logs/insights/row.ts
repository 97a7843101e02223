import { eventId } from '../event-id.ts'
import type { StoredEvent } from '../event-list.ts'
import type { Fields } from './expression.ts'
import { jsonFields } from './json-fields.ts'
import { lambdaFields } from './lambda-fields.ts'
import type { Value } from './values.ts'

/** One line of a result in the making. */
export interface Row extends Fields {
  set(name: string, value: Value): void
  /** Epoch milliseconds of its event; 0 where it stands for many. */
  readonly at: number
  /** What GetLogRecord would take; null where it stands for many events. */
  readonly pointer: string | null
}

/** An event as a query finds it. */
export interface ScannedEvent {
  /** `ACCOUNT:NAME` */
  readonly log: string
  readonly event: StoredEvent
}

const systemFields = new Map<string, (scanned: ScannedEvent) => Value>(
  Object.entries({
    '@timestamp': ({ event }) => new Date(event.timestamp),
    '@ingestionTime': ({ event }) => new Date(event.ingestionTime),
    '@message': ({ event }) => event.message,
    '@logStream': ({ event }) => event.stream,
    '@log': ({ log }) => log,
    '@ptr': pointerOf,
  } satisfies Record<string, (scanned: ScannedEvent) => Value>),
)

function pointerOf({ log, event }: ScannedEvent): string {
  return Buffer.from(`${log}\0${eventId(event)}`).toString('base64')
}

/** A row for an event. What its message says is read when a field is asked for that nothing else has. */
export const eventRow = (scanned: ScannedEvent): Row => {
  const own = new Map<string, Value>()
  let found: ReadonlyMap<string, Value> | null = null
  const discovered = (): ReadonlyMap<string, Value> => {
    found ??= new Map([...jsonFields(scanned.event.message), ...lambdaFields(scanned.event.message)])
    return found
  }
  return {
    at: scanned.event.timestamp,
    get pointer() {
      return pointerOf(scanned)
    },
    get(name) {
      const made = own.get(name)
      if (made !== undefined) return made
      return systemFields.get(name)?.(scanned) ?? discovered().get(name) ?? null
    },
    set(name, value) {
      own.set(name, value)
    },
  }
}

/** A row that `stats` made: it has no fields but its own. */
export const madeRow = (): Row => {
  const own = new Map<string, Value>()
  return {
    at: 0,
    pointer: null,
    get: (name) => own.get(name) ?? null,
    set(name, value) {
      own.set(name, value)
    },
  }
}
