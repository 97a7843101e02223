import type { LogEvent } from '../../../src/domain/log-event.ts'
import { event, source } from '../../domain/log/event.ts'

export const requestId = (nth: number): string => `8fab6c1e-98a6-4f2a-9d5e-${String(nth).padStart(12, '0')}`
export const traceId = (nth: number): string => `1-6b49d2a9-${String(nth).padStart(24, '0')}`

export interface RunLines {
  readonly name?: string
  readonly at: number
  readonly nth: number
  readonly failed?: string
  readonly trace?: number
  readonly said?: string
}

/** What a run of a function writes, as it stands in its log group. */
export const runMessages = ({ nth, failed, trace, said = 'picking up' }: RunLines): readonly string[] => {
  const id = requestId(nth)
  const thrown = {
    errorType: 'TypeError',
    errorMessage: failed,
    stack: [`TypeError: ${failed}`, '    at wrapGift (/var/task/fulfil.ts:41:18)'],
  }
  const report = `REPORT RequestId: ${id}\tDuration: 38.00 ms\tBilled Duration: 38 ms\tMemory Size: 128 MB\tMax Memory Used: 91 MB\t`
  return [
    `START RequestId: ${id} Version: $LATEST\n`,
    `2026-11-24T12:00:00.000Z\t${id}\tINFO\t${said}`,
    'a line of a library that names no request',
    ...(failed === undefined
      ? []
      : [`2026-11-24T12:00:00.000Z\t${id}\tERROR\tInvoke Error \t${JSON.stringify(thrown)}\n`]),
    `END RequestId: ${id}\n`,
    `${report}${failed === undefined ? '' : 'Status: error\tError Type: TypeError'}\n${trace === undefined ? '' : `XRAY TraceId: ${traceId(trace)}\tSegmentId: 0000000000000001\tSampled: true\n`}`,
  ]
}

/** The same as events, a millisecond apart. */
export const runEvents = (run: RunLines): readonly LogEvent[] =>
  runMessages(run).map((message, n) =>
    event(message, {
      source: source(run.name ?? 'FulfilOrder'),
      at: run.at + n,
      stream: `s${run.nth}`,
      id: `${run.nth}-${n}`,
    }),
  )
