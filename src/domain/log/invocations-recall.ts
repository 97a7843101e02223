/** What is remembered of a request id after its invocation has left. */
interface Left {
  readonly attempt: number
  readonly part: number
  /** Its end was seen; else more of it may come. */
  readonly finished: boolean
  readonly end: number
}

/** Where a line belongs whose invocation is not open (any more). */
export type Place = { readonly attempt: number; readonly part: number } | 'too-late'

/** A line that comes within this time of the end of its invocation, by its own clock, is a straggler and no retry. */
const STRAGGLING_MS = 10_000

/** Remembers the request ids that were seen, the last `limit` of them. */
export const recall = (limit: number) => {
  const left = new Map<string, Left>()
  return {
    /** `start`: the line is a START, which always begins an attempt of its own. */
    placeOf: (requestId: string, at: number, late: boolean, start: boolean): Place => {
      const known = left.get(requestId)
      if (known === undefined) return { attempt: 1, part: 1 }
      if (!start && !known.finished) return { attempt: known.attempt, part: known.part + 1 }
      if (!start && (late || at - known.end < STRAGGLING_MS)) return 'too-late'
      return { attempt: known.attempt + 1, part: 1 }
    },
    leave: (requestId: string, what: Left): void => {
      left.delete(requestId)
      left.set(requestId, what)
      if (left.size > limit) for (const oldest of left.keys()) return void left.delete(oldest)
    },
  }
}
