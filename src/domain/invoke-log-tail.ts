import type { RawLogEvent } from './log-event.ts'

/** LogResult holds this much of the log's end. (Lambda API: Invoke) */
const TAIL_BYTES = 4096

const head =
  /^(?:START|END|REPORT) RequestId: |^(?:INIT_START|INIT_REPORT|RESTORE_START|RESTORE_REPORT|EXTENSION|TELEMETRY|LOGS)\b|^\[?\d{4}-\d\d-\d\dT|^\{|^\[[A-Z]+\]/
/** Node's runtime puts its own words before each thing that is logged: a line without them goes on from the one before. */
const prefixed = /^\d{4}-\d\d-\d\dT\S+\t\S+\t|^REPORT /
const indented = /^(?:\s|Caused by: )/

/** Whether the tail is the whole log: it was shorter than could be, or the START of the request stands in it. */
export const isWholeLog = (tail: string, requestId: string | null): boolean => {
  if (Buffer.byteLength(tail) < TAIL_BYTES) return true
  if (requestId === null) return false
  return tail
    .split('\n')
    .some(
      (line) =>
        line.startsWith(`START RequestId: ${requestId}`) ||
        (line.startsWith('{') && line.includes('"platform.start"') && line.includes(requestId)),
    )
}

const iso = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)/

/** The time that a line tells at its beginning, epoch milliseconds; null for one that tells none. */
export const timeIn = (message: string): number | null => {
  const at = Date.parse(iso.exec(message.slice(0, 300))?.[0] ?? '')
  return Number.isNaN(at) ? null : at
}

/**
 * The lines of a LogResult as events. They have neither id nor stream there; a line that tells no time has that of the one before, the first
 * one `from`. A tail that was cut begins in the middle of a line, which is left out.
 */
export const tailEvents = (
  tail: string,
  { group, from, whole }: { readonly group: string; readonly from: number; readonly whole: boolean },
): readonly RawLogEvent[] => {
  const lines = tail.split(/(?<=\n)/)
  const messages: string[] = []
  for (const line of whole ? lines : lines.slice(1)) {
    const before = messages.at(-1)
    const goesOn = before !== undefined && !head.test(line) && (prefixed.test(before) || indented.test(line))
    if (goesOn) messages[messages.length - 1] = before + line
    else if (line.trim() !== '') messages.push(line)
  }
  let at = from
  return messages.map((message) => {
    at = timeIn(message) ?? at
    // CloudWatch keeps the line's end of a text, and of JSON none.
    const kept = message.startsWith('{') ? message.replace(/\n$/, '') : message
    return { id: null, at, ingestedAt: null, group, stream: '', message: kept }
  })
}
