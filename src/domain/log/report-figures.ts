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

/** The figures of a REPORT line. The keys are found wherever they stand: emulators write them in another order, or with spaces for tabs. */
export const figuresOf = (text: string): InvocationReport => {
  const found: Record<Figure, number | null> = {
    durationMs: null,
    billedMs: null,
    memoryMb: null,
    maxMemoryMb: null,
    initMs: null,
    restoreMs: null,
  }
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
