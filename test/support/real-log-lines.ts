import { readFileSync } from 'node:fs'
import type { LogKind } from '../../src/domain/log-event.ts'
import { fixtures } from './fixtures.ts'

/** The collection's own labels; those that are not here are lines of apps. */
const kinds: Readonly<Record<string, LogKind>> = {
  START: 'start',
  'platform.start': 'start',
  END: 'end',
  'platform.end': 'end',
  'platform.runtimeDone': 'end',
  REPORT: 'report',
  'REPORT+init': 'report',
  'REPORT+xray': 'report',
  'platform.report': 'report',
  INIT_START: 'init',
  INIT_REPORT: 'init',
  'platform.initStart': 'init',
  'platform.initRuntimeDone': 'init',
  'platform.initReport': 'init',
  RESTORE_START: 'restore',
  RESTORE_REPORT: 'restore',
  'platform.restoreStart': 'restore',
  'platform.restoreReport': 'restore',
  'platform.extension': 'extension',
  'telemetry.extension': 'extension',
  'platform.telemetrySubscription': 'platform',
  'platform.logsSubscription': 'platform',
  'platform.logsDropped': 'platform',
  timeout: 'timeout',
  emf: 'emf',
}

export interface RealLine {
  readonly message: string
  /** The collection's label, such as `REPORT+xray` or `powertools-json`. */
  readonly label: string
  readonly kind: LogKind
}

/** Log lines that real functions wrote; null where this machine has none of them. */
export const realLogLines = (): readonly RealLine[] | null => {
  const file = fixtures('logs/lambda-logs.ndjson')
  if (file === null) return null
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((text) => {
      const { kind: label, message } = JSON.parse(text) as { kind: string; message: string }
      return { message, label, kind: kinds[label] ?? 'app' }
    })
}
