import { describe, expect, it } from 'vitest'
import { failureReader, type Occurrence } from '../../../src/domain/log/signature-failures.ts'
import type { LogEvent } from '../../../src/domain/log-event.ts'
import { event, source } from './event.ts'

const T0 = Date.UTC(2026, 10, 24, 12)
const id = '8fab6c1e-98a6-4f2a-9d5e-0c3a5c2f1b77'
const id2 = '9fab6c1e-98a6-4f2a-9d5e-0c3a5c2f1b77'
const trace = '1-6b49d2a9-16a5bdd27e45fc9f4a12ddd2'

const start = (request = id) => `START RequestId: ${request} Version: $LATEST\n`
const end = (request = id) => `END RequestId: ${request}\n`
const report = (more = '', request = id) =>
  `REPORT RequestId: ${request}\tDuration: 38.00 ms\tBilled Duration: 38 ms\tMemory Size: 128 MB\tMax Memory Used: 91 MB\t${more}\n`
const uncaught = (type = 'TypeError', request = id) =>
  `2026-11-24T12:00:00.000Z\t${request}\tERROR\tInvoke Error \t{"errorType":"${type}","errorMessage":"no 12","stack":["${type}: no 12","    at pack (/var/task/a.ts:4:1)"]}\n`
const logged = (text: string, request = id) => `2026-11-24T12:00:00.000Z\t${request}\tERROR\t${text}\n`
const exit = (how: string, request = id) =>
  `RequestId: ${request} Error: Runtime exited with error: ${how}\nRuntime.ExitError\n`
const timeout = `2026-11-24T12:00:03.000Z ${id} Task timed out after 3.00 seconds\n\n`

const read = (messages: readonly (string | LogEvent)[], from = T0): readonly Occurrence[] => {
  const reader = failureReader(from)
  const events = messages.map((one, n) => (typeof one === 'string' ? event(one, { at: T0 + n * 10 }) : one))
  return [...events.flatMap((one) => reader.push(one)), ...reader.flush()]
}
const signatures = (messages: readonly (string | LogEvent)[], from = T0) =>
  read(messages, from).map(({ signature }) => signature.text)

const typeError = 'TypeError: no <*> at pack (a.ts)'
const silent = 'CreateOrder: failed, and logged no error'

describe('failures of an invocation', () => {
  it.each<readonly [string, readonly string[], readonly string[]]>([
    ['that went well', [start(), end(), report()], []],
    ['that logged its error', [start(), uncaught(), end(), report()], [typeError]],
    [
      'whose report tells of it too',
      [start(), uncaught(), end(), report('Status: error\tError Type: TypeError')],
      [typeError],
    ],
    [
      'that logged its error on the way up',
      [start(), uncaught(), uncaught(), uncaught(), end(), report()],
      [typeError],
    ],
    ['that failed and logged nothing', [start(), end(), report('Status: error')], [silent]],
    [
      'that failed with a type and logged nothing',
      [start(), end(), report('Status: error\tError Type: Runtime.Unknown')],
      ['CreateOrder: Runtime.Unknown: failed, and logged no error'],
    ],
    [
      'that logged a message of level ERROR and failed',
      [start(), logged('order 12 is odd'), end(), report('Status: error')],
      ['order <*> is odd'],
    ],
    [
      'that logged two errors and went well',
      [start(), logged('order 12 is odd'), logged('box 7 is torn'), end(), report()],
      ['order <*> is odd', 'box <*> is torn'],
    ],
    ['that timed out', [start(), timeout, end(), report()], ['CreateOrder: Task timed out after <*> seconds']],
    [
      'that timed out, by its report alone',
      [start(), end(), report('Status: timeout')],
      ['CreateOrder: Task timed out after <*> seconds'],
    ],
    [
      'that timed out in every way',
      [start(), timeout, end(), report('Status: timeout')],
      ['CreateOrder: Task timed out after <*> seconds'],
    ],
    [
      'that logged an error and then timed out',
      [start(), logged('no answer, trying again'), timeout, end(), report('Status: timeout')],
      ['no answer, trying again', 'CreateOrder: Task timed out after <*> seconds'],
    ],
    [
      'that was killed',
      [start(), exit('signal: killed'), end(), report()],
      ['CreateOrder: Runtime.OutOfMemory: out of memory'],
    ],
    [
      'that ran out of memory, by its report alone',
      [start(), end(), report('Status: error\tError Type: Runtime.OutOfMemory')],
      ['CreateOrder: Runtime.OutOfMemory: out of memory'],
    ],
    [
      'that exited',
      [start(), exit('exit status 1'), end(), report('Status: error\tError Type: Runtime.ExitError')],
      ['CreateOrder: Runtime.ExitError: Runtime exited with error: exit status <*>'],
    ],
    [
      'that panicked and so exited',
      [
        start(),
        'panic: no box\n\ngoroutine 1 [running]:\nmain.pack(0x1)\n\t/build/pack.go:9 +0x1\n',
        exit('exit status 2'),
        end(),
        report(),
      ],
      ['panic: no box at main.pack (build/pack.go)'],
    ],
    [
      'whose init failed',
      [
        'INIT_START Runtime Version: nodejs:24.v1\n',
        'INIT_REPORT Init Duration: 229.04 ms\tPhase: init\tStatus: error\tError Type: Runtime.ImportModuleError\n',
        start(),
        end(),
        report('Status: error\tError Type: Runtime.ImportModuleError'),
      ],
      ['CreateOrder: Runtime.ImportModuleError: init failed'],
    ],
    [
      'whose init failed and said why',
      [
        'INIT_START Runtime Version: nodejs:24.v1\n',
        `2026-11-24T12:00:00.000Z\tundefined\tERROR\tUncaught Exception \t{"errorType":"Error","errorMessage":"no config","stack":["Error: no config","    at load (/var/task/c.ts:1:1)"]}\n`,
        'INIT_REPORT Init Duration: 229.04 ms\tPhase: init\tStatus: error\tError Type: Runtime.Unknown\n',
        start(),
        end(),
        report('Status: error\tError Type: Runtime.Unknown'),
      ],
      ['Error: no config at load (c.ts)'],
    ],
    ['that warned', [start(), `2026-11-24T12:00:00.000Z\t${id}\tWARN\tslow\n`, end(), report()], []],
  ])('%s', (_what, messages, expected) => expect(signatures(messages)).toEqual(expected))

  it('JSON lines, whose report is the only system line', () => {
    const json = (type: string, record: unknown) => JSON.stringify({ time: '2026-11-24T12:00:00.000Z', type, record })
    const failed = json('platform.report', { requestId: id, status: 'error', metrics: { durationMs: 5 } })
    expect(signatures([failed], T0 - 1000)).toEqual([silent])
    expect(signatures([`{"level":"ERROR","requestId":"${id}","message":"odd"}`, failed])).toEqual(['odd'])
    expect(
      signatures([json('platform.runtimeDone', { requestId: id, status: 'timeout', metrics: { durationMs: 3000 } })]),
    ).toEqual(['CreateOrder: Task timed out after <*> seconds'])
  })

  it('counts each attempt under the same request id', () => {
    const attempt = (at: number) =>
      [start(), uncaught(), end(), report('Status: error')].map((message, n) => event(message, { at: T0 + at + n }))
    expect(signatures([...attempt(0), ...attempt(60_000), ...attempt(180_000)])).toEqual([
      typeError,
      typeError,
      typeError,
    ])
  })

  it('keeps streams apart', () => {
    const on = (stream: string, messages: readonly string[]) =>
      messages.map((message, n) => event(message, { stream, at: T0 + n * 10 }))
    const one = on('a', [start(), uncaught(), end(), report('Status: error')])
    const two = on('b', [start(id2), end(id2), report('Status: error', id2)])
    expect(signatures(one.flatMap((line, n) => [line, two[n]!].filter(Boolean))).toSorted()).toEqual([
      silent,
      typeError,
    ])
  })

  it('puts a stack together that came a line at a time', () => {
    const lines = [
      'java.lang.RuntimeException: order 12 is gone',
      '\tat java.util.List.get(List.java:3)',
      '\tat com.shop.Pack.box(Pack.java:9)',
    ]
    expect(signatures([start(), ...lines, end(), report()])).toEqual([
      'java.lang.RuntimeException: order <*> is gone at com.shop.Pack.box (Pack.java)',
    ])
  })

  it('does not judge an invocation whose lines lie before the reading', () => {
    expect(signatures([end(), report('Status: error')], T0)).toEqual([])
    expect(signatures([end(), report('Status: error')], T0 - 60_000)).toEqual([silent])
    expect(signatures([uncaught(), end(), report('Status: error')], T0)).toEqual([typeError])
  })

  it('takes an init that failed, and no invocation after it, for one failure', () => {
    const why = `2026-11-24T12:00:00.000Z\tundefined\tERROR\tUncaught Exception \t{"errorType":"Error","errorMessage":"no config","stack":[]}\n`
    const init = 'INIT_REPORT Init Duration: 229.04 ms\tPhase: init\tStatus: error\tError Type: Runtime.Unknown\n'
    expect(signatures([why, init])).toEqual(['Error: no config'])
    expect(signatures([init])).toEqual(['CreateOrder: Runtime.Unknown: init failed'])
  })

  it('gives what leads to it', () => {
    const traced = report('Status: error').replace(
      '\n',
      `\nXRAY TraceId: ${trace}\tSegmentId: 7c4eb6a6d56f2a27\tSampled: true\n`,
    )
    const [one] = read([start(), uncaught(), end(), traced])
    expect(one).toMatchObject({
      at: T0 + 10,
      source: 'CreateOrder',
      requestId: id,
      traceId: trace,
      failure: { type: 'TypeError', message: 'no 12' },
    })
    expect(one!.failure.stack).toContain('pack')
  })

  it('finds lines of groups without invocations', () => {
    const group = source('shop', { sourceType: 'group' })
    expect(signatures([event('[ERROR] box 7 is torn', { source: group, at: T0 })])).toEqual(['box <*> is torn'])
  })
})
