import fc from 'fast-check'
import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import { ciGuard } from '../../../src/output/ci-commands.ts'
import { type HumanOptions, human } from '../../../src/output/tail/human.ts'
import { colorOf, sourceColors } from '../../../src/output/tail/source-cell.ts'
import { measureFor } from '../../../src/output/width.ts'
import { event, source } from '../../domain/log/event.ts'

const id = '8fab6c1e-7b61-11e6-9a41-93e812345678'
const trace = '1-6b49d2a9-16a5bdd27e45fc9f4a12ddd2'
const at = Date.UTC(2026, 10, 23, 14, 3, 21, 118)
const plain: HumanOptions = {
  style: { color: false, unicode: true, width: null },
  zone: 'UTC',
  names: ['CreateOrder', 'orders-api'],
}
const show = (message: string, options: Partial<HumanOptions> = {}, more = {}) =>
  human({ ...plain, ...options })(event(message, more))
const node = (level: string, words: string) => `2026-11-23T14:03:21.118Z\t${id}\t${level}\t${words}\n`
const report = (more = '') =>
  `REPORT RequestId: ${id}\tDuration: 46.12 ms\tBilled Duration: 47 ms\tMemory Size: 256 MB\tMax Memory Used: 87 MB${more}\t\n`

describe("a line of the app's", () => {
  test.each([
    ['with a level', node('INFO', 'order accepted'), '14:03:21.118  CreateOrder  INFO   order accepted\n'],
    ['without one', 'hello\n', '14:03:21.118  CreateOrder         hello\n'],
    [
      'with fields',
      JSON.stringify({
        level: 'INFO',
        message: 'order accepted',
        orderId: 'o-8841',
        items: 3,
        gift: true,
        note: 'two words',
        deep: { a: [1] },
      }),
      '14:03:21.118  CreateOrder  INFO   order accepted  orderId=o-8841 items=3 gift=true note="two words" deep={"a":[1]}\n',
    ],
    ['that is nothing but fields', '{"foo":"bar"}', '14:03:21.118  CreateOrder         foo=bar\n'],
    [
      'of two rows',
      'another\rline\n',
      '14:03:21.118  CreateOrder         another\n                                  line\n',
    ],
    ['that is empty', '\n', '14:03:21.118  CreateOrder\n'],
    [
      'with a stack: the frames of the app, the others counted',
      node(
        'ERROR',
        `TypeError: no 'wrap'\r    at wrapGift (/var/task/fulfil.ts:41:18)\r    at handler (/var/task/fulfil.ts:22:9)${'\r    at x (/var/task/node_modules/y/z.js:1:2)'.repeat(4)}\r    at node:internal/a:1:2\r    at Runtime.h (file:///var/runtime/index.mjs:1:2)`,
      ),
      [
        "14:03:21.118  CreateOrder  ERROR  TypeError: no 'wrap'",
        '                                  at wrapGift (fulfil.ts:41:18)',
        '                                  at handler (fulfil.ts:22:9)  +6 frames',
        '',
      ].join('\n'),
    ],
    [
      'whose error says more than its text',
      JSON.stringify({
        level: 'ERROR',
        message: 'order failed',
        error: { name: 'TypeError', message: 'nope', stack: 'TypeError: nope\n    at f (/var/task/a.js:1:2)' },
      }),
      [
        '14:03:21.118  CreateOrder  ERROR  order failed',
        '                                  TypeError: nope',
        '                                  at f (a.js:1:2)',
        '',
      ].join('\n'),
    ],
  ])('%s', (_name, message, expected) => {
    expect(show(message)).toBe(expected)
  })

  test('late lines are marked, long values and names are cut', () => {
    expect(show('hello', {}, { late: true })).toBe('14:03:21.118 ~CreateOrder         hello\n')
    expect(show(JSON.stringify({ message: 'm', long: 'x'.repeat(500) })).trimEnd()).toMatch(/ long=x{119}…$/)
    expect(show('hello', { names: [] }, { source: source('a-name-of-more-than-twenty') })).toBe(
      '14:03:21.118  a-name-of-more-than…         hello\n',
    )
  })
})

describe('lines of the platform', () => {
  test.each([
    ['START', `START RequestId: ${id} Version: 1\n`],
    ['END', `END RequestId: ${id}\n`],
    [
      'runtimeDone',
      JSON.stringify({ time: 't', type: 'platform.runtimeDone', record: { requestId: id, status: 'error' } }),
    ],
    ['INIT_START', 'INIT_START Runtime Version: x\n'],
    ['RESTORE_START', 'RESTORE_START Runtime Version: x\n'],
    ['EXTENSION', 'EXTENSION\tName: e\tState: Ready\n'],
    ['TELEMETRY', 'TELEMETRY\tName: e\tState: Subscribed\n'],
    ['XRAY alone', `XRAY TraceId: ${trace}\tSampled: true`],
  ])('%s is folded away', (_name, message) => {
    expect(show(message)).toBe('')
    expect(show(message, { platform: true })).toMatch(/^14:03:21\.118 {2}CreateOrder {9}\S/)
  })

  test.each([
    ['a report', report(), {}, '14:03:21.118  CreateOrder         ✓ 46 ms · 87/256 MB\n'],
    [
      'with the timeout',
      report(),
      { timeoutMs: () => 10_000 },
      '14:03:21.118  CreateOrder         ✓ 46 ms of 10 s · 87/256 MB\n',
    ],
    [
      'of a cold start',
      report('\tInit Duration: 412.33 ms'),
      {},
      '14:03:21.118  CreateOrder         ❄ cold start 412 ms\n14:03:21.118  CreateOrder         ✓ 46 ms · 87/256 MB\n',
    ],
    [
      'of a restore',
      report('\tRestore Duration: 204.27 ms'),
      {},
      '14:03:21.118  CreateOrder         ❄ restored in 204 ms\n14:03:21.118  CreateOrder         ✓ 46 ms · 87/256 MB\n',
    ],
    [
      'of a failure',
      report(`\tStatus: error\tError Type: Runtime.ExitError\nXRAY TraceId: ${trace}\tSegmentId: 1`),
      {},
      `14:03:21.118  CreateOrder         ✗ 46 ms · 87/256 MB · error Runtime.ExitError · trace ${trace}\n`,
    ],
    [
      'of a failure, on a terminal',
      report(`\tStatus: timeout\nXRAY TraceId: ${trace}\tSegmentId: 1`),
      { style: { color: false, unicode: true, width: 100 } },
      '14:03:21.118  CreateOrder         ✗ 46 ms · 87/256 MB · timeout · trace 1-6b49d2a9-…2ddd2\n',
    ],
    [
      'of a failure, on a terminal that has no room for it in one row',
      report(`\tStatus: error\tError Type: TypeError\nXRAY TraceId: ${trace}\tSegmentId: 1`),
      { style: { color: false, unicode: true, width: 76 }, wrap: () => 76 },
      `14:03:21.118  CreateOrder         ✗ 46 ms · 87/256 MB · error TypeError
                                    trace 1-6b49d2a9-…2ddd2\n`,
    ],
    [
      'in ASCII',
      report('\tInit Duration: 1 ms\tStatus: error'),
      { style: { color: false, unicode: false, width: 100 } },
      '14:03:21.118  CreateOrder         * cold start 1 ms\n14:03:21.118  CreateOrder         x 46 ms - 87/256 MB - error\n',
    ],
    [
      'what went wrong at init',
      'INIT_REPORT Init Duration: 1 ms\tStatus: timeout\n',
      {},
      '14:03:21.118  CreateOrder  ERROR  INIT_REPORT Init Duration: 1 ms    Status: timeout\n',
    ],
    [
      'dropped logs',
      JSON.stringify({ time: 't', type: 'platform.logsDropped', record: { reason: 'slow', droppedRecords: 3 } }),
      {},
      '14:03:21.118  CreateOrder  WARN   platform.logsDropped  reason=slow droppedRecords=3\n',
    ],
    [
      'a runtime that exited',
      `RequestId: ${id} Error: Runtime exited with error: signal: killed\nRuntime.ExitError\n`,
      {},
      '14:03:21.118  CreateOrder  ERROR  Runtime exited with error: signal: killed\n                                  Runtime.ExitError\n',
    ],
    [
      'a timeout',
      `2026-11-23T14:03:21.118Z ${id} Task timed out after 3.00 seconds\n`,
      {},
      '14:03:21.118  CreateOrder  ERROR  Task timed out after 3.00 seconds\n',
    ],
  ])('%s', (_name, message, options, expected) => {
    expect(show(message, options)).toBe(expected)
  })

  test('attempts of a failing request are counted', () => {
    const format = human(plain)
    const texts = [1, 2, 3].map(() => format(event(report('\tStatus: error'))))
    expect(texts.map((text) => / · attempt (\d)/.exec(text)?.[1])).toEqual([undefined, '2', '3'])
  })

  test('a metric, an access line, a workflow event, a deploy', () => {
    const emf = {
      _aws: {
        CloudWatchMetrics: [
          {
            Namespace: 'Shop',
            Dimensions: [['service']],
            Metrics: [
              { Name: 'Orders', Unit: 'Count' },
              { Name: 'Took', Unit: 'Milliseconds' },
            ],
          },
        ],
      },
      service: 'o',
      Orders: 1,
      Took: [5, 7],
    }
    expect(show(JSON.stringify(emf))).toBe(
      '14:03:21.118  CreateOrder         ∿ Shop  Orders=1  Took=5,7 Milliseconds  service=o\n',
    )
    const api = source('orders-api', { sourceType: 'api' })
    const access = { requestId: 'x', httpMethod: 'POST', path: '/orders', status: '201', responseLatency: '53' }
    expect(show(JSON.stringify(access), {}, { source: api })).toBe(
      '14:03:21.118  orders-api          POST /orders → 201  53 ms\n',
    )
    const step = {
      id: '1',
      type: 'TaskFailed',
      details: { error: 'Declined', cause: 'card' },
      event_timestamp: '1',
      execution_arn: 'arn:aws:states:eu-west-1:1:execution:payment:e1',
    }
    expect(show(JSON.stringify(step))).toBe(
      '14:03:21.118  CreateOrder  ERROR  TaskFailed  execution=e1\n                                  Declined: card\n',
    )
    const deploy = event('x')
    expect(
      human(plain)({ ...deploy, parsed: { ...deploy.parsed, kind: 'deploy', text: 'deploy: orders UPDATE_COMPLETE' } }),
    ).toBe(`${'─'.repeat(12)} 14:03:21 deploy: orders UPDATE_COMPLETE ${'─'.repeat(12)}\n`)
  })
})

describe('the columns', () => {
  test('colours: dim time, the name its own, the level by gravity', () => {
    const text = show(node('ERROR', 'x'), { style: { color: true, unicode: true, width: 100 } })
    expect(text).toBe(
      `\u001b[2m14:03:21.118\u001b[0m  \u001b[${colorOf('CreateOrder')}mCreateOrder\u001b[0m  \u001b[31mERROR\u001b[0m  x\n`,
    )
  })

  test('a name has one colour, never red or green, and names use many', () => {
    const colors = Array.from({ length: 200 }, (_, n) => colorOf(`function-${n}`))
    expect(new Set(colors)).toEqual(new Set([36, 34, 35, 33, 37, 96, 94, 95, 93, 97]))
    expect(colorOf('CreateOrder')).toBe(colorOf('CreateOrder'))
    expect(colorOf('FulfilOrder')).toBe(colorOf('CreateOrder'))
  })

  test('names of one app do not share a colour while there are others, and have it in every run', () => {
    const names = Array.from({ length: 10 }, (_, n) => `function-${n}`)
    const color = sourceColors(names)
    expect(new Set(names.map(color)).size).toBe(10)
    const again = sourceColors([...names].reverse())
    expect(names.map(again)).toEqual(names.map(color))
    const late = sourceColors(['CreateOrder'])
    expect(late('CreateOrder')).toBe(colorOf('CreateOrder'))
    expect(late('FulfilOrder')).not.toBe(colorOf('CreateOrder'))
    expect(late('FulfilOrder')).toBe(late('FulfilOrder'))
    for (let n = 0; n < 30; n++) expect(color(`late-${n}`)).toBeGreaterThan(32)
  })

  test('the column grows with a longer name, names of wide characters keep it', async () => {
    const format = human({ ...plain, names: ['a'], measure: await measureFor(['古い名前']) })
    expect(format(event('x', { source: source('a') }))).toBe('14:03:21.118  a         x\n')
    expect(format(event('x', { source: source('古い名前') }))).toBe('14:03:21.118  古い名前         x\n')
    expect(format(event('x', { source: source('a') }))).toBe('14:03:21.118  a                x\n')
    expect(stringWidth('古い名前')).toBe(8)
  })

  test('a new day is announced', () => {
    const format = human({ ...plain, now: at })
    expect(format(event('x'))).not.toContain('─')
    expect(format(event('x', { at: at + 86_400_000 }))).toMatch(/^─{12} 2026-11-24 ─{12}\n14:03/)
    expect(human(plain)(event('x'))).not.toContain('─')
  })

  test('what goes on from the line before has no header', () => {
    const format = human(plain)
    expect(format(event('\tat app.X.y(X.java:1)\n'), true)).toBe(`${' '.repeat(34)}    at app.X.y(X.java:1)\n`)
  })
})

test('whatever a message holds: whole lines, no control characters, no commands for a runner', () => {
  const format = human({ ...plain, guard: ciGuard({ GITHUB_ACTIONS: 'true' }) })
  const piece = fc.constantFrom(
    '::error::x',
    '\n',
    '\r',
    '##[error]',
    '\u001b[2J',
    '\u009b',
    '\t',
    '    at f (a:1:2)',
    '{"error',
    'ERROR ',
    '\u202e',
  )
  const hostile = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.json(),
    fc.array(piece).map((parts) => parts.join('')),
    fc
      .dictionary(fc.constantFrom('message', 'level', 'stack', 'error', '\u001b[m', '::a'), fc.oneof(piece, fc.json()))
      .map((one) => JSON.stringify(one)),
  )
  fc.assert(
    fc.property(hostile, fc.boolean(), (message, continued) => {
      const text = format(event(message), continued)
      expect(text === '' || text.endsWith('\n')).toBe(true)
      expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/)
      for (const line of text.split('\n')) expect(line).not.toMatch(/^\s*::|##\[/)
    }),
    { numRuns: 1000 },
  )
})
