import { describe, expect, it } from 'vitest'
import { type Doc, segment, traceOf } from './documents.ts'

const frames = [
  { path: '/var/task/node_modules/x/y.js', line: 9, label: 'z' },
  { path: 'node:internal/process/task_queues', line: 95, label: 'processTicksAndRejections' },
  { path: '/opt/nodejs/layer.js', line: 2, label: 'wrap' },
  { path: '/var/runtime/index.mjs', line: 1, label: 'Runtime.handleOnce' },
  { path: '/var/task/src/fulfil.ts', line: 41, label: 'wrapGift' },
  { path: '/var/task/src/index.ts', line: 3, label: 'handler' },
]

const typeError = {
  id: 'e1',
  type: 'TypeError',
  message: "cannot read 'wrap' of undefined\n    at more",
  stack: frames,
}

const thrown = (more: Doc = {}): Doc => ({ fault: true, cause: { exceptions: [{ ...typeError, ...more }] } })

const fulfil = (id: string, from: number, more: Doc): Doc =>
  segment(id, 'FulfilOrder', from, from + 9, { origin: 'AWS::Lambda::Function', ...more })

const summary = (...documents: Doc[]): string | undefined => traceOf(...documents).cause?.summary

describe('the first cause', () => {
  it('is the deepest failed span with an exception, in the words of the app', () => {
    const trace = traceOf(
      segment('a', 'orders-api', 0, 100, { fault: true }),
      fulfil('f', 10, {
        ...thrown({ message: 'outer' }),
        parent_id: 'a',
        subsegments: [segment('w', 'wrapGift', 11, 12, thrown())],
      }),
    )
    expect(trace.cause).toEqual({
      spanId: 'w',
      summary: "FulfilOrder failed: TypeError: cannot read 'wrap' of undefined (fulfil.ts:41)",
    })
  })

  it('tells the retries that failed too', () => {
    const tried = segment('a', 'FulfilOrder', 0, 100, {
      origin: 'AWS::Lambda',
      fault: true,
      subsegments: [1, 2, 3].map((n) => segment(`t${n}`, `Attempt #${n}`, n * 10, n * 10 + 9, { fault: true })),
    })
    const runs = [1, 2, 3].map((n) => fulfil(`f${n}`, n * 10, { parent_id: `t${n}`, ...thrown() }))
    const trace = traceOf(tried, ...runs)
    expect(trace.cause).toEqual({
      spanId: 't1',
      summary: "FulfilOrder failed: TypeError: cannot read 'wrap' of undefined (fulfil.ts:41), after 2 retries",
    })
    expect(summary(segment('a', 'fn', 0, 9, { ...thrown(), aws: { retries: 1 } }))).toContain(
      '(fulfil.ts:41), after 1 retry',
    )
  })

  it('is nothing where a later try went well', () => {
    const put = (id: string, from: number, more: Doc = {}): Doc =>
      segment(id, 'DynamoDB', from, from + 5, { namespace: 'aws', aws: { operation: 'PutItem' }, ...more })
    expect(summary(segment('a', 'fn', 0, 99, { subsegments: [put('b', 0, thrown()), put('c', 9)] }))).toBeUndefined()
    const tried = segment('a', 'fn', 0, 100, {
      origin: 'AWS::Lambda',
      subsegments: [segment('t1', 'Attempt #1', 1, 9, thrown()), segment('t2', 'Attempt #2', 20, 29)],
    })
    expect(summary(tried)).toBeUndefined()
  })

  it('is nothing where nothing failed', () => {
    expect(summary(segment('a', 'fn', 0, 9), segment('b', 'x', 0, null))).toBeUndefined()
  })

  it('prefers what a service failed with to what one handled', () => {
    const handled = segment('d', 'SES', 2, 3, {
      namespace: 'aws',
      aws: { operation: 'SendEmail' },
      ...thrown({ type: 'MessageRejected', message: 'no' }),
    })
    const deep = segment('b', 'mailer', 1, 5, {
      parent_id: 'a',
      subsegments: [segment('c', 'inner', 1, 4, { subsegments: [handled] })],
    })
    expect(summary(segment('a', 'api', 0, 9), deep)).toBe(
      'SES SendEmail in mailer failed: MessageRejected: no (fulfil.ts:41)',
    )
    expect(summary(segment('a', 'api', 0, 9, thrown()), deep)).toMatch(/^api failed: TypeError/)
  })

  it.each<[string, Doc[], string]>([
    ['a service', [segment('a', 'fn', 0, 9, { fault: true })], 'fn failed'],
    [
      'a service that answers',
      [segment('a', 'api', 0, 9, { fault: true, http: { response: { status: 502 } } })],
      'api answered 502',
    ],
    ['a throttled one', [segment('a', 'api', 0, 9, { throttle: true })], 'api was throttled'],
    [
      'a call',
      [
        segment('a', 'api', 0, 9, {
          fault: true,
          subsegments: [
            segment('b', 'S3', 1, 2, {
              namespace: 'aws',
              aws: { operation: 'GetObject', bucket_name: 'b' },
              throttle: true,
              http: { response: { status: 503 } },
            }),
          ],
        }),
      ],
      'api failed: S3 GetObject b answered 503',
    ],
    [
      'a part',
      [segment('a', 'api', 0, 9, { fault: true, subsegments: [segment('b', '## wrapGift', 1, 2, { fault: true })] })],
      'api failed in wrapGift',
    ],
    [
      "a part of Lambda's",
      [segment('a', 'fn', 0, 9, { fault: true, subsegments: [segment('b', 'Invocation', 1, 2, { fault: true })] })],
      'fn failed',
    ],
    [
      'a host',
      [
        segment('a', 'api', 0, 9, {
          error: true,
          subsegments: [
            segment('b', 'shop', 1, 2, {
              namespace: 'remote',
              error: true,
              http: { request: { method: 'GET', url: 'https://shop/x' }, response: { status: 404 } },
            }),
          ],
        }),
      ],
      'api failed: GET shop/x answered 404',
    ],
  ])('without an exception tells %s', (_, documents, text) => {
    expect(summary(...documents)).toBe(text)
  })

  it.each<[string, Doc, string]>([
    ['type and message', { type: 'E', message: 'm' }, 'fn failed: E: m'],
    [
      'a message that has its type in front',
      { type: 'a.b.NotFound', message: 'NotFound: gone' },
      'fn failed: NotFound: gone',
    ],
    ['no message', { type: 'E' }, 'fn failed: E'],
    ['no type', { message: 'm' }, 'fn failed: m'],
    ['neither', { stack: frames }, 'fn failed'],
    ['a long message', { type: 'E', message: 'x'.repeat(400) }, `fn failed: E: ${'x'.repeat(299)}…`],
    ['frames of others only', { type: 'E', stack: frames.slice(0, 4) }, 'fn failed: E'],
    [
      'frames of Python',
      {
        type: 'E',
        stack: [
          { path: '/opt/python/lib/python3.13/site-packages/x.py', line: 1, label: 'x' },
          { path: '/var/task/app.py', line: 7, label: 'handler' },
        ],
      },
      'fn failed: E (app.py:7)',
    ],
    ['a frame without a line', { type: 'E', stack: [{ path: 'app.rb', label: 'x' }] }, 'fn failed: E (app.rb)'],
  ])('words of %s', (_, exception, text) => {
    expect(summary(segment('a', 'fn', 0, 9, { fault: true, cause: { exceptions: [exception] } }))).toBe(text)
  })

  it('goes down a chain of exceptions to where it began', () => {
    const exceptions = [
      { id: 'x', type: 'Wrapped', message: 'w', cause: 'y', stack: [{ path: 'A.java', line: 5, label: 'shop.A.run' }] },
      { id: 'y', type: 'Root', message: 'r', cause: 'x' },
    ]
    expect(
      summary(
        segment('a', 'fn', 0, 9, {
          fault: true,
          cause: { exceptions: [exceptions[0]!] },
          subsegments: [segment('b', 'p', 1, 2, { cause: { exceptions: [exceptions[1]!] } })],
        }),
      ),
    ).toBe('fn failed: Root: r (A.java:5)')
  })
})
