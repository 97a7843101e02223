import { PassThrough } from 'node:stream'
import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import { invocations } from '../../../src/domain/log/invocations.ts'
import type { LogEvent } from '../../../src/domain/log-event.ts'
import { ciGuard } from '../../../src/output/ci-commands.ts'
import { type RequestsOptions, requests } from '../../../src/output/tail/requests.ts'
import { requestsSink } from '../../../src/output/tail/requests-sink.ts'
import { statsSink } from '../../../src/output/tail/stats-sink.ts'
import { lineWriter } from '../../../src/output/writer.ts'
import { event, source } from '../../domain/log/event.ts'

const [one, two] = ['8fab6c1e-7b61-11e6-9a41-93e812345678', '1c02d9aa-7b61-11e6-9a41-93e812345678']
const trace = '1-6b49d2a9-16a5bdd27e45fc9f4a12ddd2'
const fulfil = source('FulfilOrder')
const create = source('CreateOrder')
const report = (id: string, ms: number, rest = '') =>
  `REPORT RequestId: ${id}\tDuration: ${ms} ms\tMemory Size: 256 MB\tMax Memory Used: 87 MB${rest}\n`
const node = (id: string, level: string, words: string) => `2026-11-23T14:03:21.118Z\t${id}\t${level}\t${words}\n`

const story: readonly LogEvent[] = [
  event(`START RequestId: ${one} Version: 1\n`, { source: fulfil, stream: 'f' }),
  event(node(one, 'INFO', '{"event":"picking up","orderId":"o-8841"}'), { source: fulfil, stream: 'f' }),
  event(`START RequestId: ${two} Version: 1\n`, { source: create, stream: 'c' }),
  event('{"level":"INFO","message":"order accepted","items":3}', { source: create, stream: 'c' }),
  event('java.lang.RuntimeException: bad\n', { source: create, stream: 'c' }),
  event('\tat app.Order.take(Order.java:12)\n', { source: create, stream: 'c' }),
  event(report(two, 46), { source: create, stream: 'c' }),
  event(
    node(
      one,
      'ERROR',
      'Invoke Error \t{"errorType":"TypeError","errorMessage":"no \'wrap\'","stack":["TypeError: no \'wrap\'","    at wrapGift (/var/task/fulfil.ts:41:18)"]}',
    ),
    {
      source: fulfil,
      stream: 'f',
    },
  ),
  event(`END RequestId: ${one}\n`, { source: fulfil, stream: 'f' }),
  event(report(one, 38, `\tInit Duration: 412 ms\tStatus: error\nXRAY TraceId: ${trace}\tSegmentId: 1`), {
    source: fulfil,
    stream: 'f',
  }),
]
const options: RequestsOptions = {
  style: { color: false, unicode: true, width: null },
  zone: 'UTC',
  names: ['FulfilOrder', 'CreateOrder'],
}
const show = (events: readonly LogEvent[], more: Partial<RequestsOptions> = {}): string => {
  const collector = invocations({ timeoutMs: ({ name }) => (name === 'FulfilOrder' ? 30_000 : 10_000) })
  const format = requests({ ...options, ...more })
  return [...events.flatMap((line) => collector.push(line)), ...collector.flush()].map(format).join('')
}

describe('one block for each invocation', () => {
  test('in a pipe: ids whole, nothing cut', () => {
    expect(show(story)).toBe(
      [
        `✓ CreateOrder    46 ms of 10 s    87/256 MB   14:03:21.118   req ${two}`,
        '    INFO   order accepted  items=3',
        '           java.lang.RuntimeException: bad',
        '           at app.Order.take(Order.java:12)',
        `✗ FulfilOrder    38 ms of 30 s    87/256 MB   ❄ 412 ms   14:03:21.118   req ${one}   trace ${trace}`,
        '    INFO   picking up  orderId=o-8841',
        "    ERROR  TypeError: no 'wrap'",
        '           at wrapGift (fulfil.ts:41:18)',
        '',
      ].join('\n'),
    )
  })

  test('--brief folds what went well', () => {
    const text = show(story, { brief: true })
    expect(text).not.toContain('order accepted')
    expect(text).toContain('✓ CreateOrder')
    expect(text).toContain('picking up')
  })

  test.each([
    [
      140,
      /✗ FulfilOrder {4}38 ms of 30 s {4}87\/256 MB {3}❄ 412 ms {3}14:03:21.118 {3}req 8fab6c1e {3}trace 1-6b49d2a9-…2ddd2\n/,
    ],
    [90, /✗ FulfilOrder {3}38 ms of 30 s {3}87\/256 MB {2}❄ 412 ms {2}14:03:21.118 {2}req 8fab6c1e\n/],
    [72, /✗ FulfilOrder {3}38 ms of 30 s {3}❄ 412 ms {2}14:03:21.118 {2}req 8fab6c1e\n/],
    [60, /✗ FulfilOrder {3}38 ms of 30 s {3}❄ 412 ms {2}req 8fab6c1e\n/],
    [40, /✗ FulfilOrder {3}38 ms of 30 s {3}❄ 412 ms\n/],
  ])('at %d columns the least important goes first', (columns, header) => {
    const text = show(story, { style: { color: false, unicode: true, width: columns }, wrap: () => columns })
    expect(text).toMatch(header)
    for (const row of text.split('\n')) expect(stringWidth(row)).toBeLessThanOrEqual(columns)
  })

  test('lines of the platform as they were', () => {
    expect(show(story, { platform: true })).toContain(`\n           START RequestId: ${two} Version: 1\n`)
  })

  test('what says nothing more names its error and its attempt', () => {
    const again = [
      report(one, 1, '\tStatus: error\tError Type: Runtime.ExitError'),
      `START RequestId: ${one} Version: 1\n`,
      report(one, 2, '\tStatus: timeout'),
    ]
    expect(show(again.map((text) => event(text, { source: fulfil })))).toMatch(
      /^✗ .* {3}Runtime\.ExitError {3}14.*\n✗ .* {3}timeout attempt 2 {3}14/,
    )
  })

  test('what has no end says so', () => {
    expect(
      show([
        event(`START RequestId: ${one} Version: 1\n`),
        event(node(one, 'INFO', 'x'), { at: event('x').at + 1200 }),
      ]),
    ).toMatch(/^… CreateOrder {3}1\.2 s so far {3,}unfinished /)
  })
})

test('lines of no invocation stand among the blocks with their name below the others', () => {
  const access = event('{"requestId":"x","httpMethod":"POST","path":"/orders","status":"201"}', {
    source: source('orders-api', { sourceType: 'api' }),
  })
  expect(show([access])).toBe('  orders-api   14:03:21.118         POST /orders → 201\n')
  expect(show([{ ...access, late: true }], { timestamps: 'none' })).toBe('~ orders-api          POST /orders → 201\n')
  const ascii = show([access, ...story], { style: { color: false, unicode: false, width: 100 }, brief: true })
  // The longest mark of ASCII has three columns: every name begins behind it.
  expect(ascii.match(/^\S*[x~ok ] +(?=orders-api|CreateOrder|FulfilOrder)/gm)).toEqual(['    ', 'ok  ', 'x   '])
  const wanted = ({ message }: LogEvent) => message.includes('wrap')
  expect(show([access, ...story], { wanted })).toMatch(/^✗ FulfilOrder[^✓]*$/)
})

test('no command of the text’s reaches a runner', () => {
  const text = show(
    [
      event('::error::x\n##[error]y', { source: source('g', { sourceType: 'group' }) }),
      event(node(one, 'INFO', '##[error]x')),
      event(report(one, 1)),
    ],
    { guard: ciGuard({ GITHUB_ACTIONS: '1' }) },
  )
  expect(text).not.toMatch(/^\s*::|##\[/m)
  expect(text).toContain('#\\#[error]x')
})

test('as a sink: blocks as they end, the rest at the end; figures beside it', async () => {
  const stream = new PassThrough()
  const collector = invocations()
  const sink = requestsSink(collector, requests(options), lineWriter(stream))
  const stats = statsSink(() => 30_000)
  for (const line of story) for (const one of [sink, stats]) await one.take(line)
  for (const now of [1000, 1200, 1301]) for (const one of [sink, stats]) one.tick?.(now)
  expect(stats.running()).toBe(0)
  await sink.take(event(node(two, 'INFO', 'a straggler'), { source: create, stream: 'c' }))
  await sink.take(event(`START RequestId: ${one}x Version: 1\n`, { source: create, stream: 'c' }))
  await Promise.all([sink.end(), stats.end()])
  expect(stream.read().toString()).toMatch(
    /^✓ CreateOrder[^✗]*✗ FulfilOrder[^…]* {2}CreateOrder {2}14:03:21.118 {2}INFO {3}a straggler\n… CreateOrder .*unfinished/,
  )
  expect(
    stats.all().map(({ name, invocations: count, errors, timeoutMs }) => [name, count, errors, timeoutMs]),
  ).toEqual([
    ['FulfilOrder', 1, 1, 30_000],
    ['CreateOrder', 1, 0, 30_000],
  ])
})
