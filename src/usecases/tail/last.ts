import type { RawLogEvent } from '../../domain/log-event.ts'

/** A page of a group, newest first. (CloudWatch Logs API: FilterLogEvents with `startFromHead: false`.) */
export type FetchBackwards = (
  group: string,
  token: string | null,
  signal: AbortSignal,
) => Promise<{ readonly events: readonly RawLogEvent[]; readonly next: string | null } | null>

/** More than this is not read backwards of one group, however few of its lines are wanted. */
const READ_AT_MOST = 200_000

/**
 * Where to begin reading forward so that the `count` newest wanted events of all groups come: the time of the oldest of them, and how
 * many others of that very time to leave out. Null where there is none. `fetch` gives null for a group that is not there.
 */
export const startOfLast = async (
  groups: readonly string[],
  count: number,
  wanted: (event: RawLogEvent) => boolean,
  fetch: FetchBackwards,
  signal: AbortSignal,
): Promise<{ readonly from: number; readonly skip: number } | null> => {
  const newest = await Promise.all(groups.map((group) => newestOf(group, count, wanted, fetch, signal)))
  const times = newest.flat().sort((a, b) => b - a)
  const from = times[Math.min(count, times.length) - 1]
  return from === undefined ? null : { from, skip: Math.max(0, times.filter((at) => at >= from).length - count) }
}

const newestOf = async (
  group: string,
  count: number,
  wanted: (event: RawLogEvent) => boolean,
  fetch: FetchBackwards,
  signal: AbortSignal,
): Promise<readonly number[]> => {
  const times: number[] = []
  let token: string | null = null
  let read = 0
  do {
    const page: Awaited<ReturnType<FetchBackwards>> = await fetch(group, token, signal)
    if (page === null) return times
    for (const event of page.events) if (wanted(event)) times.push(event.at)
    read += page.events.length
    token = page.next
  } while (token !== null && times.length < count && read < READ_AT_MOST)
  // A service that does not know the order gives the oldest first; what counts is the newest of them, with all of one time.
  times.sort((a, b) => b - a)
  const oldest = times[Math.min(count, times.length) - 1]
  return oldest === undefined ? [] : times.filter((at) => at >= oldest)
}
