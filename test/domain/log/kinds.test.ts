import { describe, expect, test } from 'vitest'
import { parseLine } from '../../../src/domain/log/parse-line.ts'
import type { LogEvent, LogKind } from '../../../src/domain/log-event.ts'

const id = '8fab6c1e-7b61-11e6-9a41-93e812345678'
const trace = '1-6b49d2a9-16a5bdd27e45fc9f4a12ddd2'
const json = (value: unknown): string => JSON.stringify(value)
const platform = (type: string, record: unknown, time = '2026-11-23T14:03:21.118Z'): string =>
  json({ time, type: `platform.${type}`, record })

/**
 * Each kind that the contract knows, with every sort of line that is of it. A `deploy` is no line of a log: the stream of stack events
 * makes it, and is tested there.
 */
const kinds: Readonly<Record<Exclude<LogKind, 'deploy'>, readonly string[]>> = {
  start: [
    `START RequestId: ${id} Version: 7\n`,
    `START RequestId: ${id} Version: 7\\n`,
    platform('start', { requestId: id }),
  ],
  end: [
    `END RequestId: ${id}\n`,
    `END RequestId: ${id}\\n`,
    platform('end', { requestId: id }),
    platform('runtimeDone', { requestId: id, status: 'success' }),
  ],
  report: [
    `REPORT RequestId: ${id}\tDuration: 3.10 ms\tBilled Duration: 4 ms \tMemory Size: 128 MB\tMax Memory Used: 48 MB\t\n`,
    `REPORT RequestId: ${id}\\tDuration: 3.10 ms\\tBilled Duration: 4 ms\\t\\n\\n`,
    `REPORT RequestId: ${id}\tDuration: 3.10 ms\t\nXRAY TraceId: ${trace}\tSegmentId: 1\tSampled: true\t\n`,
    `XRAY TraceId: ${trace}\tSegmentId: 1\tSampled: true\n`,
    platform('report', { requestId: id, metrics: { durationMs: 3.1 } }),
  ],
  init: [
    'INIT_START Runtime Version: nodejs:24.v3\tRuntime Version ARN: arn:aws:lambda:eu-west-1::runtime:00\n',
    'INIT_START Runtime Version: go:1.x Runtime Version ARN: \n',
    'INIT_REPORT Init Duration: 120.50 ms\tPhase: invoke\tStatus: success\n',
    'INIT_REPORT Initialization Type: snap-start Phase: init Status: success Duration: 12.00 ms',
    platform('initStart', { initializationType: 'on-demand' }),
    platform('initStart', {}, ''),
    platform('initRuntimeDone', { status: 'success' }),
    platform('initReport', { metrics: { durationMs: 12 } }),
  ],
  restore: [
    'RESTORE_START Runtime Version: java:21.v2\tRuntime Version ARN: arn:x\n',
    'RESTORE_REPORT Restore Duration: 204.27 ms\n',
    'RESTORE_REPORT Status: success Duration: 12.25 ms',
    platform('restoreStart', {}),
    platform('restoreRuntimeDone', { status: 'success' }),
    platform('restoreReport', { status: 'success', metrics: { durationMs: 12 } }),
  ],
  platform: [
    'TELEMETRY\tName: ext\tState: Subscribed\tTypes: [Platform]\n',
    'LOGS\tName: ext\tState: Subscribed\tTypes: [Platform]\n',
    platform('telemetrySubscription', { name: 'ext' }),
    platform('logsSubscription', { name: 'ext' }),
    platform('logsDropped', { reason: 'slow', droppedRecords: 1, droppedBytes: 2 }),
    platform('fault', 'RequestId: x Error: Runtime exited with error: exit status 1\nRuntime.ExitError'),
    `RequestId: ${id} Error: Runtime exited with error: signal: killed\nRuntime.ExitError\n`,
    ...['invokeStart', 'requestComplete', 'invokeSummary', 'invokeReport', 'spinDownStart', 'spinDownReport'].map(
      (type) => platform(type, { requestCount: 1 }),
    ),
  ],
  extension: [
    'EXTENSION\tName: ext\tState: Ready\tEvents: [INVOKE, SHUTDOWN]\n',
    platform('extension', { name: 'ext', state: 'Ready' }),
    json({ time: 't', type: 'extension', record: 'flushed' }),
  ],
  timeout: [
    `2026-11-23T14:03:21.118Z ${id} Task timed out after 3.00 seconds\n\n`,
    `2026-11-23T14:03:21.118Z ${id} Task timed out after 3.00 seconds\\n\\n`,
    'Task timed out after 1.00 seconds',
    `RequestId: ${id} Error: Task timed out after 3.00 seconds`,
  ],
  emf: [
    json({
      Orders: [2, 1],
      Took: 1.5,
      _aws: {
        Timestamp: 1,
        CloudWatchMetrics: [
          {
            Namespace: 'Shop',
            Dimensions: [['service'], ['service', 'stage']],
            Metrics: [{ Name: 'Orders', Unit: 'Count' }],
          },
          {
            Namespace: 'Speed',
            Dimensions: [],
            Metrics: [{ Name: 'Took', Unit: 'Milliseconds', StorageResolution: 1 }],
          },
        ],
      },
      service: 'orders',
    }),
    json({
      _aws: { Timestamp: 1, CloudWatchMetrics: [{ Namespace: 'Shop', Dimensions: [[]], Metrics: [{ Name: 'Lost' }] }] },
    }),
  ],
  access: [
    json({ requestId: id, ip: '203.0.113.1', httpMethod: 'GET', path: '/orders', status: '200', protocol: 'HTTP/1.1' }),
    json({ requestId: id, ip: '203.0.113.1', routeKey: 'GET /orders', status: '502', protocol: 'HTTP/1.1' }),
  ],
  workflow: [
    json({
      id: '1',
      type: 'ExecutionStarted',
      details: { input: '{}' },
      previous_event_id: '0',
      event_timestamp: '1787541942901',
      execution_arn: 'arn:aws:states:eu-west-1:123456789012:execution:payment:e-1',
    }),
  ],
  app: [
    'plain words\n',
    `\`START RequestId: ${id} Version: $LATEST`,
    `2026-03-01T17:36:26.356000+00:00 2026/03/01/[$LATEST]d5 END RequestId: ${id}`,
    json({ Records: [{ messageId: '1', eventSource: 'aws:sqs' }] }),
    json({ statusCode: 200, body: '{}' }),
    json({ status: 'info', message: 'm', ddtags: 'a:b' }),
    '{"id":"1","type":"ExecutionStarted","details":{"input":"{"Comment": "x"}"',
    json({ time: 't', type: 'function', record: 'hello' }),
    '',
  ],
}

describe.each(Object.entries(kinds))('%s', (kind, messages) => {
  test.each(messages)('%j', (message) => expect(parseLine(message).kind).toBe(kind))
})

describe('edges of the lines of the platform', () => {
  test.each<[string, string, object]>([
    [
      'line breaks that were escaped twice',
      `2026-11-23T14:03:21.118Z ${id} Task timed out after 3.00 seconds\\n\\n`,
      {
        requestId: id,
        text: 'Task timed out after 3.00 seconds',
        error: { message: 'Task timed out after 3.00 seconds' },
      },
    ],
    ['the id before them', `START RequestId: ${id}\\n`, { requestId: id }],
    [
      'a report whose trace is its second line, behind tabs',
      `REPORT RequestId: ${id}\tDuration: 3.10 ms\tMax Memory Used: 48 MB\t\nXRAY TraceId: ${trace}\tSegmentId: 1\tSampled: true\t\n`,
      { requestId: id, traceId: trace, report: { durationMs: 3.1, maxMemoryMb: 48, status: 'success' } },
    ],
    [
      'an init that failed, in the order of an emulator',
      'INIT_REPORT Initialization Type: on-demand Phase: init Status: error Duration: 250.75 ms',
      { level: 'ERROR' },
    ],
    [
      'an init that says nothing',
      'INIT_REPORT Initialization Type: on-demand Phase:  Status:  Duration: 0.00 ms',
      { level: null },
    ],
    [
      'a restore that failed, its figure last',
      'RESTORE_REPORT Status: error\tError Type: Runtime.ExitError\tRestore Duration: 5 ms\n',
      { level: 'ERROR', error: { type: 'Runtime.ExitError' } },
    ],
    [
      'an id without hyphens, and a timeout that the runtime tells of',
      platform('runtimeDone', { requestId: '6f7f0961f83442118a7af6fe80b88d56', status: 'timeout' }),
      { requestId: '6f7f0961f83442118a7af6fe80b88d56', level: 'ERROR' },
    ],
    [
      'an init that failed',
      platform('initReport', { status: 'error', errorType: 'Runtime.ImportModuleError' }),
      { level: 'ERROR', error: { type: 'Runtime.ImportModuleError' } },
    ],
    ['a record that is none', platform('initStart', null), { fields: null }],
    [
      'a report with figures that are none',
      platform('report', { metrics: { durationMs: 'x', billedDurationMs: 12.0 } }),
      { report: { durationMs: null, billedMs: 12 } },
    ],
  ])('%s', (_name, message, expected) => expect(parseLine(message)).toMatchObject(expected))
})

const powertools = { service: 'pay', cold_start: true, function_request_id: id, xray_trace_id: trace }

describe('Powertools in each of its languages, with the error as it is told there', () => {
  test.each<[string, unknown, LogEvent['parsed']['error']]>([
    [
      'Python',
      {
        ...powertools,
        level: 'ERROR',
        location: 'pay.handler:7',
        message: 'm',
        timestamp: '2026-05-03 11:47:12,494+0000',
        exception:
          'Traceback (most recent call last):\n  File "/var/task/pay.py", line 7, in handler\n    charge()\nshop.errors.Declined: no',
        exception_name: 'Declined',
        stack_trace: { type: 'Declined', value: 'no', frames: [{ file: '/var/task/pay.py', line: 7 }] },
      },
      { type: 'Declined', message: 'no', stack: '  File "/var/task/pay.py", line 7, in handler\n    charge()' },
    ],
    [
      'TypeScript',
      {
        ...powertools,
        level: 'ERROR',
        message: 'm',
        timestamp: '2026-05-03T11:47:12.494Z',
        error: {
          name: 'Declined',
          location: 'pay.ts:7',
          message: 'no',
          stack: 'Declined: no\n    at charge (/var/task/pay.ts:7:3)',
        },
      },
      { type: 'Declined', message: 'no', stack: '    at charge (/var/task/pay.ts:7:3)' },
    ],
    [
      'Java',
      {
        ...powertools,
        level: 'ERROR',
        message: 'm',
        error: { class: 'shop.Declined', message: 'no', stack: 'shop.Declined: no\n\tat shop.Pay.charge(Pay.java:7)' },
      },
      { type: 'shop.Declined', message: 'no', stack: '\tat shop.Pay.charge(Pay.java:7)' },
    ],
    [
      '.NET',
      {
        ...powertools,
        level: 'Error',
        message: 'm',
        name: 'Shop.Pay',
        exception: {
          type: 'Shop.Declined',
          message: 'no',
          stack_trace: '   at Shop.Pay.Charge() in /src/Pay.cs:line 7',
        },
      },
      { type: 'Shop.Declined', message: 'no', stack: '   at Shop.Pay.Charge() in /src/Pay.cs:line 7' },
    ],
  ])('%s', (_language, record, error) => {
    expect(parseLine(json(record))).toMatchObject({
      kind: 'app',
      level: 'ERROR',
      text: 'm',
      requestId: id,
      traceId: trace,
      error,
    })
  })
})

describe('payloads of a handler that failed, as a line', () => {
  test.each<[string, unknown, object]>([
    [
      'a stack that is one text',
      { errorMessage: 'no', errorType: 'java.lang.X', stackTrace: 'one\ntwo' },
      { type: 'java.lang.X', stack: 'one\ntwo' },
    ],
    [
      'a trace that is one text',
      { errorType: 'E', errorMessage: 'no', trace: 'E: no\n    at f (a.js:1:2)' },
      { type: 'E', stack: '    at f (a.js:1:2)' },
    ],
    [
      'Rust',
      { errorType: '&alloc::boxed::Box<dyn core::error::Error>', errorMessage: 'Error: "no"' },
      { message: 'Error: "no"', stack: null },
    ],
    [
      'a request of its own',
      { errorMessage: 'no', errorType: 'E', requestId: id, stackTrace: [] },
      { type: 'E', message: 'no' },
    ],
  ])('%s', (_name, record, error) => expect(parseLine(json(record))).toMatchObject({ level: 'ERROR', error }))
})
