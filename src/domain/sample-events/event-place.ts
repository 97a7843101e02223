/** What a sample event is filled with: the app's own names, and a moment. */
export interface EventPlace {
  readonly partition: string
  readonly region: string
  readonly account: string
  /** What sends it: a queue, a topic, an API ... */
  readonly name: string
  /** Its id where that is not its name: of an API, of a user pool. */
  readonly id: string
  readonly arn: string
  /** Epoch milliseconds. */
  readonly at: number
  /** What it carries: a message's body, an event's detail, a request's body; JSON as a rule. */
  readonly carried: string
  uuid(): string
}

export type SampleEvent = (place: EventPlace) => unknown

export const isoAt = ({ at }: EventPlace): string => new Date(at).toISOString()

/** What is carried, as a value: JSON as what it says, else the text. */
export const carriedValue = ({ carried }: EventPlace): unknown => {
  try {
    return JSON.parse(carried)
  } catch {
    return carried
  }
}
