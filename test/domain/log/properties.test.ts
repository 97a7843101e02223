import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseLine } from '../../../src/domain/log/parse-line.ts'
import { foldStack } from '../../../src/domain/log/stack-frames.ts'

const kinds = [
  'start',
  'end',
  'report',
  'init',
  'restore',
  'platform',
  'extension',
  'timeout',
  'emf',
  'access',
  'workflow',
  'deploy',
  'app',
]
const levels = [null, 'TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL']

// Pieces that lead into the parser's branches, glued at random.
const piece = fc.constantFrom(
  'START RequestId: ',
  'REPORT RequestId: ',
  'INIT_REPORT ',
  'RequestId: ',
  'Error: ',
  '\t',
  '\n',
  '\r',
  '\u00a0',
  ' ',
  '[ERROR]',
  '[INFO]\t',
  '2026-11-23T14:03:21.118Z',
  '2026-11-23 14:03:21 ',
  'undefined',
  '8fab6c1e-7b61-11e6-9a41-93e812345678',
  'INFO',
  'ERROR ',
  'Task timed out after ',
  'Traceback (most recent call last):',
  '  File "a", line 1',
  '    at f (a:1:2)',
  '{"error',
  '{"errorType":"E"}',
  '{',
  '}',
  'XRAY TraceId: 1-',
  'Root=1-',
  'Status: error',
  'Duration: 1 ms',
  'panic: ',
  'goroutine 1 [',
  'level=',
  'Caused by: ',
  ':',
  '-',
)
const line = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.oneof(piece, fc.string({ maxLength: 5 })), { maxLength: 12 }).map((parts) => parts.join('')),
)
const key = fc.constantFrom(
  'type',
  'record',
  '_aws',
  'CloudWatchMetrics',
  'message',
  'msg',
  'level',
  'severity',
  'log',
  'error',
  'err',
  'exception',
  'stack',
  'stackTrace',
  'errorType',
  'cause',
  'errorMessage',
  'requestId',
  'xray_trace_id',
  'status',
  'httpMethod',
  'ip',
  'protocol',
  'execution_arn',
  'event_timestamp',
  'details',
  'tracing',
  'metrics',
  '__proto__',
  'name',
  'Metrics',
  'path',
)
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(
      'platform.report',
      'platform.fault',
      'function',
      'extension',
      'ERROR',
      '{"message":"x"}',
      'E: m\n    at f (a:1:2)',
      null,
      50,
      true,
    ),
    fc.string(),
    fc.double(),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(key, tie('value'), { maxKeys: 6 }),
  ),
}))
const jsonLine = fc.dictionary(key, value, { maxKeys: 8 }).map((record) => JSON.stringify(record))
const sourceType = fc.constantFrom(null, 'function', 'api', 'workflow', 'group') as fc.Arbitrary<
  null | 'function' | 'api' | 'workflow' | 'group'
>

test('any line is read: never throws, a known kind and level, a text without CR and NBSP', () => {
  fc.assert(
    fc.property(fc.oneof(line, jsonLine), sourceType, (message, source) => {
      const parsed = parseLine(message, source)
      expect(kinds).toContain(parsed.kind)
      expect(levels).toContain(parsed.level)
      expect(parsed.text).not.toMatch(/[\r\u00a0]/)
      if (parsed.traceId !== null) expect(parsed.traceId).toMatch(/^1-[0-9a-f]{8}-[0-9a-f]{24}$/i)
      for (const said of [parsed.requestId, parsed.error?.type, parsed.error?.message, parsed.error?.stack])
        expect(['string', 'object', 'undefined']).toContain(typeof said)
      expect(typeof JSON.stringify(parsed)).toBe('string')
    }),
    { numRuns: 2000 },
  )
})

test('plain words come out as they went in', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z][a-z ,.]{0,60}[a-z.]$/), (words) => {
      expect(parseLine(`${words}\n`)).toMatchObject({ kind: 'app', text: words, level: null, error: null })
    }),
  )
})

test('folding a stack hides nothing but frames, and counts each of them', () => {
  const row = fc.constantFrom(
    '    at f (/var/task/a.js:1:2)',
    '    at g (/var/task/node_modules/x/y.js:1:2)',
    '    at node:internal/process:1:2',
    'Caused by: E: m',
    '  {',
    '\tat java.lang.X.y(X.java:1)',
    '\tat app.X.y(X.java:1)',
  )
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 20 }), (rows) => {
      const folded = foldStack(rows.join('\n'))
      const shown = folded.filter(({ text }) => text !== '').length
      expect(shown + folded.reduce((sum, one) => sum + one.folded, 0)).toBe(rows.length)
      for (const other of ['Caused by: E: m', '{']) {
        expect(folded.filter(({ text }) => text.trim() === other)).toHaveLength(
          rows.filter((one) => one.trim() === other).length,
        )
      }
    }),
  )
})

test.each([
  ['blanks', ' '.repeat(200_000)],
  ['one long word', 'a'.repeat(200_000)],
  ['words with colons', 'a: '.repeat(70_000)],
  ['line breaks', '\n'.repeat(200_000)],
  ['indented lines', '\n    x'.repeat(40_000)],
  ['brackets', '['.repeat(200_000)],
  ['REPORT of many figures', `REPORT RequestId: x\t${'Duration: '.repeat(20_000)}`],
  ['tracebacks', 'Traceback (most recent call last):\n  File "'.repeat(5000)],
  ['frames', `Error: x\n${'    at f (/var/task/a.js:1:2)\n'.repeat(8000)}`],
])('256 KB of %s are read in no time', (_name, message) => {
  const begin = performance.now()
  const parsed = parseLine(message)
  if (parsed.error?.stack) foldStack(parsed.error.stack)
  expect(performance.now() - begin).toBeLessThan(500)
})

test.each([
  ['objects', `${'{"message":'.repeat(20_000)}1${'}'.repeat(20_000)}`],
  ['lists', `{"level":"INFO","message":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
  ['records', `${'{"level":"INFO","message":{"a":1,"message":'.repeat(400)}1${'}}'.repeat(400)}`],
  ['causes', `${'{"errorType":"E","cause":'.repeat(10_000)}1${'}'.repeat(10_000)}`],
  [
    'an embedded error',
    `2026-11-23T14:03:21.118Z\tx\tERROR\tInvoke Error \t{"errorType":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
  ],
  ['JSON behind a prefix', `[INFO] {"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
])('%s in each other beyond all measure are read, and can be printed', (_name, message) => {
  const { fields, text } = parseLine(message)
  expect(typeof JSON.stringify({ fields, text })).toBe('string')
})

test('JSON with many brackets in its words is still JSON', () => {
  expect(parseLine(JSON.stringify({ message: `${'{['.repeat(2000)}\\"` }))).toMatchObject({
    format: 'json',
    fields: null,
  })
})
