import type { LogEvent } from '../log-event.ts'
import { parseLine } from './parse-line.ts'

/** An event to show. `continued`: it goes on where the last one shown stopped, and needs no header of its own. */
export interface Joined {
  readonly event: LogEvent
  readonly continued: boolean
}

/** Puts stack traces together again that came as one event a line (Java's println, Python's print_exc, what Go and Ruby die with). For people only. */
export interface Joiner {
  /** Takes the next event; gives those that can't wait any longer (none, as a rule). */
  push(event: LogEvent): readonly Joined[]
  /** All that were held, in the order they came. */
  flush(): readonly Joined[]
}

/** A trace whose lines are told by standing in it: a Python traceback, or what a Go program says when it panics. */
type Trace = 'python' | 'go' | null

/** What a stream's last line was: the one that more may follow, and the trace that it stands in. */
interface Open {
  at: number
  lines: number
  trace: Trace
}

const traceback = 'Traceback (most recent call last):'
/** Java, Node and .NET; Ruby. */
const traceLine =
  /^\s+at \S|^\s*(?:Caused by|Suppressed): \S|^\s+\.\.\. \d+ (?:more|common)|^\s*---(?:> \S| End of )|^\s+from \S[^\n]{0,400}:\d+:in /
const panic = /^(?:panic: |fatal error: |goroutine \d+ \[)/
/** What stands in a Go panic: blank and indented lines, goroutines, calls (`main.take(0x1)`). */
const goLine =
  /^(?:\s|\[signal |goroutine \d|created by |exit status \d|panic: |[\w./-]{1,300}(?:\.\(\*?[\w.]{1,100}\))?[\w.[\]-]{0,100}\(.{0,400}\)\s*$)/
const longest = 200

const isText = ({ parsed }: LogEvent): boolean => parsed.kind === 'app' && parsed.format === 'text'

const mayFollow = (event: LogEvent): boolean =>
  isText(event) && event.parsed.level === null && event.parsed.requestId === null

/** Whether a line looks like one that goes on. Only an indented one or a word that such traces know can: most leave by their first character. */
const follows = (message: string, trace: Trace): boolean => {
  if (trace !== null) return trace === 'python' || goLine.test(message)
  const code = message.charCodeAt(0)
  // A blank, a tab, or the first letter of a word that traces know: `Caused by`, `Suppressed`, `--- End of`.
  return (code === 32 || code === 9 || code === 67 || code === 83 || code === 45) && traceLine.test(message)
}

const beginning = (event: LogEvent): Trace => {
  const { message } = event
  const code = message.charCodeAt(0)
  // T, f, g, p: nearly every line leaves here.
  if (code !== 84 && code !== 102 && code !== 103 && code !== 112) return null
  const found = message.startsWith(traceback) ? 'python' : panic.test(message) ? 'go' : null
  if (found === null || message.trimEnd().includes('\n')) return null
  return (found === 'python' ? mayFollow(event) : isText(event)) ? found : null
}

/**
 * Holds what is pushed until the caller flushes, or until `limit` events are held: it never delays longer, never drops, and joins only
 * lines of one stream. A joined event is the first one with the messages put together and read again. What a line says (`parsed`) is
 * asked for only where the line may go on from another.
 */
export const joiner = (limit = 1000): Joiner => {
  let held: (LogEvent | string[])[] = []
  let heads: LogEvent[] = []
  /** Streams in which a trace stands open; what a line after any other line goes on from is looked up when there is such a line. */
  let open = new Map<string, Open>()
  /** The event shown last, and its stream's state: what follows in the next round may still go on from it. */
  let last: { event: LogEvent; open: Open | undefined } | null = null

  /** What a line of this stream would go on from; undefined where there is nothing. */
  const before = (stream: string): Open | undefined => {
    const known = open.get(stream)
    if (known !== undefined) return known
    for (let at = heads.length - 1; at >= 0; at--)
      if (heads[at]!.stream === stream) return isText(heads[at]!) ? { at, lines: 0, trace: null } : undefined
    return heads.length === 0 && last?.event.stream === stream ? lastOpen() : undefined
  }
  const lastOpen = (): Open | undefined => {
    if (last === null) return undefined
    if (last.open !== undefined) return { at: -1, lines: 0, trace: last.open.trace }
    return isText(last.event) ? { at: -1, lines: 0, trace: null } : undefined
  }

  const goesOn = (event: LogEvent): boolean => {
    if (last === null || last.event.stream !== event.stream) return false
    if (!follows(event.message, last.open?.trace ?? null)) return false
    return lastOpen() !== undefined && mayFollow(event)
  }

  const flush = (): readonly Joined[] => {
    const out = held.map((one, at): Joined => {
      const event = heads[at]!
      return { event: Array.isArray(one) ? merged(event, one) : one, continued: at === 0 && goesOn(event) }
    })
    const end = heads[heads.length - 1]
    if (end) last = { event: end, open: open.get(end.stream) }
    held = []
    heads = []
    if (open.size > 0) open = new Map()
    return out
  }

  const begin = (event: LogEvent): void => {
    const trace = beginning(event)
    if (trace !== null) open.set(event.stream, { at: held.length, lines: 0, trace })
  }

  /** Whether the event was put to one that is held. */
  const joined = (event: LogEvent): boolean => {
    const { message, stream } = event
    const state = open.size > 0 ? open.get(stream) : undefined
    const after = heads.length === 0 && last?.event.stream === stream ? last.open : undefined
    if (!follows(message, (state ?? after)?.trace ?? null)) {
      if (state !== undefined) open.delete(stream)
      begin(event)
      return false
    }
    const from = before(stream)
    if (from === undefined || !mayFollow(event)) {
      open.delete(stream)
      begin(event)
      return false
    }
    const indented = message.charCodeAt(0) <= 32
    if (from.at < 0 || from.lines >= longest) {
      open.set(stream, { at: held.length, lines: 0, trace: from.trace === 'python' && !indented ? null : from.trace })
      return false
    }
    const one = held[from.at]!
    if (Array.isArray(one)) one.push(message)
    else held[from.at] = [one.message, message]
    from.lines++
    // `ValueError: bad` under the frames is a traceback's last line.
    if (!indented && from.trace === 'python') from.trace = null
    open.set(stream, from)
    return true
  }

  const push = (event: LogEvent): readonly Joined[] => {
    if (joined(event)) return nothing
    held.push(event)
    heads.push(event)
    return held.length >= limit ? flush() : nothing
  }

  return { push, flush }
}

const nothing: readonly Joined[] = []

const merged = (head: LogEvent, messages: readonly string[]): LogEvent => {
  const message = messages.map((one) => one.replace(/[\r\n]+$/, '')).join('\n')
  return { ...head, message, parsed: parseLine(message, head.source.sourceType) }
}
