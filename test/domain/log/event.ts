import { parseLine } from '../../../src/domain/log/parse-line.ts'
import type { LogEvent, LogSource } from '../../../src/domain/log-event.ts'

export const source = (name = 'CreateOrder', more: Partial<LogSource> = {}): LogSource => ({
  group: `/aws/lambda/orders-${name}`,
  streamPart: null,
  name,
  sourceType: 'function',
  logicalId: name,
  functionName: `orders-${name}`,
  stack: 'orders',
  ...more,
})

/** An event as the tail makes it, parsed. */
export const event = (message: string, more: Partial<LogEvent> = {}): LogEvent => {
  const from = more.source ?? source()
  return {
    id: '38000000000000000000000000000000000000000000000000000001',
    at: Date.UTC(2026, 10, 23, 14, 3, 21, 118),
    ingestedAt: Date.UTC(2026, 10, 23, 14, 3, 21, 400),
    group: from.group,
    stream: '2026/11/23/[$LATEST]e34ea4d32b8f441c96246bbee30ff465',
    message,
    source: from,
    parsed: parseLine(message, from.sourceType),
    late: false,
    ...more,
  }
}
