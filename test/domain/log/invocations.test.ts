import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type InvocationsOptions, invocations } from '../../../src/domain/log/invocations.ts'
import type { Invocation } from '../../../src/domain/log/invocations-open.ts'
import type { Grouped } from '../../../src/domain/log/invocations-shelf.ts'
import type { LogEvent } from '../../../src/domain/log-event.ts'
import { event, source } from './event.ts'

const id = (n: number) => `8fab6c1e-7b61-11e6-9a41-${String(n).padStart(12, '0')}`
const trace = '1-6b49d2a9-16a5bdd27e45fc9f4a12ddd2'
let clock = 0
/** The next event, 10 ms after the one before; `ms` sets the clock. */
const at = (message: string, more: Partial<LogEvent> & { ms?: number } = {}): LogEvent => {
  clock = more.ms ?? clock + 10
  return event(message, { at: clock, stream: 's', ...more })
}
const start = (n: number, more = {}) => at(`START RequestId: ${id(n)} Version: $LATEST\n`, more)
const end = (n: number, more = {}) => at(`END RequestId: ${id(n)}\n`, more)
const report = (n: number, rest = '', more = {}) =>
  at(
    `REPORT RequestId: ${id(n)}\tDuration: 46.12 ms\tBilled Duration: 47 ms\tMemory Size: 256 MB\tMax Memory Used: 87 MB${rest}\t\n`,
    more,
  )
const words = (n: number, text = 'words', level = 'INFO', more = {}) =>
  at(`2026-11-23T14:03:21.118Z\t${id(n)}\t${level}\t${text}\n`, more)
const json = (type: string, record: object, more = {}) =>
  at(JSON.stringify({ time: '2026-11-23T14:03:21.118Z', type: `platform.${type}`, record }), more)

const all = (events: readonly LogEvent[], options: InvocationsOptions = {}): readonly Grouped[] => {
  const collector = invocations(options)
  return [...events.flatMap((one) => collector.push(one)), ...collector.flush()]
}
const only = (given: readonly Grouped[]): readonly Invocation[] =>
  given.flatMap((one) => (one.type === 'invocation' ? [one.invocation] : []))
const loose = (given: readonly Grouped[]): readonly string[] =>
  given.flatMap((one) => (one.type === 'line' ? [one.event.message] : []))
const messages = ({ lines }: Invocation): readonly string[] =>
  lines.map(({ message }) => message.slice(0, 11).trimEnd())

describe('an invocation in text', () => {
  test('its lines, figures and ids', () => {
    const given = all(
      [
        at('INIT_START Runtime Version: nodejs:24.v1\n', { ms: 1000 }),
        at('2026-11-23T14:03:21.118Z\tundefined\tINFO\tloading\n'),
        start(1),
        words(1),
        at('no id at all\n'),
        end(1),
        report(1, `\tInit Duration: 412.33 ms\t\nXRAY TraceId: ${trace}\tSegmentId: 1`),
      ],
      { timeoutMs: () => 10_000 },
    )
    expect(loose(given)).toEqual([])
    const [one] = only(given)
    expect(one).toMatchObject({
      requestId: id(1),
      attempt: 1,
      part: 1,
      continues: false,
      start: 1020,
      end: 1060,
      durationMs: 46.12,
      timeoutMs: 10_000,
      memoryMb: 256,
      maxMemoryMb: 87,
      cold: true,
      initMs: 412.33,
      restoreMs: null,
      outcome: 'ok',
      errorType: null,
      traceId: trace,
    })
    expect(one!.lines).toHaveLength(7)
  })

  test('one after the other in a stream, streams beside each other', () => {
    const given = only(
      all([
        start(1),
        start(2, { stream: 't' }),
        words(1),
        words(2, 'x', 'INFO', { stream: 't' }),
        report(2, '', { stream: 't' }),
        report(1),
        start(3),
        report(3),
      ]),
    )
    expect(given.map(({ requestId, lines }) => [requestId, lines.length])).toEqual([
      [id(2), 3],
      [id(1), 3],
      [id(3), 2],
    ])
  })

  test('the report of an init that came after the report of the invocation', () => {
    const given = only(
      all([
        start(1),
        report(1, '\tStatus: error\tError Type: Runtime.ExitError'),
        at('INIT_REPORT Init Duration: 8431.38 ms\tPhase: invoke\tStatus: error\tError Type: Runtime.ExitError\n'),
      ]),
    )
    expect(given).toHaveLength(1)
    expect(given[0]).toMatchObject({ outcome: 'init-error', cold: true, initMs: 8431.38 })
  })

  test('a restore', () => {
    const given = only(
      all([
        at('RESTORE_START Runtime Version: java:21\n'),
        at('RESTORE_REPORT Restore Duration: 204.27 ms\n'),
        start(1),
        report(1, '\tRestore Duration: 204.27 ms'),
      ]),
    )
    expect(given).toMatchObject([{ cold: true, restoreMs: 204.27, initMs: null }])
    expect(given[0]!.lines).toHaveLength(4)
  })

  test('retries of a request are attempts, in whatever stream they run', () => {
    const given = only(
      all([
        start(1, { ms: 0 }),
        report(1, '\tStatus: error'),
        start(1, { ms: 60_000, stream: 't' }),
        report(1, '\tStatus: error', { stream: 't' }),
        start(1, { ms: 180_000 }),
        report(1),
      ]),
    )
    expect(given.map(({ attempt, outcome, lines }) => [attempt, outcome, lines.length])).toEqual([
      [1, 'error', 2],
      [2, 'error', 2],
      [3, 'ok', 2],
    ])
  })

  test('a line from the middle opens one, with what came before it without a name', () => {
    const given = all([at('print\n'), report(1)])
    expect(only(given).map(messages)).toEqual([['print', 'REPORT Requ']])
    expect(only(given)[0]!.outcome).toBe('ok')
  })

  test('words before a START that are no init belong to nobody', () => {
    const given = all([at('late words of a thread\n', { ms: 0 }), start(1, { ms: 5000 }), report(1)])
    expect(loose(given)).toEqual(['late words of a thread\n'])
  })
})

describe('how it ended', () => {
  test.each<[string, readonly (() => LogEvent)[], string]>([
    ['a report', [() => report(1)], 'ok'],
    ['a status', [() => report(1, '\tStatus: timeout')], 'timeout'],
    [
      'an older timeout',
      [() => at(`2026-10-28T17:57:55.123Z ${id(1)} Task timed out after 3.00 seconds\n`), () => report(1)],
      'timeout',
    ],
    ['memory, by its type', [() => report(1, '\tStatus: error\tError Type: Runtime.OutOfMemory')], 'oom'],
    [
      'memory, by the kernel',
      [
        () => at(`RequestId: ${id(1)} Error: Runtime exited with error: signal: killed\nRuntime.ExitError\n`),
        () => report(1),
      ],
      'oom',
    ],
    [
      'memory, all used',
      [
        () =>
          at(
            `REPORT RequestId: ${id(1)}\tDuration: 1 ms\tMemory Size: 128 MB\tMax Memory Used: 128 MB\tStatus: error\tError Type: Runtime.ExitError\n`,
          ),
      ],
      'oom',
    ],
    [
      'an import that failed',
      [() => report(1, '\tStatus: error\tError Type: Runtime.ImportModuleError')],
      'init-error',
    ],
    [
      'an error that nobody caught',
      [() => words(1, 'Invoke Error \t{"errorType":"E","errorMessage":"m"}', 'ERROR'), () => report(1)],
      'error',
    ],
    ['an error that was logged', [() => words(1, 'caught', 'ERROR'), () => report(1)], 'ok'],
    [
      'an exit',
      [
        () => at(`RequestId: ${id(1)} Error: Runtime exited with error: exit status 1\nRuntime.ExitError\n`),
        () => report(1),
      ],
      'error',
    ],
    ['nothing', [() => words(1)], 'unfinished'],
    ['END alone', [() => end(1)], 'ok'],
  ])('%s', (_name, lines, outcome) => {
    expect(only(all([start(1), ...lines.map((make) => make())]))).toMatchObject([{ outcome }])
  })
})

describe('lines of the platform in JSON', () => {
  const tracing = { spanId: 'x', type: 'X-Amzn-Trace-Id', value: `Root=${trace};Parent=0efbd19962d95b05;Sampled=1` }
  test('alone make an invocation', () => {
    const given = only(
      all([
        json('initStart', { initializationType: 'on-demand', phase: 'init' }),
        json('initReport', { phase: 'init', status: 'success', metrics: { durationMs: 565.4 } }),
        json('start', { requestId: id(1), tracing }),
        json('runtimeDone', { requestId: id(1), status: 'success', metrics: { durationMs: 11.1 } }),
        json('report', {
          requestId: id(1),
          status: 'success',
          metrics: { durationMs: 11.6, memorySizeMB: 128, maxMemoryUsedMB: 67, initDurationMs: 174 },
        }),
      ]),
    )
    expect(given).toMatchObject([
      {
        requestId: id(1),
        traceId: trace,
        outcome: 'ok',
        durationMs: 11.6,
        memoryMb: 128,
        maxMemoryMb: 67,
        initMs: 174,
        cold: true,
      },
    ])
    expect(given[0]!.lines).toHaveLength(5)
  })

  test('without a report: the runtime says how it ended', () => {
    const given = only(
      all([
        json('start', { requestId: id(1) }),
        json('runtimeDone', { requestId: id(1), status: 'timeout', metrics: { durationMs: 3000 } }),
      ]),
    )
    expect(given).toMatchObject([{ outcome: 'timeout', durationMs: 3000 }])
  })

  test('managed instances: requests of one stream side by side, words without an id to the newest', () => {
    const given = only(
      all([
        json('initStart', { initializationType: 'lambda-managed-instances' }, { ms: 0 }),
        json('start', { requestId: id(1) }, { ms: 1000 }),
        json('start', { requestId: id(2) }, { ms: 9000 }),
        words(1, 'a', 'INFO', { ms: 20_000 }),
        at('to the newest\n'),
        words(2, 'b'),
        json('report', { requestId: id(1), status: 'success', metrics: { durationMs: 1 } }),
        words(2, 'c', 'INFO', { ms: 40_000 }),
        json('report', { requestId: id(2), status: 'success', metrics: { durationMs: 1 } }),
      ]),
    )
    expect(given.map(({ requestId, part, lines }) => [requestId, part, lines.length])).toEqual([
      [id(1), 1, 4],
      [id(2), 1, 5],
    ])
  })

  test('interleaved, where no init said so', () => {
    const given = only(all([start(1), start(2), words(1), words(2), report(1), words(2), report(2)]))
    expect(given.map(({ requestId, outcome, lines }) => [requestId, outcome, lines.length])).toEqual([
      [id(1), 'ok', 3],
      [id(2), 'ok', 4],
    ])
  })
})

describe('without START and REPORT (SystemLogLevel WARN)', () => {
  test('another request ends it, a while later', () => {
    const collector = invocations()
    const given = [words(1, 'x', 'INFO', { ms: 0 }), words(1), words(2, 'x', 'INFO', { ms: 1000 })].flatMap((one) =>
      collector.push(one),
    )
    expect(given).toEqual([])
    expect(only(collector.push(words(2, 'x', 'INFO', { ms: 4500 })))).toMatchObject([
      { requestId: id(1), outcome: 'unfinished' },
    ])
  })

  test('silence ends it, by the caller’s clock', () => {
    const collector = invocations({ quietMs: 3000 })
    collector.tick(0)
    expect(collector.push(words(1))).toEqual([])
    expect(collector.running()).toBe(1)
    expect(collector.tick(3000)).toEqual([])
    expect(only(collector.tick(3001))).toMatchObject([{ outcome: 'unfinished' }])
    expect(collector.running()).toBe(0)
  })
})

describe('when it is given', () => {
  test('a moment after its report, by the events or by the caller', () => {
    const collector = invocations({ settleMs: 300 })
    collector.push(start(1, { ms: 0 }))
    expect(collector.push(report(1, '', { ms: 10 }))).toEqual([])
    expect(collector.push(words(2, 'x', 'INFO', { ms: 310, stream: 't' }))).toEqual([])
    expect(only(collector.push(words(2, 'x', 'INFO', { ms: 311, stream: 't' })))).toMatchObject([{ requestId: id(1) }])
    collector.push(report(2, '', { stream: 't' }))
    expect(collector.tick(1_000_000)).toEqual([])
    expect(only(collector.tick(1_000_301))).toMatchObject([{ requestId: id(2) }])
  })

  test('a function that runs long is waited for as long as its timeout allows', () => {
    const collector = invocations({ timeoutMs: () => 60_000 })
    collector.tick(0)
    collector.push(start(1))
    expect(collector.tick(69_000)).toEqual([])
    expect(only(collector.tick(71_000))).toMatchObject([{ outcome: 'unfinished' }])
  })

  test('a straggler is shown by itself, the same id much later is an attempt', () => {
    const collector = invocations()
    for (const one of [start(1, { ms: 0 }), report(1, '\tStatus: error', { ms: 10 })]) collector.push(one)
    const straggler = collector.push(words(1, 'late', 'INFO', { ms: 5000 }))
    expect(only(straggler)).toHaveLength(1)
    expect(loose(straggler)).toHaveLength(1)
    collector.push(words(1, 'again', 'INFO', { ms: 60_000 }))
    expect(only(collector.flush())).toMatchObject([{ attempt: 2 }])
  })

  test('what is no function’s passes through at once', () => {
    const api = source('orders-api', { sourceType: 'api' })
    const deploy = at('x')
    expect(loose(invocations().push(at('{"requestId":"x","status":"200"}', { source: api })))).toHaveLength(1)
    expect(loose(invocations().push({ ...deploy, parsed: { ...deploy.parsed, kind: 'deploy' } }))).toEqual(['x'])
    expect(loose(invocations().push(at('words', { source: source('any', { sourceType: 'group' }) })))).toEqual([
      'words',
    ])
  })
})

describe('what is held is bounded', () => {
  test('an invocation of many lines leaves in parts', () => {
    const given = only(all([start(1), ...Array.from({ length: 7 }, () => words(1)), report(1)], { maxLines: 4 }))
    expect(given.map(({ part, continues, outcome, lines }) => [part, continues, outcome, lines.length])).toEqual([
      [1, true, 'unfinished', 4],
      [2, true, 'unfinished', 4],
      [3, false, 'ok', 1],
    ])
  })

  test('too many at once: the oldest leaves unfinished, and goes on in a second part', () => {
    const collector = invocations({ maxOpen: 2 })
    const begun = [1, 2, 3].flatMap((n) => collector.push(start(n, { stream: `s${n}` })))
    expect(only(begun)).toMatchObject([{ requestId: id(1), outcome: 'unfinished', part: 1 }])
    collector.push(report(1, '', { stream: 's1' }))
    expect(only(collector.flush()).find(({ requestId }) => requestId === id(1))).toMatchObject({
      part: 2,
      attempt: 1,
      outcome: 'ok',
    })
  })

  test('figures alone hold no lines', () => {
    expect(all([at('before\n'), start(1), words(1), report(1)], { keepLines: false })).toMatchObject([
      { invocation: { lines: [], outcome: 'ok' } },
    ])
  })
})

test('whatever comes: each line that goes in comes out once', () => {
  const stream = fc.constantFrom('a', 'b')
  const line = fc.tuple(
    fc.constantFrom('start', 'end', 'report', 'words', 'plain', 'init', 'initReport', 'timeout', 'json', 'emf'),
    fc.integer({ min: 1, max: 4 }),
    stream,
    fc.oneof(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 100_000 })),
    fc.boolean(),
    fc.boolean(),
  )
  const make = (what: string, n: number, name: string, late: boolean): LogEvent => {
    const more = { stream: name, late, ms: clock }
    if (what === 'start') return start(n, more)
    if (what === 'end') return end(n, more)
    if (what === 'report') return report(n, n === 2 ? '\tStatus: error' : '', more)
    if (what === 'words') return words(n, 'w', 'INFO', more)
    if (what === 'init') return at('INIT_START Runtime Version: x\n', more)
    if (what === 'initReport') return at('INIT_REPORT Init Duration: 1 ms\n', more)
    if (what === 'timeout') return at(`2026-10-28T17:57:55.123Z ${id(n)} Task timed out after 3.00 seconds\n`, more)
    if (what === 'json') return json('report', { requestId: id(n), metrics: { durationMs: 1 } }, more)
    return at(what === 'emf' ? '{"_aws":{"CloudWatchMetrics":[]}}' : 'plain\n', more)
  }
  const limits = fc.record({
    maxOpen: fc.integer({ min: 1, max: 5 }),
    maxLines: fc.integer({ min: 1, max: 6 }),
    maxHeld: fc.integer({ min: 1, max: 9 }),
  })
  fc.assert(
    fc.property(fc.array(line, { maxLength: 60 }), limits, fc.boolean(), (script, bounds, tight) => {
      clock = 0
      const collector = invocations(tight ? bounds : {})
      const put: LogEvent[] = []
      const given: Grouped[] = []
      let wall = 0
      for (const [what, n, name, gap, late, tick] of script) {
        clock += gap
        wall += gap
        const one = { ...make(what, n, name, late), id: String(put.length) }
        put.push(one)
        given.push(...collector.push(one))
        if (tick) given.push(...collector.tick(wall))
        if (tight)
          expect(
            put.length - given.flatMap((g) => (g.type === 'line' ? [g.event] : g.invocation.lines)).length,
          ).toBeLessThanOrEqual(bounds.maxHeld + 1)
      }
      given.push(...collector.flush())
      expect(collector.flush()).toEqual([])
      const out = given.flatMap((g) => (g.type === 'line' ? [g.event] : g.invocation.lines))
      expect(out.map((one) => one.id).sort()).toEqual(put.map((one) => one.id).sort())
    }),
    { numRuns: 1500 },
  )
})
