import fc from 'fast-check'
import { expect, test } from 'vitest'
import { joiner } from '../../../src/domain/log/joiner.ts'
import { event } from './event.ts'
import { plainJoiner } from './plain-joiner.ts'

const lines = (messages: readonly (readonly [stream: string, message: string])[]) =>
  messages.map(([stream, message]) => event(message, { stream }))

const java = [
  'java.lang.RuntimeException: boom\n',
  '\tat app.X.y(X.java:1)\n',
  'Caused by: java.io.IOException: x\n',
  '\tat app.Z.y(Z.java:1)\n',
  '\t... 6 more\n',
]
const python = [
  'Traceback (most recent call last):\n',
  '  File "/var/task/x.py", line 3, in f\n',
  '    g()\n',
  'ValueError: bad\n',
]

test("a Java trace of println lines becomes one event, though another stream's line came between", () => {
  const join = joiner()
  const [first, ...rest] = java
  for (const one of lines([
    ['a', first!],
    ['b', 'other\n'],
    ...rest.map((message) => ['a', message] as const),
    ['a', 'next\n'],
  ]))
    expect(join.push(one)).toEqual([])
  const shown = join.flush()
  expect(shown.map(({ event: { stream, parsed } }) => [stream, parsed.text])).toEqual([
    ['a', 'java.lang.RuntimeException: boom'],
    ['b', 'other'],
    ['a', 'next'],
  ])
  expect(shown[0]!.event.parsed.error).toMatchObject({
    type: 'java.lang.RuntimeException',
    message: 'boom',
    stack: expect.stringContaining('... 6 more'),
  })
})

test("a Python traceback ends with its error's line", () => {
  const join = joiner()
  for (const one of lines([...python, 'done\n'].map((message) => ['a', message] as const))) join.push(one)
  const shown = join.flush()
  expect(shown.map(({ event: { parsed } }) => parsed.text)).toEqual(['ValueError: bad', 'done'])
  expect(shown[0]!.event.parsed.error).toMatchObject({
    type: 'ValueError',
    stack: '  File "/var/task/x.py", line 3, in f\n    g()',
  })
})

test('what follows after a flush goes on without a header, unless another stream was shown since', () => {
  const join = joiner()
  const push = (stream: string, message: string) => join.push(event(message, { stream }))
  push('a', java[0]!)
  expect(join.flush().map(({ continued }) => continued)).toEqual([false])
  push('a', java[1]!)
  push('a', java[3]!)
  const second = join.flush()
  expect(second.map(({ continued }) => continued)).toEqual([true])
  expect(second[0]!.event.parsed).toMatchObject({
    text: '',
    error: { stack: '\tat app.X.y(X.java:1)\n\tat app.Z.y(Z.java:1)' },
  })
  push('b', 'other\n')
  join.flush()
  push('a', java[4]!)
  expect(join.flush().map(({ continued }) => continued)).toEqual([false])
})

const traces: readonly (readonly [runtime: string, messages: readonly string[], error: object])[] = [
  [
    'Go',
    [
      'panic: runtime error: index out of range [3]\n',
      '\n',
      'goroutine 1 [running]:\n',
      'main.take(0x1)\n',
      '\t/app/main.go:12 +0x1d\n',
      'example.org/queue/worker.(*Pool).run({0x1, 0x2})\n',
      '\t/app/worker/pool.go:30\n',
      'created by main.main in goroutine 1\n',
      'exit status 2\n',
    ],
    { type: 'panic', message: 'runtime error: index out of range [3]', stack: expect.stringContaining('pool.go:30') },
  ],
  [
    'Ruby',
    ["/var/task/app.rb:5:in 'take': no stock (RuntimeError)\n", "\tfrom /var/task/app.rb:9:in 'handler'\n"],
    {
      type: 'RuntimeError',
      message: 'no stock',
      stack: "/var/task/app.rb:5:in 'take'\n\tfrom /var/task/app.rb:9:in 'handler'",
    },
  ],
  [
    '.NET',
    [
      'System.Exception: no stock\n',
      ' ---> System.IO.IOException: disk\n',
      '   at App.Store.Read() in /src/Store.cs:line 3\n',
      '   --- End of inner exception stack trace ---\n',
      '   at App.Handler.Run()\n',
      '--- End of stack trace from previous location ---\n',
      '   at App.Main.Go()\n',
    ],
    { type: 'System.Exception', stack: expect.stringContaining('App.Main.Go') },
  ],
  [
    'Node',
    ["TypeError: no 'wrap'\n", '    at wrapGift (/var/task/fulfil.js:41:18)\n'],
    { type: 'TypeError', message: "no 'wrap'", stack: '    at wrapGift (/var/task/fulfil.js:41:18)' },
  ],
]

test.each(traces)('%s: what it dies with, an event a line, is one', (_runtime, messages, error) => {
  const join = joiner()
  // Another stream dies of the same at the same time.
  for (const message of messages) for (const stream of ['a', 'b']) join.push(event(message, { stream }))
  join.push(event('next words\n', { stream: 'a' }))
  const shown = join.flush().map(({ event: one }) => one)
  expect(shown.map(({ stream }) => stream)).toEqual(['a', 'b', 'a'])
  expect(shown[0]!.message.split('\n')).toHaveLength(messages.length)
  expect(shown[0]!.parsed.error).toMatchObject(error)
  expect(shown[2]!.parsed.text).toBe('next words')
})

test('a Go panic goes on after a flush', () => {
  const join = joiner()
  const [head, ...rest] = traces[0]![1]
  join.push(event(head!))
  join.flush()
  for (const message of rest) join.push(event(message))
  const shown = join.flush()
  expect(shown.map(({ continued }) => continued)).toEqual([true])
  expect(shown[0]!.event.message).toContain('exit status 2')
})

test('lines that only look indented, system lines and other loggers are left alone', () => {
  const join = joiner()
  for (const one of lines([
    ['a', '{\n'],
    ['a', '  "a": 1\n'],
    ['a', 'REPORT RequestId: x\n'],
    ['a', '\tat app.X.y(X.java:1)\n'],
    ['a', '[INFO]\t2026-11-23T14:03:21.118Z\tx\t at home\n'],
  ]))
    join.push(one)
  expect(join.flush()).toHaveLength(5)
})

test('nothing is dropped, and each stream keeps its order', () => {
  const message = fc.constantFrom(
    ...java,
    ...python,
    ...traces.flatMap(([, messages]) => messages),
    'words\n',
    '  indented\n',
    'START RequestId: x\n',
    '{"level":"INFO","message":"m"}\n',
  )
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), message, fc.boolean())),
      fc.integer({ min: 1, max: 9 }),
      (sent, limit) => {
        const join = joiner(limit)
        const shown = sent.flatMap(([stream, text, flush], at) => {
          const out = [...join.push(event(text, { stream, id: String(at) }))]
          return flush ? [...out, ...join.flush()] : out
        })
        shown.push(...join.flush())
        expect(join.flush()).toEqual([])
        for (const stream of ['a', 'b', 'c']) {
          const want = sent.filter(([one]) => one === stream).map(([, text]) => text.trimEnd())
          const got = shown
            .filter(({ event: one }) => one.stream === stream)
            .map(({ event: one }) => one.message.trimEnd())
          // A blank line at the end of a trace is cut by this test itself.
          const said = (texts: readonly string[]) =>
            texts.flatMap((text) => text.split('\n')).filter((row) => row.trim() !== '')
          expect(said(got)).toEqual(said(want))
        }
      },
    ),
    { numRuns: 300 },
  )
})

test('no more than the limit is held', () => {
  const join = joiner(3)
  const push = (message: string) => join.push(event(message)).length
  expect([push('a\n'), push('b\n'), push('c\n'), push('d\n')]).toEqual([0, 0, 3, 0])
})

test('lines that are not read until they must be are joined as if all had been', () => {
  const message = fc.constantFrom(
    ...java,
    ...python,
    'words\n',
    '  indented\n',
    'Traceback (most recent call last):\n  File "x", line 1\nE: e\n',
    '[ERROR]\t2026-11-23T14:03:21.118Z\tx\tTraceback (most recent call last):\n',
    'Caused by: words\n',
    'START RequestId: x\n',
    '{"level":"INFO","message":"m"}\n',
  )
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom('a', 'a', 'b'), message, fc.integer({ max: 5, min: 0 })), { maxLength: 30 }),
      fc.integer({ min: 1, max: 9 }),
      (sent, limit) => {
        const [lazy, plain] = [joiner(limit), plainJoiner(limit)]
        for (const [at, [stream, text, flush]] of sent.entries()) {
          const one = event(text, { stream, id: String(at) })
          expect(lazy.push(one)).toEqual(plain.push(one))
          if (flush === 0) expect(lazy.flush()).toEqual(plain.flush())
        }
        expect(lazy.flush()).toEqual(plain.flush())
      },
    ),
    { numRuns: 2000 },
  )
})
