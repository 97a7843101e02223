import type { InvocationReport } from '../log-event.ts'

type Figure = 'durationMs' | 'billedMs' | 'memoryMb' | 'maxMemoryMb' | 'initMs' | 'restoreMs'

const figures: Readonly<Record<string, Figure | null>> = {
  Duration: 'durationMs',
  'Billed Duration': 'billedMs',
  'Memory Size': 'memoryMb',
  'Max Memory Used': 'maxMemoryMb',
  'Init Duration': 'initMs',
  'Restore Duration': 'restoreMs',
  'Billed Restore Duration': null,
}

const figure =
  /(Billed Restore Duration|Billed Duration|Init Duration|Restore Duration|Duration|Memory Size|Max Memory Used): *(\d+(?:\.\d+)?)/g

export const statusOf = (value: unknown): InvocationReport['status'] =>
  value === 'error' || value === 'timeout' || value === 'failure' ? value : 'success'

/** `Error Type: Runtime.ExitError` of a text line. */
export const errorTypeIn = (text: string): string | null => /Error Type: *([^\s\\]+)/.exec(text)?.[1] ?? null

/** `Status: timeout` of a text line; `success` where it names none. */
export const statusIn = (text: string): InvocationReport['status'] =>
  text.includes('Status: ') ? statusOf(/Status: *([a-z]+)/.exec(text)?.[1]) : 'success'

const told = /^(?:XRAY TraceId|SegmentId|Sampled): [\w-]+$/

/** Length of `REPORT RequestId: ` with the id behind it. */
const head = 54

/** The key that stands at `at` of the usual REPORT line, up to its number; empty for any other. */
const signAt = (text: string, at: number): string => {
  const sign = signs[text.charCodeAt(at) - 66] ?? ''
  if (text.startsWith(sign, at)) return sign
  return text.startsWith('Max Memory Used: ', at)
    ? 'Max Memory Used: '
    : text.startsWith('Billed Restore Duration: ', at)
      ? 'Billed Restore Duration: '
      : ''
}
/** By their first letter, from B on. */
const signs: readonly string[] = Object.assign(new Array<string>(17).fill(''), {
  0: 'Billed Duration: ',
  2: 'Duration: ',
  7: 'Init Duration: ',
  11: 'Memory Size: ',
  16: 'Restore Duration: ',
})

/** Where a number ends that has ` ms` or ` MB` behind it, and then nothing; -1 for anything else. */
const figureEnd = (text: string, from: number, end: number): number => {
  const to = end - 3
  const unit = text.charCodeAt(to + 1)
  if (text.charCodeAt(to) !== 32 || !(unit === 109 || unit === 77)) return -1
  let dots = 0
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at)
    if (code === 46 && at > from && at < to - 1 && dots === 0) dots++
    else if (!(code >= 48 && code <= 57)) return -1
  }
  return to > from ? to : -1
}

/** The figures of a line that Lambda wrote for a success, part by part; null where a part is none of the usual ones. */
const usualFigures = (text: string): InvocationReport | null => {
  if (text.charCodeAt(head) !== 9 || text.indexOf('\t') !== head) return null
  let durationMs: number | null = null
  let billedMs: number | null = null
  let memoryMb: number | null = null
  let maxMemoryMb: number | null = null
  let initMs: number | null = null
  let restoreMs: number | null = null
  for (let at = head + 1; at < text.length; at++) {
    while (text.charCodeAt(at) === 10) at++
    if (at >= text.length) break
    const tab = text.indexOf('\t', at)
    const end = tab < 0 ? text.length : tab
    const sign = signAt(text, at)
    if (sign === '') {
      if (!told.test(text.slice(at, end))) return null
    } else {
      const from = at + sign.length
      const to = figureEnd(text, from, end)
      if (to < 0) return null
      const value = Number(text.slice(from, to))
      if (sign === 'Duration: ') durationMs = value
      else if (sign === 'Billed Duration: ') billedMs = value
      else if (sign === 'Memory Size: ') memoryMb = value
      else if (sign === 'Max Memory Used: ') maxMemoryMb = value
      else if (sign === 'Init Duration: ') initMs = value
      else if (sign === 'Restore Duration: ') restoreMs = value
    }
    at = end
  }
  return { durationMs, billedMs, memoryMb, maxMemoryMb, initMs, restoreMs, status: 'success', errorType: null }
}

const nothing: Readonly<Record<Figure, null>> = {
  durationMs: null,
  billedMs: null,
  memoryMb: null,
  maxMemoryMb: null,
  initMs: null,
  restoreMs: null,
}

/** The figures of a REPORT line. The keys are found wherever they stand: emulators write them in another order, or with spaces for tabs. */
export const figuresOf = (text: string): InvocationReport => usualFigures(text) ?? anyFigures(text)

const anyFigures = (text: string): InvocationReport => {
  const found: Record<Figure, number | null> = { ...nothing }
  figure.lastIndex = 0
  for (let match = figure.exec(text); match; match = figure.exec(text)) {
    const key = figures[match[1]!]
    if (key) found[key] = Number(match[2])
  }
  const status = statusIn(text)
  return { ...found, status, errorType: status === 'success' ? null : errorTypeIn(text) }
}

const number = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null)

/** The figures of a `platform.report` record. (Lambda Telemetry API: event schema.) */
export const figuresOfRecord = (record: Readonly<Record<string, unknown>>): InvocationReport => {
  const metrics = (record['metrics'] ?? {}) as Readonly<Record<string, unknown>>
  return {
    durationMs: number(metrics['durationMs']),
    billedMs: number(metrics['billedDurationMs']),
    memoryMb: number(metrics['memorySizeMB']),
    maxMemoryMb: number(metrics['maxMemoryUsedMB']),
    initMs: number(metrics['initDurationMs']),
    restoreMs: number(metrics['restoreDurationMs']),
    status: statusOf(record['status']),
    errorType: typeof record['errorType'] === 'string' ? record['errorType'] : null,
  }
}
