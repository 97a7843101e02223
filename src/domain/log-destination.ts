import type { Incomplete } from './incomplete.ts'

/** One log that a service can keep of a resource, and where it goes. */
export interface LogDestination {
  readonly log: 'access' | 'execution' | 'workflow' | 'bus'
  /** The stage of an API that it is of; null for what has no stages. */
  readonly stage: string | null
  /** Null: it is switched off, or goes where it can't be read. */
  readonly group: string | null
  /** What in the template would make it readable; null where it is. */
  readonly howToSwitchOn: string | null
}

/** What a service said of where a resource (an API, a state machine, an event bus) logs. */
export interface ResourceLogs {
  /** `Child/LogicalId` in a nested stack. */
  readonly path: string
  /** A resource that was replaced has another one, and is asked about anew. */
  readonly physicalId: string
  readonly destinations: readonly LogDestination[]
  /** Why `destinations` are not all there is. */
  readonly incomplete: readonly Incomplete[]
}

/** A log that is off, or out of reach, as a person is told of it. */
export interface LogOff {
  /** `access log`, `workflow log` ... */
  readonly what: string
  /** Whose it is, as its source would be called: `ShopApi`, `ShopApi/dev`. */
  readonly name: string
  readonly howToSwitchOn: string
}
