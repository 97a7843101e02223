import type { LoggedError } from '../log-event.ts'
import { isFrame } from './stack-frames.ts'

/** A text that holds a stack trace, taken apart: what stands before it, and the error. */
export interface StackInText {
  /** The text without its frames. */
  readonly head: string
  readonly error: LoggedError
}

const named = /^([A-Za-z_$][\w$.<>]{0,200})(?: \[[\w-]{1,80}\])?(?:: ?|$)/
// Anchored at the start of a word, so that a long word is walked once only.
const anywhere =
  /(?:^|[\s("'])([A-Za-z_$][\w$.]{0,200}(?:Error|Exception|Throwable|Failure|Fault))(?: \[[\w-]{1,80}\])?(?:: |\n|$)/

/** `Type: message` read; a head that names no type is all message. */
export const typeAndMessage = (head: string): { type: string | null; message: string | null } => {
  const match = named.exec(head) ?? anywhere.exec(head)
  if (!match) return { type: null, message: head === '' ? null : head }
  const message = head.slice(match.index + match[0].length).trim()
  return { type: match[1]!, message: message === '' ? null : message }
}

const python = 'Traceback (most recent call last):'

/** Python puts the error after the frames (`traceback.print_exc`), Lambda's runtime before them. */
const pythonStack = (text: string, at: number): StackInText => {
  const before = text.slice(0, at).trim()
  const after = text.slice(at + python.length).replace(/^\n+/, '')
  const last = Math.max(after.lastIndexOf('  File "'), 0)
  const end = /\n(?=\S)/.exec(after.slice(last))
  const cut = end ? last + end.index : after.length
  const tail = after.slice(cut).trim()
  const { type, message } = typeAndMessage(tail === '' ? before : tail)
  return { head: before === '' ? tail : before, error: { type, message, stack: after.slice(0, cut).trimEnd() || null } }
}

const goroutine = /\n\n?goroutine \d+ \[/
const frame = /\n[ \t]+at \S|\n\t\.\.\. \d+ more|\n[ \t]*from \S[^\n]{0,400}:\d+:in |\n[^\s:][^\n:]{0,400}:\d+:in [`']/

/** What Ruby dies with has its first frame and its error in one line: `app.rb:5:in 'take': no stock (RuntimeError)`. */
const ruby =
  /^([^\s:][^\n:]{0,400}:\d{1,9}:in [`'][^\n']{0,200}'): ([^\n]{0,2000}) \(([A-Z][\w:]{0,200})\)\n([ \t]*from [\s\S]*)$/

/** Stack traces of Node, Java, .NET, Python, Ruby and Go; null where the text has none. `text` has no `\r`. */
export const stackInText = (text: string): StackInText | null => {
  if (!text.includes('\n')) return null
  const traceback = text.indexOf(python)
  if (traceback >= 0) return pythonStack(text, traceback)
  const died = ruby.exec(text)
  if (died) {
    const [, first, message, type, others] = died
    return {
      head: `${type}: ${message}`,
      error: { type: type!, message: message!, stack: `${first}\n${others!.trimEnd()}` },
    }
  }
  const at = text.search(text.startsWith('panic: ') ? goroutine : frame)
  if (at < 0) return null
  const head = text.slice(0, at)
  // The rest of a trace whose beginning came earlier: all of it is frames.
  if (isFrame(head)) return { head: '', error: { type: null, message: null, stack: text } }
  const error = { ...typeAndMessage(head), stack: text.slice(at).replace(/^\n+/, '').trimEnd() }
  return { head, error }
}
