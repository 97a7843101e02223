import { describe, expect, test } from 'vitest'
import { tellsOfFailure } from '../../../src/domain/log/failure.ts'
import { parseLine } from '../../../src/domain/log/parse-line.ts'
import type { LogEvent, ParsedLine } from '../../../src/domain/log-event.ts'

const id = '8fab6c1e-7b61-11e6-9a41-93e812345678'
const trace = '1-6b49d2a9-16a5bdd27e45fc9f4a12ddd2'
const json = (value: unknown): string => JSON.stringify(value)
const platform = (type: string, record: unknown): string => json({ time: '2026-11-23T14:03:21.118Z', type, record })

type Case = readonly [
  name: string,
  message: string,
  expected: Partial<ParsedLine>,
  sourceType?: LogEvent['source']['sourceType'],
]

const check = (cases: readonly Case[]): void => {
  test.each(cases.map((one) => ({ name: one[0], one })))('$name', ({ one: [, message, expected, sourceType] }) => {
    expect(parseLine(message, sourceType)).toMatchObject(expected)
  })
}

describe('Lambda in text', () => {
  check([
    [
      'START',
      `START RequestId: ${id} Version: $LATEST\n`,
      { kind: 'start', requestId: id, level: null, format: 'text', error: null },
    ],
    ['END', `END RequestId: ${id}\n`, { kind: 'end', requestId: id }],
    [
      'REPORT',
      `REPORT RequestId: ${id}\tDuration: 14.97 ms\tBilled Duration: 15 ms\tMemory Size: 128 MB\tMax Memory Used: 67 MB\t\n`,
      {
        kind: 'report',
        requestId: id,
        level: null,
        error: null,
        report: {
          durationMs: 14.97,
          billedMs: 15,
          memoryMb: 128,
          maxMemoryMb: 67,
          initMs: null,
          restoreMs: null,
          status: 'success',
          errorType: null,
        },
      },
    ],
    [
      'REPORT of a cold start that failed, and its trace on a second line',
      `REPORT RequestId: ${id}\tDuration: 600000.00 ms\tBilled Duration: 600477 ms\tMemory Size: 1536 MB\tMax Memory Used: 1035 MB\tInit Duration: 476.75 ms\tStatus: error\tError Type: Runtime.OutOfMemory\nXRAY TraceId: ${trace}\tSegmentId: 7c4eb6a6d56f2a27\tSampled: true\t\n`,
      {
        kind: 'report',
        traceId: trace,
        level: 'ERROR',
        error: { type: 'Runtime.OutOfMemory', message: null, stack: null },
        report: {
          durationMs: 600000,
          billedMs: 600477,
          memoryMb: 1536,
          maxMemoryMb: 1035,
          initMs: 476.75,
          restoreMs: null,
          status: 'error',
          errorType: 'Runtime.OutOfMemory',
        },
      },
    ],
    [
      'REPORT of SnapStart',
      `REPORT RequestId: ${id}\tDuration: 13.82 ms\tBilled Duration: 129 ms\tMemory Size: 512 MB\tMax Memory Used: 71 MB\tRestore Duration: 204.27 ms\tBilled Restore Duration: 9 ms\n`,
      { report: expect.objectContaining({ durationMs: 13.82, restoreMs: 204.27, billedMs: 129, initMs: null }) },
    ],
    [
      'REPORT with spaces for tabs and another order',
      `REPORT RequestId: ${id}  Init Duration: 0.03 ms  Duration: 1106.27 ms    Billed Duration: 1107 ms        Memory Size: 512 MB    Max Memory Used: 512 MB`,
      {
        kind: 'report',
        requestId: id,
        report: expect.objectContaining({ durationMs: 1106.27, initMs: 0.03, maxMemoryMb: 512 }),
      },
    ],
    [
      'REPORT with its tabs escaped',
      `REPORT RequestId: ${id}\\tDuration: 3003.16 ms\\tBilled Duration: 3000 ms\\tStatus: timeout\\n`,
      {
        kind: 'report',
        requestId: id,
        level: 'ERROR',
        report: expect.objectContaining({ durationMs: 3003.16, status: 'timeout' }),
      },
    ],
    [
      'XRAY as an event of its own',
      `XRAY TraceId: ${trace}\tSegmentId: 7c4eb6a6d56f2a27\tSampled: true\n`,
      { kind: 'report', traceId: trace, report: null },
    ],
    [
      'INIT_START',
      'INIT_START Runtime Version: python:3.12.v27\tRuntime Version ARN: arn:aws:lambda:us-east-1::runtime:00\n',
      { kind: 'init', level: null, error: null },
    ],
    ['INIT_REPORT', 'INIT_REPORT Init Duration: 13316.04 ms\n', { kind: 'init', level: null, error: null }],
    [
      'INIT_REPORT of a failure',
      'INIT_REPORT Init Duration: 229.04 ms\tPhase: init\tStatus: error\tError Type: Runtime.ImportModuleError\n',
      { kind: 'init', level: 'ERROR', error: { type: 'Runtime.ImportModuleError', message: null, stack: null } },
    ],
    [
      'INIT_REPORT of a timeout',
      'INIT_REPORT Init Duration: 10009.13 ms\tPhase: init\tStatus: timeout',
      { kind: 'init', level: 'ERROR' },
    ],
    [
      'RESTORE_START',
      'RESTORE_START Runtime Version: java:21.v82\tRuntime Version ARN: arn:x\n',
      { kind: 'restore', level: null },
    ],
    [
      'RESTORE_REPORT',
      'RESTORE_REPORT Restore Duration: 1326.77 ms\tStatus: timeout\n',
      { kind: 'restore', level: 'ERROR' },
    ],
    [
      'EXTENSION',
      'EXTENSION\tName: my-ext\tState: Ready\tEvents: [INVOKE, SHUTDOWN]\n',
      { kind: 'extension', level: null },
    ],
    [
      'TELEMETRY',
      'TELEMETRY\tName: my-ext\tState: Subscribed\tTypes: [Platform, Function]\n',
      { kind: 'platform', level: null },
    ],
    ['LOGS', 'LOGS\tName: my-ext\tState: Subscribed\tTypes: [Platform]\n', { kind: 'platform', level: null }],
    [
      'a timeout',
      `2026-10-28T17:57:55.123Z ${id} Task timed out after 600.00 seconds\n\n`,
      {
        kind: 'timeout',
        requestId: id,
        level: 'ERROR',
        text: 'Task timed out after 600.00 seconds',
        error: { type: 'Sandbox.Timedout', message: 'Task timed out after 600.00 seconds', stack: null },
      },
    ],
    ['a timeout without prefix', 'Task timed out after 3.00 seconds', { kind: 'timeout', requestId: null }],
    [
      'a timeout as a runtime fault',
      `RequestId: ${id} Error: Task timed out after 3.00 seconds`,
      { kind: 'timeout', requestId: id },
    ],
    ['a line that only speaks of one', '2026-10-28 we say: Task timed out after a while', { kind: 'app' }],
    [
      'a runtime that exited',
      `RequestId: ${id} Error: Runtime exited with error: signal: killed\nRuntime.ExitError\n`,
      {
        kind: 'platform',
        requestId: id,
        level: 'ERROR',
        error: { type: 'Runtime.ExitError', message: 'Runtime exited with error: signal: killed', stack: null },
      },
    ],
    ['a line that begins alike', 'INITIAL load done', { kind: 'app', text: 'INITIAL load done' }],
    ['STARTing words', 'START of the batch', { kind: 'app', level: null }],
  ])
})

describe('Lambda in JSON', () => {
  const metrics = {
    durationMs: 2599.4,
    billedDurationMs: 2600,
    memorySizeMB: 128,
    maxMemoryUsedMB: 94,
    initDurationMs: 549.04,
  }
  check([
    [
      'start',
      platform('platform.start', {
        requestId: id,
        tracing: { type: 'X-Amzn-Trace-Id', value: `Root=${trace};Parent=1;Sampled=1` },
      }),
      { kind: 'start', requestId: id, traceId: trace, format: 'json' },
    ],
    ['end', platform('platform.end', { requestId: id }), { kind: 'end', requestId: id }],
    [
      'runtimeDone',
      platform('platform.runtimeDone', { requestId: id, status: 'success' }),
      { kind: 'end', level: null },
    ],
    [
      'runtimeDone of a failure',
      platform('platform.runtimeDone', { requestId: id, status: 'error', errorType: 'TypeError' }),
      { kind: 'end', level: 'ERROR', error: { type: 'TypeError', message: null, stack: null } },
    ],
    [
      'report',
      platform('platform.report', { requestId: id, metrics, status: 'failure', errorType: 'Runtime.ExitError' }),
      {
        kind: 'report',
        requestId: id,
        level: 'ERROR',
        report: {
          durationMs: 2599.4,
          billedMs: 2600,
          memoryMb: 128,
          maxMemoryMb: 94,
          initMs: 549.04,
          restoreMs: null,
          status: 'failure',
          errorType: 'Runtime.ExitError',
        },
      },
    ],
    [
      'report with almost nothing',
      platform('platform.report', { metrics: { maxMemoryUsedMB: 74 } }),
      {
        kind: 'report',
        requestId: null,
        report: expect.objectContaining({ durationMs: null, maxMemoryMb: 74, status: 'success' }),
      },
    ],
    ['initStart', platform('platform.initStart', { phase: 'init' }), { kind: 'init', fields: { phase: 'init' } }],
    ['initRuntimeDone', platform('platform.initRuntimeDone', { status: 'success' }), { kind: 'init', level: null }],
    ['initReport', platform('platform.initReport', { metrics: { durationMs: 500 } }), { kind: 'init', report: null }],
    ['restoreStart', platform('platform.restoreStart', {}), { kind: 'restore', fields: null }],
    ['restoreRuntimeDone', platform('platform.restoreRuntimeDone', {}), { kind: 'restore' }],
    [
      'restoreReport of a failure',
      platform('platform.restoreReport', { status: 'failure', errorType: 'RestoreError' }),
      { kind: 'restore', level: 'ERROR' },
    ],
    ['extension', platform('platform.extension', { name: 'e', state: 'Ready' }), { kind: 'extension' }],
    [
      'telemetrySubscription',
      platform('platform.telemetrySubscription', { name: 'e' }),
      { kind: 'platform', level: null },
    ],
    ['logsSubscription', platform('platform.logsSubscription', { name: 'e' }), { kind: 'platform' }],
    [
      'logsDropped',
      platform('platform.logsDropped', { reason: 'slow', droppedRecords: 3, droppedBytes: 12 }),
      { kind: 'platform', level: 'WARN', fields: { reason: 'slow', droppedRecords: 3, droppedBytes: 12 } },
    ],
    [
      'fault',
      platform('platform.fault', `RequestId: ${id} Error: Runtime exited with error: exit status 1\nRuntime.ExitError`),
      {
        kind: 'platform',
        level: 'ERROR',
        requestId: id,
        format: 'json',
        error: { type: 'Runtime.ExitError', message: 'Runtime exited with error: exit status 1', stack: null },
      },
    ],
    ['a web function event', platform('platform.invokeSummary', { requestCount: 3 }), { kind: 'platform' }],
    ["an extension's line", platform('extension', 'flushing'), { kind: 'extension', text: 'flushing', format: 'json' }],
    [
      "a function's line in the telemetry envelope",
      platform('function', `2026-11-23T14:03:21.118Z\t${id}\tWARN\tlow stock`),
      { kind: 'app', level: 'WARN', requestId: id, text: 'low stock', format: 'json' },
    ],
    [
      "a function's JSON in the telemetry envelope",
      platform('function', { level: 'INFO', message: 'hello' }),
      { kind: 'app', level: 'INFO', text: 'hello' },
    ],
  ])
})

describe('Node', () => {
  const at = '2026-11-23T14:03:21.118Z'
  const failure = {
    errorType: 'TypeError',
    errorMessage: "Cannot read 'wrap'",
    stack: ["TypeError: Cannot read 'wrap'", '    at wrapGift (/var/task/fulfil.js:41:18)'],
  }
  check([
    [
      'a line',
      `${at}\t${id}\tINFO\torder accepted\rsecond row\n`,
      { kind: 'app', level: 'INFO', requestId: id, text: 'order accepted\nsecond row' },
    ],
    ['a line during init', `${at}\tundefined\tDEBUG\tLoading\n`, { level: 'DEBUG', requestId: null, text: 'Loading' }],
    ['a line without a level', `${at}\t${id}\tonly words\n`, { level: null, requestId: id, text: 'only words' }],
    [
      'a handler that threw',
      `${at}\t${id}\tERROR\tInvoke Error \t${json(failure)}\n`,
      {
        level: 'ERROR',
        text: "TypeError: Cannot read 'wrap'",
        error: {
          type: 'TypeError',
          message: "Cannot read 'wrap'",
          stack: '    at wrapGift (/var/task/fulfil.js:41:18)',
        },
      },
    ],
    [
      'a module that threw',
      `${at}\tundefined\tERROR\tUncaught Exception \t${json({ ...failure, code: 'X' })}\n`,
      { text: "TypeError: Cannot read 'wrap'", error: expect.objectContaining({ type: 'TypeError' }) },
    ],
    [
      'console.error(error)',
      `${at}\t${id}\tERROR\tTypeError: nope\r    at f (/var/task/a.js:1:2)\r    at g (node:internal/x:3:4) {\r  code: 'E'\r}\n`,
      {
        text: 'TypeError: nope',
        error: {
          type: 'TypeError',
          message: 'nope',
          stack: "    at f (/var/task/a.js:1:2)\n    at g (node:internal/x:3:4) {\n  code: 'E'\n}",
        },
      },
    ],
    [
      'words before an error',
      `${at}\t${id}\tERROR\tcould not store: MongoNetworkError: refused\n    at f (/var/task/a.js:1:2)\n`,
      {
        text: 'could not store: MongoNetworkError: refused',
        error: expect.objectContaining({ type: 'MongoNetworkError', message: 'refused' }),
      },
    ],
    [
      'JSON with words',
      json({ timestamp: at, level: 'WARN', requestId: id, message: 'slow' }),
      { level: 'WARN', requestId: id, text: 'slow', fields: null },
    ],
    [
      'JSON with an object: the record is that object',
      json({ timestamp: at, level: 'INFO', requestId: id, message: { message: 'stored', orderId: 1 } }),
      { level: 'INFO', requestId: id, text: 'stored', fields: { orderId: 1 } },
    ],
    [
      'JSON with an object whose names are taken',
      json({ timestamp: at, level: 'INFO', message: { level: 7 } }),
      { level: 'INFO', text: '{"level":7}', fields: null },
    ],
    [
      'JSON behind the prefix',
      `${at}\t${id}\tINFO\t${json({ level: 'warn', msg: 'low stock', requestId: 'other', left: 2 })}\n`,
      { level: 'WARN', requestId: id, text: 'low stock', format: 'text', fields: { left: 2 } },
    ],
    [
      'an object behind the prefix that is no JSON',
      `${at}\t${id}\tINFO\t{ orderId: 1 }\n`,
      { level: 'INFO', text: '{ orderId: 1 }', fields: null },
    ],
    [
      'JSON of a handler that threw',
      json({
        timestamp: at,
        level: 'ERROR',
        requestId: id,
        message: { errorType: 'E', errorMessage: 'm', stackTrace: ['E: m', '    at f (a.js:1:2)'] },
      }),
      { text: 'E: m', error: { type: 'E', message: 'm', stack: '    at f (a.js:1:2)' } },
    ],
    [
      'out of memory',
      'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
      { level: 'FATAL', kind: 'app' },
    ],
  ])
})

describe('Python', () => {
  const at = '2026-11-23T14:03:21.118Z'
  check([
    ['a line', `[INFO]\t${at}\t${id}\torder accepted\n`, { level: 'INFO', requestId: id, text: 'order accepted' }],
    [
      'a warning of Lambda',
      `[WARNING]\t${at}\t\tLAMBDA_WARNING: Unhandled exception.\n`,
      { level: 'WARN', requestId: null, text: 'LAMBDA_WARNING: Unhandled exception.' },
    ],
    [
      'a handler that raised: lines joined by CR, indented with NBSP',
      "[ERROR] KeyError: 'action'\rTraceback (most recent call last):\r\u00a0\u00a0File \"/var/task/x.py\", line 36, in handler\r\u00a0\u00a0\u00a0\u00a0event['action']\n",
      {
        level: 'ERROR',
        text: "KeyError: 'action'",
        error: {
          type: 'KeyError',
          message: "'action'",
          stack: '  File "/var/task/x.py", line 36, in handler\n    event[\'action\']',
        },
      },
    ],
    [
      'traceback.print_exc in one event',
      'Traceback (most recent call last):\n  File "/var/task/x.py", line 3, in f\n    g()\nValueError: bad\n',
      {
        text: 'ValueError: bad',
        error: { type: 'ValueError', message: 'bad', stack: '  File "/var/task/x.py", line 3, in f\n    g()' },
      },
    ],
    [
      'an import that failed',
      "[ERROR] Runtime.ImportModuleError: Unable to import module 'app': No module named 'x'\n",
      { level: 'ERROR', text: "Runtime.ImportModuleError: Unable to import module 'app': No module named 'x'" },
    ],
    [
      'logging with a time of its own',
      '2016-11-29 11:05:44,699 - INFO - custodian.policy - Running\n',
      { level: 'INFO', text: 'custodian.policy - Running' },
    ],
    [
      'JSON',
      json({
        timestamp: at,
        level: 'ERROR',
        message: 'bad',
        logger: 'root',
        requestId: id,
        errorType: 'KeyError',
        errorMessage: "'a'",
        stackTrace: ['  File "/var/task/x.py", line 36, in handler\n    x\n'],
        location: 'x',
      }),
      {
        level: 'ERROR',
        text: 'bad',
        requestId: id,
        fields: { logger: 'root', location: 'x' },
        error: { type: 'KeyError', message: "'a'", stack: '  File "/var/task/x.py", line 36, in handler\n    x' },
      },
    ],
    [
      'old stack entries',
      json({ errorMessage: 'm', errorType: 'E', stackTrace: [['/var/task/x.py', 3, 'handler', 'raise E']] }),
      { error: { type: 'E', message: 'm', stack: '  File "/var/task/x.py", line 3, in handler\n    raise E' } },
    ],
  ])
})

describe('other runtimes', () => {
  check([
    [
      'Java',
      'java.lang.RuntimeException: boom\n\tat app.Handler.run(Handler.java:23)\nCaused by: java.io.IOException: x\n\t... 6 more\n',
      {
        text: 'java.lang.RuntimeException: boom',
        level: null,
        error: {
          type: 'java.lang.RuntimeException',
          message: 'boom',
          stack: '\tat app.Handler.run(Handler.java:23)\nCaused by: java.io.IOException: x\n\t... 6 more',
        },
      },
    ],
    [
      'Java with a cause in JSON',
      json({
        errorMessage: 'a',
        errorType: 'A',
        stackTrace: ['app.X.y(X.java:1)'],
        cause: { errorMessage: 'b', errorType: 'B' },
      }),
      { error: { type: 'A', message: 'a', stack: 'app.X.y(X.java:1)\nCaused by: B: b' } },
    ],
    [
      'log4j',
      `2026-11-23 10:00:00 ${id} ERROR Handler:23 - no stock`,
      { level: 'ERROR', requestId: id, text: 'Handler:23 - no stock' },
    ],
    [
      'logback',
      '10:00:00.123 [main] WARN  app.Handler - low stock',
      { level: 'WARN', text: 'app.Handler - low stock' },
    ],
    [
      'Go error',
      json({ errorMessage: 'no stock', errorType: 'errorString' }),
      { level: 'ERROR', text: 'errorString: no stock', fields: null },
    ],
    [
      'Go stack entries',
      json({ errorMessage: 'm', errorType: 'E', stackTrace: [{ path: 'main.go', line: 7, label: 'main.handler' }] }),
      { error: { type: 'E', message: 'm', stack: 'at main.handler (main.go:7)' } },
    ],
    [
      'Go panic',
      'panic: runtime error: index out of range\n\ngoroutine 1 [running]:\nmain.f()\n\t/app/main.go:3',
      {
        level: 'FATAL',
        text: 'panic: runtime error: index out of range',
        error: expect.objectContaining({ type: 'panic' }),
      },
    ],
    ['Go log', '2019/10/28 23:16:43 [info] completed', { level: 'INFO', text: 'completed' }],
    ['logrus', 'time="2026-11-23T10:00:00Z" level=warning msg="low stock"', { level: 'WARN' }],
    [
      '.NET',
      `2026-11-23T14:03:21.118Z\t${id}\tfail\tSystem.Exception: no stock\n   at App.Handler.Run() in /src/H.cs:line 3\n`,
      {
        level: 'ERROR',
        requestId: id,
        text: 'System.Exception: no stock',
        error: { type: 'System.Exception', message: 'no stock', stack: '   at App.Handler.Run() in /src/H.cs:line 3' },
      },
    ],
    [
      'Ruby Logger',
      `E, [2026-11-23T10:00:00.000000 #8] ERROR ${id} -- : no stock`,
      { level: 'ERROR', requestId: id, text: 'no stock' },
    ],
    [
      'Ruby failure',
      `Error raised from handler method\n${json({ errorMessage: 'no stock', errorType: 'Function<StandardError>', stackTrace: ["/var/task/app.rb:5:in `handler'"] })}`,
      {
        text: 'Function<StandardError>: no stock',
        error: { type: 'Function<StandardError>', message: 'no stock', stack: "/var/task/app.rb:5:in `handler'" },
      },
    ],
    ['a level and words', 'ERROR: no stock', { level: 'ERROR', text: 'no stock' }],
    ['an error type is no level', 'Error: no stock', { level: null, text: 'Error: no stock' }],
    [
      'plain words',
      'another\rline\n',
      { kind: 'app', level: null, text: 'another\nline', format: 'text', fields: null },
    ],
    ['a trace header in words', `calling with Root=${trace};Parent=x`, { traceId: trace }],
    ['nothing', '', { kind: 'app', text: '' }],
  ])
})

describe('loggers', () => {
  const message = 'picking up'
  check([
    [
      'Powertools',
      json({
        level: 'INFO',
        message,
        timestamp: 't',
        service: 's',
        function_request_id: id,
        xray_trace_id: trace,
        orderId: 1,
      }),
      { level: 'INFO', text: message, requestId: id, traceId: trace, fields: { service: 's', orderId: 1 } },
    ],
    [
      'Powertools with a placeholder for a trace',
      json({ level: 'INFO', message, xray_trace_id: 'abcdef' }),
      { traceId: null, fields: { xray_trace_id: 'abcdef' } },
    ],
    [
      'Powertools TypeScript error',
      json({
        level: 'ERROR',
        message,
        error: { name: 'TypeError', location: 'f:1', message: 'm', stack: 'TypeError: m\n    at f (a.js:1:2)' },
      }),
      { error: { type: 'TypeError', message: 'm', stack: '    at f (a.js:1:2)' }, fields: null },
    ],
    [
      'Powertools error under a name of its own',
      json({ level: 'ERROR', message, mine: { name: 'E', message: 'm', stack: 'E: m\n    at f (a.js:1:2)' } }),
      { error: expect.objectContaining({ type: 'E' }) },
    ],
    [
      'Powertools Python error',
      json({
        level: 'ERROR',
        message,
        exception_name: 'HTTPError',
        exception:
          'Traceback (most recent call last):\n  File "/var/task/a.py", line 1, in f\n    x\nrequests.HTTPError: 500',
      }),
      { error: { type: 'HTTPError', message: '500', stack: '  File "/var/task/a.py", line 1, in f\n    x' } },
    ],
    [
      'Powertools .NET error',
      json({
        level: 'Error',
        message,
        exception: { type: 'System.Exception', message: 'm', stack_trace: '   at A.B()' },
      }),
      { level: 'ERROR', error: { type: 'System.Exception', message: 'm', stack: '   at A.B()' } },
    ],
    [
      'pino',
      json({
        level: 50,
        time: 1,
        pid: 2,
        hostname: 'h',
        msg: message,
        err: { type: 'E', message: 'm', stack: 'E: m\n    at f (a.js:1:2)' },
      }),
      {
        level: 'ERROR',
        text: message,
        fields: { pid: 2, hostname: 'h' },
        error: { type: 'E', message: 'm', stack: '    at f (a.js:1:2)' },
      },
    ],
    ['pino trace and fatal', json({ level: 60, msg: message }), { level: 'FATAL' }],
    [
      'winston',
      json({ level: '\u001b[33mwarn\u001b[39m', message, timestamp: 't' }),
      { level: 'WARN', text: message, fields: null },
    ],
    [
      'winston error',
      json({ level: 'error', message: 'm', stack: 'Error: m\n    at f (a.js:1:2)' }),
      { level: 'ERROR', error: { type: 'Error', message: 'm', stack: '    at f (a.js:1:2)' } },
    ],
    [
      'ECS',
      json({
        '@timestamp': 't',
        'log.level': 'error',
        message,
        'error.type': 'E',
        'error.message': 'm',
        'error.stack_trace': 'E: m\n\tat a.B.c(B.java:1)',
      }),
      { level: 'ERROR', fields: null, error: { type: 'E', message: 'm', stack: '\tat a.B.c(B.java:1)' } },
    ],
    [
      'logstash',
      json({
        '@timestamp': 't',
        message,
        level: 'ERROR',
        logger_name: 'l',
        AWSRequestId: id,
        stack_trace: 'E: m\n\tat a.B.c(B.java:1)',
      }),
      { requestId: id, error: { type: 'E', message: 'm', stack: '\tat a.B.c(B.java:1)' } },
    ],
    [
      'zap',
      json({ level: 'error', ts: 1.5, msg: message, error: 'refused' }),
      { level: 'ERROR', fields: null, error: { type: null, message: 'refused', stack: null } },
    ],
    ['python-json-logger', json({ levelname: 'WARNING', message }), { level: 'WARN' }],
    ['Stackdriver style', json({ severity: 'CRITICAL', message }), { level: 'FATAL' }],
    ['Serilog', json({ '@t': 't', '@l': 'Warning', '@m': message }), { level: 'WARN', text: message }],
    ['loguru', json({ level: { name: 'DEBUG', no: 10 }, message }), { level: 'DEBUG' }],
    ['structlog', json({ level: 'info', event: message }), { level: 'INFO', text: message }],
    ['aws_request_id', json({ message, aws_request_id: id }), { requestId: id }],
    [
      "an app's own request_id",
      json({ message, request_id: 'r-1' }),
      { requestId: null, fields: { request_id: 'r-1' } },
    ],
    ['a W3C trace', json({ message, trace_id: '6b49d2a916a5bdd27e45fc9f4a12ddd2' }), { traceId: trace }],
    [
      'no log record: all fields',
      json({ foo: 'bar', time: 12 }),
      { kind: 'app', level: null, text: '', fields: { foo: 'bar', time: 12 } },
    ],
    [
      'broken JSON',
      '{"id":"1","details":{"input":"{"Comment"',
      { kind: 'app', format: 'text', text: '{"id":"1","details":{"input":"{"Comment"' },
    ],
    ['JSON with words behind it', '{"a":1} and more', { kind: 'app', format: 'text' }],
  ])

  test('a key named __proto__ stays a field', () => {
    const { fields } = parseLine('{"message":"m","__proto__":{"polluted":true}}')
    expect(Object.keys(fields!)).toEqual(['__proto__'])
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
    expect(JSON.stringify(fields)).toBe('{"__proto__":{"polluted":true}}')
  })
})

describe('metrics, APIs, workflows', () => {
  const emf = {
    _aws: {
      Timestamp: 1,
      CloudWatchMetrics: [
        { Namespace: 'Shop', Dimensions: [['service']], Metrics: [{ Name: 'Orders', Unit: 'Count' }] },
      ],
    },
    service: 'orders',
    Orders: [1, 2],
    function_request_id: id,
  }
  const access = {
    requestId: id,
    ip: '203.0.113.10',
    requestTime: 't',
    httpMethod: 'POST',
    path: '/orders',
    status: '201',
    protocol: 'HTTP/1.1',
    responseLatency: '53',
  }
  const step = {
    id: '7',
    type: 'TaskFailed',
    details: { error: 'PaymentDeclined', cause: 'card' },
    previous_event_id: '6',
    event_timestamp: '1668095539607',
    execution_arn: 'arn:aws:states:eu-west-1:1:execution:payment:e1',
  }
  check([
    [
      'EMF',
      json(emf),
      { kind: 'emf', text: 'Orders=1,2', requestId: id, fields: expect.objectContaining({ service: 'orders' }) },
    ],
    ['_aws that is no EMF', json({ _aws: {}, message: 'm' }), { kind: 'app' }],
    [
      'API access line',
      json(access),
      { kind: 'access', requestId: id, text: 'POST /orders 201', fields: expect.objectContaining({ status: '201' }) },
    ],
    [
      'HTTP API access line',
      json({ requestId: 'x', ip: '1', routeKey: 'GET /a', status: '500', protocol: 'HTTP/1.1', responseLength: '1' }),
      { kind: 'access', text: 'GET /a 500' },
    ],
    ['any JSON of an API', json({ route: 'GET /a', statusCode: 204 }), { kind: 'access', text: 'GET /a 204' }, 'api'],
    ["an app's own status", json({ status: 200, message: 'm', httpMethod: 'GET' }), { kind: 'app' }],
    [
      'CLF of an API',
      `203.0.113.10 - - [23/Nov/2026:14:03:21 +0000]"POST /orders HTTP/1.1" 201 12 ${id}`,
      { kind: 'access', text: 'POST /orders 201', requestId: id },
      'api',
    ],
    [
      'execution log of an API',
      `(${id}) Method completed with status: 200`,
      { kind: 'app', requestId: id, text: 'Method completed with status: 200' },
      'api',
    ],
    [
      'a workflow event',
      json(step),
      {
        kind: 'workflow',
        level: 'ERROR',
        text: 'TaskFailed',
        error: { type: 'PaymentDeclined', message: 'card', stack: null },
      },
    ],
    [
      'a workflow event that says its state',
      json({ ...step, type: 'TaskStateEntered', details: { name: 'Charge' } }),
      { kind: 'workflow', level: null, text: 'TaskStateEntered Charge', error: null },
    ],
    ['a broken line of a workflow', '{"id":', { kind: 'workflow', format: 'text' }, 'workflow'],
  ])
})

test.each([
  [`REPORT RequestId: ${id}\tDuration: 1 ms\tStatus: timeout`, true],
  [`REPORT RequestId: ${id}\tDuration: 1 ms`, false],
  ['Task timed out after 3.00 seconds', true],
  ['{"level":"ERROR","message":"m"}', true],
  ['{"level":"WARN","message":"m"}', false],
  ['java.lang.X: y\n\tat a.b(C.java:1)', true],
  [json({ requestId: 'x', ip: '1', routeKey: 'GET /a', status: '502', protocol: 'h' }), true],
  [json({ requestId: 'x', ip: '1', routeKey: 'GET /a', status: '404', protocol: 'h' }), false],
])('%s tells of a failure: %s', (message, expected) => {
  expect(tellsOfFailure(parseLine(message))).toBe(expected)
})
