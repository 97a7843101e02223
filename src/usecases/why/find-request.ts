import { toProblem } from '../../aws/errors.ts'
import type { Session } from '../../aws/session.ts'
import type { Incomplete } from '../../domain/incomplete.ts'
import type { LogEvent, LogSource } from '../../domain/log-event.ts'
import { noFigures } from '../tail/figures.ts'
import { readLines } from '../tail/read-lines.ts'
import type { TailNote } from '../tail/tail.ts'

export interface Search {
  readonly session: Session
  readonly sources: readonly LogSource[]
  /** The text that a line has to hold. */
  readonly word: string
  /** Epoch milliseconds, both inclusive. */
  readonly from: number
  readonly to: number
  readonly signal: AbortSignal
  readonly authTimeoutMs: number | null
  readonly note: (note: TailNote) => void
  /** Which part is being read. */
  readonly progress?: ((part: { readonly from: number; readonly to: number }) => void) | undefined
}

export interface Hits {
  /** Lines that hold the word, and all that their streams hold between them, oldest first. */
  readonly lines: readonly LogEvent[]
  /** How many of them hold it, by source. */
  readonly found: ReadonlyMap<LogSource, number>
  /** How far back it was looked. */
  readonly from: number
  readonly incomplete: readonly Incomplete[]
}

const MINUTE = 60_000
/** Lines of one request stand this near to each other: the longest run, and two retries with their waits. */
const NEAR_MS = 20 * MINUTE
/** What is asked about happened a moment ago, as a rule: the search goes back in steps, each about as long as all before it. */
const STEPS_MS = [15 * MINUTE, 60 * MINUTE, 6 * 60 * MINUTE, 24 * 60 * MINUTE, 7 * 24 * 60 * MINUTE]

const pattern = (word: string): string => `"${word.replace(/["\\]/g, '')}"`

const holds = ({ message }: LogEvent, word: string): boolean => message.toLowerCase().includes(word)

const spread = (lines: readonly LogEvent[], margin: number): { readonly from: number; readonly to: number } => ({
  from: lines.reduce((first, { at }) => Math.min(first, at), Number.POSITIVE_INFINITY) - margin,
  to: lines.reduce((last, { at }) => Math.max(last, at), 0) + margin,
})

/**
 * The lines that name a request, in all sources. Goes back from the end of the window until it finds some, and reads then what stands next to them, so
 * that a request's lines on both sides of a step are had. Rejects with a Problem where no log group can be read.
 */
export const findRequest = async (search: Search): Promise<Hits> => {
  const { session, from, to, word, sources, progress } = search
  const incomplete = new Map<string, Incomplete>()
  const read = async (
    some: readonly LogSource[],
    begin: number,
    end: number,
    filter: string | null,
  ): Promise<readonly LogEvent[]> => {
    const found: LogEvent[] = []
    const reading = {
      session,
      sources: some,
      from: begin,
      to: end,
      filter,
      signal: search.signal,
      authTimeoutMs: search.authTimeoutMs,
      note: (note: TailNote): void => {
        if (note.kind === 'unreadable') incomplete.set(note.group, unreadable(note.group, note.error, session))
        else if (note.kind !== 'missing' && note.kind !== 'appeared') search.note(note)
      },
    }
    for await (const lines of readLines(reading, noFigures())) found.push(...lines)
    return found
  }
  // A pattern matches whole terms in ways of its own; the line has to hold the word.
  const named = async (some: readonly LogSource[], begin: number, until: number): Promise<readonly LogEvent[]> =>
    (await read(some, begin, until, pattern(word))).filter((line) => holds(line, word))
  let end = to
  for (const step of [...STEPS_MS, Number.POSITIVE_INFINITY]) {
    const begin = Math.max(from, to - step)
    if (begin > end) break
    progress?.({ from: begin, to: end })
    const found = await named(sources, begin, end)
    if (found.length > 0) {
      const near = sources.filter((source) => found.some((line) => line.source === source))
      const wide = spread(found, NEAR_MS)
      // Within the step everything was read; what lies outside of it was not.
      const before = wide.from < begin ? await named(near, wide.from, begin - 1) : []
      const after = wide.to > end && end < to ? await named(near, end + 1, Math.min(to, wide.to)) : []
      const hits = [...before, ...found, ...after]
      const lines = await Promise.all(
        near.map(async (source) => {
          const own = hits.filter((line) => line.source === source)
          const { from: first, to: last } = spread(own, 0)
          const streams = new Set(own.map(({ stream }) => stream))
          return (await read([source], first, last, null)).filter(({ stream }) => streams.has(stream))
        }),
      )
      return {
        lines: lines.flat().sort((a, b) => a.at - b.at),
        found: new Map(near.map((source) => [source, hits.filter((line) => line.source === source).length])),
        from: begin,
        incomplete: [...incomplete.values()],
      }
    }
    if (begin <= from) break
    end = begin - 1
  }
  return { lines: [], found: new Map(), from, incomplete: [...incomplete.values()] }
}

const unreadable = (group: string, error: unknown, { region, profile }: Session): Incomplete => {
  const operation = 'logs:FilterLogEvents'
  const { message, action } = toProblem(error, { operation, region, profile, resource: group })
  return { what: `log group ${group}`, operation, reason: message, action }
}
