import type { Joined, Joiner } from '../../../src/domain/log/joiner.ts'
import { parseLine } from '../../../src/domain/log/parse-line.ts'
import type { LogEvent } from '../../../src/domain/log-event.ts'

/** What a stream's last line was: the one that more may follow, and whether it stands in a Python traceback. */
interface Open {
  at: number
  lines: number
  traceback: boolean
}

const traceback = 'Traceback (most recent call last):'
const javaLine = /^\s+at \S|^\s*(?:Caused by|Suppressed): \S|^\s+\.\.\. \d+ (?:more|common)/
const longest = 200

const mayFollow = (event: LogEvent): boolean =>
  event.parsed.kind === 'app' &&
  event.parsed.format === 'text' &&
  event.parsed.level === null &&
  event.parsed.requestId === null

const follows = (message: string, open: Open): boolean => {
  const code = message.charCodeAt(0)
  // Only an indented line or a word that such traces know can go on; everything else leaves by the first character.
  if (code === 32 || code === 9) return open.traceback || javaLine.test(message)
  if (open.traceback) return true
  return (code === 67 || code === 83) && javaLine.test(message)
}

/** A joiner that reads every line and notes the state of every stream: slower, and easier to see through. */
export const plainJoiner = (limit = 1000): Joiner => {
  let held: (LogEvent | string[])[] = []
  let heads: LogEvent[] = []
  let open = new Map<string, Open>()
  /** The stream of the event shown last, and its state: what follows in the next round may still go on from it. */
  let last: { stream: string; open: Open } | null = null

  const flush = (): readonly Joined[] => {
    const out = held.map((one, at): Joined => {
      const event = heads[at]!
      const continued =
        at === 0 &&
        last !== null &&
        last.stream === event.stream &&
        mayFollow(event) &&
        follows(event.message, last.open)
      return { event: Array.isArray(one) ? merged(event, one) : one, continued }
    })
    const end = heads.at(-1)
    if (end) {
      const state = open.get(end.stream)
      last = state ? { stream: end.stream, open: { ...state, at: -1, lines: 0 } } : null
    }
    held = []
    heads = []
    open = new Map()
    return out
  }

  const push = (event: LogEvent): readonly Joined[] => {
    const { message, stream } = event
    const plain = mayFollow(event)
    const before = open.get(stream) ?? (last?.stream === stream && held.length === 0 ? { ...last.open } : undefined)
    if (plain && before && follows(message, before)) {
      const indented = message.charCodeAt(0) <= 32
      if (before.at >= 0 && before.lines < longest) {
        const one = held[before.at]!
        if (Array.isArray(one)) one.push(message)
        else held[before.at] = [one.message, message]
        before.lines++
        // `ValueError: bad` under the frames is a traceback's last line.
        if (!indented) before.traceback = false
        return []
      }
      open.set(stream, { at: held.length, lines: 0, traceback: before.traceback && indented })
    } else if (event.parsed.kind === 'app' && event.parsed.format === 'text') {
      open.set(stream, {
        at: held.length,
        lines: 0,
        traceback: plain && message.startsWith(traceback) && !message.trimEnd().includes('\n'),
      })
    } else {
      open.delete(stream)
    }
    held.push(event)
    heads.push(event)
    return held.length >= limit ? flush() : []
  }

  return { push, flush }
}

const merged = (head: LogEvent, messages: readonly string[]): LogEvent => {
  const message = messages.map((one) => one.replace(/[\r\n]+$/, '')).join('\n')
  return { ...head, message, parsed: parseLine(message, head.source.sourceType) }
}
