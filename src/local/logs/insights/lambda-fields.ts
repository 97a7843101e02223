import type { Value } from './values.ts'

const SYSTEM = /^(START|END|REPORT) RequestId: (\S+)/
/** Lines of the Node and Python runtimes, and what Lambda says of a function that ended badly. */
const OF_REQUEST =
  /^(?:\[\w+\]\t)?\d{4}-\d\d-\d\dT[\d:.]+Z[\t ]([\da-f]{8}-[\da-f-]{27})[\t ]|^RequestId: ([\da-f]{8}-[\da-f-]{27})\s/

/** What a REPORT line says, and in how many of the field's units: memory is told in bytes, of a million to the MB. */
const reported = new Map<string, readonly [field: string, factor: number]>([
  ['Duration', ['@duration', 1]],
  ['Billed Duration', ['@billedDuration', 1]],
  ['Init Duration', ['@initDuration', 1]],
  ['Memory Size', ['@memorySize', 1_000_000]],
  ['Max Memory Used', ['@maxMemoryUsed', 1_000_000]],
])

const named = new Map([
  ['XRAY TraceId', '@xrayTraceId'],
  ['SegmentId', '@xraySegmentId'],
])

/** The fields that Insights discovers in the lines of Lambda's text format. */
export const lambdaFields = (message: string): ReadonlyMap<string, Value> => {
  const fields = new Map<string, Value>()
  const system = SYSTEM.exec(message)
  if (system === null) {
    const request = OF_REQUEST.exec(message)
    if (request) fields.set('@requestId', request[1] ?? request[2] ?? '')
    return fields
  }
  fields.set('@type', system[1] ?? '').set('@requestId', system[2] ?? '')
  if (system[1] !== 'REPORT') return fields
  for (const part of message.split(/[\t\n]/)) {
    const [, key = '', value = ''] = /^([\w ]+): (\S+)/.exec(part) ?? []
    const measure = reported.get(key)
    const name = named.get(key)
    if (measure !== undefined) fields.set(measure[0], Number(value) * measure[1])
    else if (name !== undefined) fields.set(name, value)
  }
  return fields
}
