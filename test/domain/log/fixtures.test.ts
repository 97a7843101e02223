import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseLine } from '../../../src/domain/log/parse-line.ts'
import type { LogKind } from '../../../src/domain/log-event.ts'
import { fixtures } from '../../support/fixtures.ts'

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

const file = fixtures('logs/lambda-logs.ndjson')

test.skipIf(file === null)('255 real log lines: the kind agrees with the label', () => {
  const lines = readFileSync(file!, 'utf8').trim().split('\n')
  const others = lines.flatMap((text, at) => {
    const { kind: label, message } = JSON.parse(text) as { kind: string; message: string }
    const { kind } = parseLine(message)
    return kind === (kinds[label] ?? 'app') ? [] : [`line ${at + 1}: ${label} read as ${kind}`]
  })
  expect(lines).toHaveLength(255)
  expect(others).toEqual([])
})

test.skipIf(file === null)(
  '255 real log lines: reports have a duration or a memory, Powertools lines a level and a text',
  () => {
    for (const text of readFileSync(file!, 'utf8').trim().split('\n')) {
      const { kind: label, message } = JSON.parse(text) as { kind: string; message: string }
      const parsed = parseLine(message)
      if (parsed.kind === 'report')
        expect(parsed.report?.durationMs ?? parsed.report?.maxMemoryMb, message).toBeGreaterThan(0)
      if (label === 'powertools-json') expect(parsed.level && parsed.text, message).toBeTruthy()
      if (label === 'error-json') expect(parsed.error?.message, message).toBeTruthy()
    }
  },
)
