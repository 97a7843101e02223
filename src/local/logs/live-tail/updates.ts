/** What one second of a session brought, at most 500 events of it. */
export interface Update<T> {
  readonly events: readonly T[]
  /** There were more events than are told. */
  readonly sampled: boolean
}

const perUpdate = 500
const updatesKept = 10

/**
 * The updates of a session that its client has not taken yet. AWS keeps ten for a client that is slow, and drops the oldest then;
 * of more than 500 events in a second it tells a sample of 500 (CloudWatch Logs API: StartLiveTail).
 */
export const updateQueue = <T>() => {
  let seconds: { readonly second: number; readonly events: T[] }[] = []
  const told = (events: readonly T[]): Update<T> => {
    const sampled = events.length > perUpdate
    const step = events.length / perUpdate
    return {
      events: sampled ? Array.from({ length: perUpdate }, (_, i) => events[Math.floor(i * step)]!) : events,
      sampled,
    }
  }
  return {
    /** An event that arrived in that second of the session. */
    add(second: number, event: T): void {
      const newest = seconds.at(-1)
      if (newest !== undefined && newest.second >= second) newest.events.push(event)
      else seconds.push({ second, events: [event] })
      if (seconds.length > updatesKept) seconds = seconds.slice(-updatesKept)
    },
    /** What came up to the end of a second, oldest first; one empty update where nothing came. */
    take(second: number): Update<T>[] {
      const over = seconds.filter((one) => one.second < second)
      seconds = seconds.filter((one) => one.second >= second)
      return over.length === 0 ? [{ events: [], sampled: false }] : over.map(({ events }) => told(events))
    },
  }
}
