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

/** Keys of the usual REPORT line by their first letter, with what stands between them and the number, and the number's unit. */
const usual: Readonly<Record<string, readonly (readonly [sign: string, figure: Figure | null, unit: string])[]>> = {
  D: [['Duration: ', 'durationMs', ' ms']],
  B: [
    ['Billed Duration: ', 'billedMs', ' ms'],
    ['Billed Restore Duration: ', null, ' ms'],
  ],
  M: [
    ['Memory Size: ', 'memoryMb', ' MB'],
    ['Max Memory Used: ', 'maxMemoryMb', ' MB'],
  ],
  I: [['Init Duration: ', 'initMs', ' ms']],
  R: [['Restore Duration: ', 'restoreMs', ' ms']],
}
const told = /^(?:XRAY TraceId|SegmentId|Sampled): [\w-]+$/

/** Length of `REPORT RequestId: ` with the id behind it. */
const head = 54

const numberEnd = (text: string, from: number): number => {
  let at = from
  let dots = 0
  for (; ; at++) {
    const code = text.charCodeAt(at)
    if (code === 46 && at > from && dots === 0) dots++
    else if (!(code >= 48 && code <= 57)) break
  }
  return at > from && text.charCodeAt(at - 1) !== 46 ? at : -1
}

/** The figures of a line that Lambda wrote for a success, part by part; null where a part is none of the usual ones. */
const usualFigures = (text: string): InvocationReport | null => {
  if (text.charCodeAt(head) !== 9 || text.indexOf('\t') !== head) return null
  const found: Record<Figure, number | null> = { ...nothing }
  for (let at = head + 1; at < text.length; at++) {
    while (text.charCodeAt(at) === 10) at++
    if (at >= text.length) break
    const tab = text.indexOf('\t', at)
    const end = tab < 0 ? text.length : tab
    const known = usual[text.charAt(at)]?.find(([sign]) => text.startsWith(sign, at))
    if (known !== undefined) {
      const [sign, key, unit] = known
      const from = at + sign.length
      const to = numberEnd(text, from)
      if (to < 0 || to + unit.length !== end || !text.startsWith(unit, to)) return null
      if (key !== null) found[key] = Number(text.slice(from, to))
    } else if (!told.test(text.slice(at, end))) return null
    at = end
  }
  return { ...found, status: 'success', errorType: null }
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
