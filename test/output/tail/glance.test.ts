import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { glancer } from '../../../src/output/tail/glance.ts'
import { type HumanOptions, human } from '../../../src/output/tail/human.ts'
import { event } from '../../domain/log/event.ts'

const id = '8fab6c1e-7b61-11e6-9a41-93e812345678'
const trace = '1-6b49d2a9-16a5bdd27e45fc9f4a12ddd2'
const time = '2026-11-23T14:03:21.118Z'
const at = (message: string, more = {}) => glancer('…')(event(message, more))

describe('what is seen at a glance', () => {
  test.each([
    ["Node's line", `${time}\t${id}\tINFO\torder accepted\n`, { level: 'INFO', text: 'order accepted', others: '' }],
    [
      'another alphabet',
      `${time}\t${id}\tERROR\tzahlung übel ✗\n`,
      { level: 'ERROR', text: 'zahlung übel ✗', others: '' },
    ],
    ["Python's line", `[WARNING]\t${time}\t${id}\tlow stock`, { level: 'WARN', text: 'low stock', others: '' }],
    [
      'a record',
      `{"timestamp":"${time}","level":"INFO","requestId":"${id}","message":"order accepted","orderId":"o-1","items":3,"gift":true,"note":"two words","none":null}\n`,
      { level: 'INFO', text: 'order accepted', others: 'orderId=o-1 items=3 gift=true note="two words" none=null' },
    ],
    [
      "Python's spaces, Powertools' keys",
      `{"level": "WARNING", "message": "m", "function_name": "f", "xray_trace_id": "${trace}", "cents": -1.25, "empty": ""}`,
      { level: 'WARN', text: 'm', others: 'cents=-1.25 empty=""' },
    ],
    [
      'a long value',
      `{"level":"info","msg":"m","long":"${'x'.repeat(130)}"}`,
      { level: 'INFO', text: 'm', others: `long=${'x'.repeat(119)}…` },
    ],
  ])('%s', (_, message, want) => {
    expect(at(message)).toEqual(want)
  })

  test.each([
    ['two rows', `${time}\t${id}\tINFO\ta\rb\n`],
    ['an escape sequence', `${time}\t${id}\tINFO\t\u001b[2Jgone\n`],
    ['a control character at the end', `${time}\t${id}\tINFO\ta\u000b`],
    ['a no-break space', `${time}\t${id}\tINFO\ta\u00a0b\n`],
    ['a record behind a prefix', `${time}\t${id}\tINFO\t{"a":1}\n`],
    ['no level', `${time}\t${id}\tsomething\n`],
    ['an error', '{"level":"ERROR","message":"m","error":"boom"}'],
    ['nesting', '{"level":"INFO","message":"m","deep":{"a":1}}'],
    ['something escaped', '{"level":"INFO","message":"a\\nb"}'],
    ['a control character that JSON forbids', '{"level":"INFO","message":"m","a":"\u0007"}'],
    ['one key twice', '{"level":"INFO","message":"m","a":1,"a":2}'],
    ['a key that is a number', '{"level":"INFO","message":"m","b":1,"7":2}'],
    ['a number that is written otherwise', '{"level":"INFO","message":"m","a":1.0}'],
    ['two messages', '{"level":"INFO","message":"m","msg":"n"}'],
    ['a record cut off', '{"level":"INFO","message":"m"'],
    ['more after the record', '{"level":"INFO","message":"m"} }'],
    ["Lambda's own record", '{"time":"x","type":"platform.start","record":"r"}'],
    ['nothing to say', '{"level":"INFO","message":""}'],
    ['plain words', 'hello\n'],
  ])('not %s', (_, message) => {
    expect(at(message)).toBeNull()
  })

  test('not lines of other services, which mean other things', () => {
    const message = '{"level":"INFO","message":"m"}'
    const { source } = event(message)
    expect(at(message, { source: { ...source, sourceType: 'api' } })).toBeNull()
    expect(at(message, { source: { ...source, sourceType: 'workflow' } })).toBeNull()
  })
})

// A line that is seen at a glance has to look like the same line read in full, which a format with a highlight that changes nothing does.
const key = fc.oneof(
  fc.constantFrom('level', 'severity', 'message', 'msg', 'event', 'timestamp', 'time', 'requestId', 'awsRequestId'),
  fc.constantFrom('xray_trace_id', 'traceId', 'pid', 'function_name', 'orderId', 'items', 'type', 'status', 'record'),
  fc.constantFrom('error', 'err', 'stack', 'errorType', 'exception', 'httpMethod', 'log', '7', '__proto__', 'a b', 'ü'),
)
const value = fc.oneof(
  fc.constantFrom('"INFO"', '"info"', '"ERROR"', '"WARNING"', '"m"', '"two words "', '""', `"${trace}"`, `"${id}"`),
  fc.constantFrom('0', '-0', '1.0', '0.5', '-2.25', '1e3', '0.0000001', '12345678901234567890', 'true', 'null', '01'),
  fc.constantFrom(
    '{"a":1}',
    '[1]',
    '"a\\nb"',
    '"\\u0041"',
    '"ü"',
    '"a=b"',
    '"\u00a0"',
    '"\u202e"',
    `"${'y'.repeat(125)}"`,
  ),
  fc.string({ unit: 'binary', maxLength: 8 }).map((text) => JSON.stringify(text)),
  fc.double().map(String),
)
const record = fc
  .tuple(
    fc.array(fc.tuple(key, value), { maxLength: 7 }),
    fc.boolean(),
    fc.constantFrom(',', ', ', ' ,', ''),
    fc.constantFrom(':', ': ', ' :'),
  )
  .map(([pairs, usual, comma, colon]) => {
    const all = usual ? [['level', '"INFO"'] as const, ['message', '"said"'] as const, ...pairs] : pairs
    return `{${all.map(([name, text]) => `"${name}"${colon}${text}`).join(comma)}}`
  })
const words = fc.oneof(
  fc.constantFrom(
    'order accepted',
    ' led by a space',
    'ends in one ',
    '{"a":1}',
    'x {"errorType":"E"}',
    'Invoke Error \t{}',
  ),
  fc.constantFrom('level=error', 'a\rb', 'Task timed out after 3.00 seconds', 'E: m\n    at f (a:1:2)', ''),
  fc.string({ unit: 'binary', maxLength: 12 }),
)
const prefixed = fc
  .tuple(
    fc.constantFrom(id, 'undefined', 'x', ''),
    fc.constantFrom('INFO', 'ERROR', 'FATAL', 'INFORMATION', 'WARNING', 'other', ''),
    words,
    fc.boolean(),
  )
  .map(([request, level, text, python]) =>
    python ? `[${level}]\t${time}\t${request}\t${text}` : `${time}\t${request}\t${level}\t${text}`,
  )
const message = fc
  .tuple(fc.oneof(record, prefixed), fc.constantFrom('', '\n', '\n\n', ' '))
  .map(([text, end]) => text + end)

const shapes: readonly Partial<HumanOptions>[] = [
  {},
  { style: { color: true, unicode: true, width: null } },
  { style: { color: true, unicode: true, width: 60 }, wrap: () => 60 },
  { platform: true },
]

/** A space at the end that has no room any more makes a blank row, where a line is broken. */
const rows = (chunk: string): readonly string[] => chunk.split('\n').filter((row) => row.trim() !== '')

test('a glance shows what reading shows, whatever the line', () => {
  let seen = 0
  fc.assert(
    fc.property(fc.array(message, { minLength: 1, maxLength: 6 }), fc.constantFrom(...shapes), (messages, shape) => {
      const options: HumanOptions = { style: { color: false, unicode: true, width: null }, zone: 'UTC', ...shape }
      const [quick, full] = [human(options), human({ ...options, highlight: (text) => text })]
      const glance = glancer('…')
      for (const one of messages.map((text) => event(text))) {
        if (glance(one) !== null) seen++
        expect(rows(quick(one))).toEqual(rows(full(one)))
      }
    }),
    { numRuns: 3000 },
  )
  expect(seen).toBeGreaterThan(500)
})
