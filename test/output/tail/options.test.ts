import fc from 'fast-check'
import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import { parseLine } from '../../../src/domain/log/parse-line.ts'
import { isFrame } from '../../../src/domain/log/stack-frames.ts'
import type { LogEvent } from '../../../src/domain/log-event.ts'
import { highlighter } from '../../../src/output/highlight.ts'
import { liveMeasure } from '../../../src/output/live-measure.ts'
import { safeText } from '../../../src/output/safe-text.ts'
import { fieldPicks, parseFields } from '../../../src/output/tail/field-picks.ts'
import { type HumanOptions, human } from '../../../src/output/tail/human.ts'
import { ndjsonQuery } from '../../../src/output/tail/ndjson-query.ts'
import { parseQuery, queryOfLines } from '../../../src/output/tail/query.ts'
import { elapsedText } from '../../../src/output/tail/stamp.ts'
import { event, source } from '../../domain/log/event.ts'

/** Frames of the stack as they are shown. */
const framesOf = ({ parsed }: LogEvent): readonly string[] =>
  (parsed.error?.stack ?? '')
    .split('\n')
    .filter(isFrame)
    .map((frame) => safeText(frame.replaceAll('/var/task/', '')))

const measure = liveMeasure()
await measure.ready
const id = '8fab6c1e-7b61-11e6-9a41-93e812345678'
const plain: HumanOptions = {
  style: { color: false, unicode: true, width: null },
  zone: 'Europe/Berlin',
  names: ['CreateOrder'],
  measure,
}
const show = (message: string, options: Partial<HumanOptions> = {}, more = {}) =>
  human({ ...plain, ...options })(event(message, more))

describe('--timestamps', () => {
  test.each([
    ['local', '15:03:21.118  CreateOrder         hello\n'],
    ['utc', '14:03:21.118Z  CreateOrder         hello\n'],
    ['relative', '      +0.000  CreateOrder         hello\n'],
    ['none', 'CreateOrder         hello\n'],
  ] as const)('%s', (timestamps, expected) => {
    expect(show('hello', { timestamps })).toBe(expected)
  })

  test('relative counts from the first line; late lines are marked without a time, too', () => {
    const format = human({ ...plain, timestamps: 'relative' })
    const at = event('x').at
    expect(
      [0, 61_500, -20].map((ms) =>
        format(event('x', { at: at + ms }))
          .slice(0, 12)
          .trim(),
      ),
    ).toEqual(['+0.000', '+1:01.500', '-0.020'])
    expect(show('hello', { timestamps: 'none' }, { late: true })).toBe('CreateOrder ~       hello\n')
  })

  test.each([
    [0, '+0.000'],
    [59_999, '+59.999'],
    [60_000, '+1:00.000'],
    [3_600_000, '+1:00:00.000'],
    [-3_661_001, '-1:01:01.001'],
  ])('%d ms', (ms, expected) => {
    expect(elapsedText(ms)).toBe(expected)
  })
})

describe('--fields', () => {
  const message = JSON.stringify({
    level: 'INFO',
    message: 'm',
    timestamp: 't',
    user: { id: 7, name: 'A B' },
    long: 'x'.repeat(200),
    pid: 1,
  })
  test('only those, in that order, whole; what the line took for itself can be asked for', () => {
    const picks = fieldPicks(parseFields(['user.name,user.id', 'none', 'timestamp', 'pid']))
    expect(show(message, { picks })).toBe(
      '15:03:21.118  CreateOrder  INFO   m  user.name="A B" user.id=7 timestamp=t pid=1\n',
    )
    expect(show(message, { picks: fieldPicks(['long']) })).toContain(`long=${'x'.repeat(200)}\n`)
    expect(show(`2026-11-23T14:03:21.118Z\t${id}\tINFO\twords\n`, { picks: fieldPicks(['requestId']) })).toContain(
      `words  requestId=${id}\n`,
    )
  })

  test('an empty one is a usage error', () => {
    expect(() => parseFields(['a,,b'])).toThrow(expect.objectContaining({ exit: 2 }))
  })
})

describe('--query', () => {
  const message = JSON.stringify({ level: 'INFO', message: 'm', items: [{ id: 1 }, { id: 2 }], user: { id: 7 } })
  test.each([
    ['message', 'm'],
    ['length(items)', '2'],
    ['{n: length(items), u: user}', 'n=2 u={"id":7}'],
    ['items[].id', '[1,2]'],
    ['nothing', '—'],
    ['length(nothing)', '—'],
  ])('%s', async (expression, expected) => {
    const query = queryOfLines(await parseQuery(expression))
    expect(show(message, { query })).toBe(`15:03:21.118  CreateOrder  INFO   ${expected}\n`)
    expect(show('words', { query })).toBe('15:03:21.118  CreateOrder         words\n')
  })

  test.each(['', 'a[', 'nope(a)', 'a ~ b'])('%j is no JMESPath', async (expression) => {
    await expect(parseQuery(expression)).rejects.toMatchObject({ code: 'Usage', exit: 2 })
  })

  test('in NDJSON it is asked of the whole record', async () => {
    const format = ndjsonQuery(await parseQuery('{f: function, n: length(fields.items)}'))
    expect(format(event(message))).toBe('{"f":"orders-CreateOrder","n":2}\n')
    expect(format(event('words'))).toBe('null\n')
  })
})

test('--highlight marks the message, in its fields too', () => {
  const style = { color: true, unicode: true, width: null }
  const highlight = highlighter([/o-8841/], style)
  const text = show(JSON.stringify({ level: 'INFO', message: 'order o-8841', orderId: 'o-8841' }), { style, highlight })
  expect(text).toContain('order \u001b[7mo-8841\u001b[27m  \u001b[2morderId=\u001b[7mo-8841\u001b[27m\u001b[0m\n')
})

test('JSON behind a runtime’s prefix reads like any other JSON', () => {
  const message = `2026-11-23T14:03:21.118Z\t${id}\tINFO\t{"event":"invoice rendered","orderId":"o-1"}\n`
  expect(show(message)).toBe('15:03:21.118  CreateOrder  INFO   invoice rendered  orderId=o-1\n')
})

test('a metric without a namespace of its own shows its dimensions', () => {
  const record = { _aws: { CloudWatchMetrics: [{ Dimensions: [['service']], Metrics: [] }] }, service: 'orders' }
  expect(show(JSON.stringify(record))).toBe('15:03:21.118  CreateOrder         ∿  service=orders\n')
})

describe('at a terminal’s width', () => {
  const at = (columns: number, message: string, more = {}) =>
    show(message, { style: { color: false, unicode: true, width: columns }, wrap: () => columns, ...more })
  const stack = `2026-11-23T14:03:21.118Z\t${id}\tERROR\tTypeError: no\r    at handler (/var/task/src/a/rather/long/path/of/the/app/that/goes/on/fulfil.ts:41:18)\n`

  test('what goes on stands under the message', () => {
    expect(at(72, 'one two three four five six seven eight nine ten eleven twelve')).toBe(
      [
        '15:03:21.118  CreateOrder         one two three four five six seven',
        `${' '.repeat(34)}eight nine ten eleven twelve`,
        '',
      ].join('\n'),
    )
  })

  test('a word of a stack frame is never broken; it moves left where it has no room', () => {
    const rows = at(80, stack).split('\n')
    expect(rows[1]).toBe(`${' '.repeat(34)}at handler`)
    expect(rows[2]).toBe(`${' '.repeat(16)}(src/a/rather/long/path/of/the/app/that/goes/on/fulfil.ts:41:18)`)
    expect(rows.every((row) => row.length <= 80)).toBe(true)
  })

  test('a narrow terminal gets less of a header, and a resized one another', () => {
    expect(at(60, 'hello')).toBe('15:03:21  CreateOrder         hello\n')
    expect(at(40, 'hello')).toBe('CreateO…         hello\n')
    let columns = 60
    const format = human({ ...plain, wrap: () => columns })
    expect(format(event('hello'))).toMatch(/^15:03:21 {2}C/)
    columns = 100
    expect(format(event('hello'))).toMatch(/^15:03:21\.118 {2}C/)
  })

  test('no row is wider than the terminal, but for one word of a frame', () => {
    const piece = fc.constantFrom(
      '日本語',
      '👩‍👩‍👧',
      'e\u0301',
      ' ',
      'word ',
      'averylongwordwithoutanyblank',
      '\n',
      '\t',
      '\u001b[31m',
      '🇩🇪 ',
      ' at f (/a/b.js:1:2)\n',
      '{"a":1}',
    )
    const message = fc.oneof(
      fc.array(piece, { maxLength: 40 }).map((parts) => parts.join('')),
      fc.array(piece, { maxLength: 20 }).map((parts) =>
        JSON.stringify({
          level: 'ERROR',
          message: parts.join(''),
          k: parts,
          error: { name: 'E', message: 'x', stack: parts.join('\n    at ') },
        }),
      ),
      fc.constantFrom(
        stack,
        `REPORT RequestId: ${id}\tDuration: 46.12 ms\tMemory Size: 256 MB\tMax Memory Used: 87 MB\tStatus: error\tError Type: Runtime.ExitError`,
      ),
    )
    const name = fc.constantFrom('CreateOrder', '古い名前の関数', 'a-name-of-more-than-twenty-columns')
    fc.assert(
      fc.property(
        fc.array(fc.tuple(message, name, fc.boolean()), { maxLength: 5 }),
        fc.integer({ min: 24, max: 120 }),
        fc.constantFrom('local', 'utc', 'relative', 'none'),
        fc.boolean(),
        (lines, columns, timestamps, platform) => {
          const style = { color: true, unicode: true, width: columns }
          const format = human({
            ...plain,
            style,
            timestamps,
            platform,
            wrap: () => columns,
            highlight: highlighter([/word/, /本/], style),
          })
          for (const [text, from, late] of lines) {
            const one = event(text, { source: source(from), late, parsed: parseLine(text, 'function') })
            for (const row of format(one).split('\n')) {
              const bare = row.replace(/\u001b\[[0-9;]*m/g, '').trim()
              if (/^\S+$/.test(bare) && framesOf(one).some((frame) => frame.includes(bare))) continue
              expect(stringWidth(row), JSON.stringify(row)).toBeLessThanOrEqual(columns)
            }
          }
        },
      ),
      { numRuns: 500 },
    )
  })

  test('a rule fits', () => {
    const deploy = event('x')
    const text = 'deploy: orders-prod UPDATE_COMPLETE (FulfilOrder, CreateOrder, ChargeCard, RenderInvoice)'
    const drawn = (columns: number) =>
      human({ ...plain, wrap: () => columns })({ ...deploy, parsed: { ...deploy.parsed, kind: 'deploy', text } })
    expect(drawn(130)).toBe(`${'─'.repeat(12)} 15:03:21 ${text} ${'─'.repeat(12)}\n`)
    expect(drawn(110).trimEnd()).toHaveLength(110)
    expect(drawn(60)).toBe(
      [
        '── 15:03:21 deploy: orders-prod UPDATE_COMPLETE',
        '   (FulfilOrder, CreateOrder, ChargeCard, RenderInvoice)',
        '',
      ].join('\n'),
    )
  })
})
