import type { LogKind, ParsedLine } from '../log-event.ts'
import { traceIdInText } from './ids.ts'
import { line } from './line.ts'
import { printable } from './printable.ts'
import { errorTypeIn, figuresOf, statusIn } from './report-figures.ts'

const wordAt = (text: string, from: number): string | null => {
  let end = from
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end)
    // a space, a tab, a line break, or the backslash of a `\t` that somebody escaped
    if (code <= 32 || code === 92) break
  }
  return end > from ? text.slice(from, end) : null
}

const failed = (message: string): { level: 'ERROR'; type: string | null } | null => {
  const status = statusIn(message)
  return status === 'success'
    ? null
    : { level: 'ERROR', type: errorTypeIn(message) ?? (status === 'timeout' ? 'timeout' : null) }
}

const phase = (kind: LogKind, message: string): ParsedLine => {
  const failure = failed(message)
  if (!failure) return line(kind, 'text', printable(message))
  return line(kind, 'text', printable(message), {
    level: failure.level,
    error: { type: failure.type, message: null, stack: null },
  })
}

const report = (message: string): ParsedLine => {
  const figures = figuresOf(message)
  return line('report', 'text', printable(message), {
    level: figures.status === 'success' ? null : 'ERROR',
    requestId: wordAt(message, 18),
    traceId: traceIdInText(message),
    error: figures.errorType ? { type: figures.errorType, message: null, stack: null } : null,
    report: figures,
  })
}

/** `RequestId: <id> Error: Runtime exited with error: signal: killed`, and the type on the next line. */
export const faultLine = (message: string, format: 'text' | 'json'): ParsedLine => {
  const text = printable(message)
  const [first = '', type] = text.split('\n', 2)
  const at = first.indexOf('Error: ')
  const what = at < 0 ? first : first.slice(at + 7)
  return line(
    what.includes('Task timed out after ') ? 'timeout' : 'platform',
    format,
    at < 0 ? text : text.slice(at + 7),
    {
      level: 'ERROR',
      requestId: first.startsWith('RequestId: ') ? wordAt(first, 11) : null,
      error: { type: type?.trim() || null, message: what, stack: null },
    },
  )
}

/** `2026-10-28T17:57:55.123Z <request id> Task timed out after 600.00 seconds`, with or without its prefix; null for another line. */
export const timeoutLine = (message: string): ParsedLine | null => {
  const at = message.indexOf('Task timed out after ')
  if (at < 0) return null
  if (at > 0 && !/^\d{4}-\d\d-\d\dT[\d:.]+Z +\S{1,64} +$/.test(message.slice(0, at))) return null
  // Line breaks that somebody escaped on the way say nothing either.
  const text = printable(message.slice(at)).replace(/(?:\\n)+$/, '')
  return line('timeout', 'text', text, {
    level: 'ERROR',
    requestId: at > 0 ? (message.slice(0, at).trim().split(/ +/)[1] ?? null) : null,
    error: { type: 'Sandbox.Timedout', message: text, stack: null },
  })
}

type Reader = (message: string) => ParsedLine | null

/** Lambda's own text lines by how they begin; looked up by the first letter. */
const bySign: Readonly<Record<string, readonly (readonly [sign: string, read: Reader])[]>> = {
  S: [
    ['START RequestId: ', (message) => line('start', 'text', printable(message), { requestId: wordAt(message, 17) })],
  ],
  E: [
    ['END RequestId: ', (message) => line('end', 'text', printable(message), { requestId: wordAt(message, 15) })],
    ['EXTENSION\t', (message) => line('extension', 'text', printable(message))],
  ],
  R: [
    ['REPORT RequestId: ', report],
    ['RESTORE_', (message) => (/^RESTORE_(?:START|REPORT)\b/.test(message) ? phase('restore', message) : null)],
    [
      'RequestId: ',
      (message) => (/^RequestId: \S+ (?:Process exited|Error: )/.test(message) ? faultLine(message, 'text') : null),
    ],
  ],
  I: [['INIT_', (message) => (/^INIT_(?:START|REPORT)\b/.test(message) ? phase('init', message) : null)]],
  T: [
    ['Task timed out after ', timeoutLine],
    ['TELEMETRY\t', (message) => line('platform', 'text', printable(message))],
  ],
  L: [['LOGS\t', (message) => line('platform', 'text', printable(message))]],
  X: [['XRAY TraceId: ', (message) => line('report', 'text', printable(message), { traceId: traceIdInText(message) })]],
}

/** A line that Lambda itself wrote in text; null for any other. */
export const systemLine = (message: string): ParsedLine | null => {
  const signs = bySign[message.charAt(0)]
  if (!signs) return null
  for (const [sign, read] of signs) if (message.startsWith(sign)) return read(message)
  return null
}
