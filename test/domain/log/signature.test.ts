import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { parseLine } from '../../../src/domain/log/parse-line.ts'
import { type Failure, signatureOf } from '../../../src/domain/log/signature.ts'
import { frameText, ownFrame } from '../../../src/domain/log/signature-frame.ts'
import { failureOfLine } from '../../../src/domain/log/signature-told.ts'
import { realLogLines } from '../../support/real-log-lines.ts'
import { event } from './event.ts'

const id = '8fab6c1e-98a6-4f2a-9d5e-0c3a5c2f1b77'
const signature = (message: string): string | null => {
  const told = failureOfLine(event(message))
  return told && signatureOf(told, 'CreateOrder').text
}

describe('the frame of the app itself', () => {
  it.each([
    [
      'Node',
      '    at foo (/var/task/node_modules/x/i.js:1:2)\n    at wrapGift (/var/task/fulfil.ts:41:18)\n    at handler (/var/task/fulfil.ts:22:9)',
      'fulfil.ts:41 wrapGift',
    ],
    [
      'Node, async and ESM',
      '    at node:internal/process/task_queues:95:5\n    at async pack (file:///var/task/src/lib/pack.mjs:9:1)',
      'src/lib/pack.mjs:9 pack',
    ],
    [
      'Node, a method with another name',
      '    at Shop.pack [as handler] (webpack:///./src/shop.ts:3:1)',
      'src/shop.ts:3 Shop.pack',
    ],
    ['Node, no name', '    at /var/task/index.js:5:6', 'index.js:5'],
    ['Node, the file itself', '    at Object.<anonymous> (/var/task/index.js:5:6)', 'index.js:5'],
    ['Node on Windows', '    at handler (C:\\src\\shop\\a.ts:1:2)', 'src/shop/a.ts:1 handler'],
    [
      'Python: the last one is nearest',
      '  File "/var/task/app.py", line 12, in handler\n    pack(order)\n  File "/var/task/lib/box.py", line 3, in pack\n    x[1]\n  File "/opt/python/boto3/session.py", line 9, in client\n    y',
      'lib/box.py:3 pack',
    ],
    ['Python, the module itself', '  File "/var/task/app.py", line 1, in <module>\n    1/0', 'app.py:1'],
    [
      'Java',
      '\tat java.base/java.util.ArrayList.get(ArrayList.java:427)\n\tat com.example.Handler.handleRequest(Handler.java:23)',
      'Handler.java:23 Handler.handleRequest',
    ],
    [
      'Java, a lambda',
      '\tat com.example.shop.Handler.lambda$handle$0(Handler.java:5)',
      'Handler.java:5 Handler.lambda$handle$0',
    ],
    [
      '.NET with a file',
      '   at System.Linq.Enumerable.First()\n   at Shop.Orders.Pack(Order order) in /home/ann/src/Orders.cs:line 23',
      'src/Orders.cs:23 Shop.Orders.Pack',
    ],
    ['.NET without', '   at System.Foo.Bar()\n   at Shop.Orders.Pack(Order order)', 'Shop.Orders.Pack'],
    [
      'Ruby',
      "/var/runtime/gems/aws/x.rb:1:in `go'\n/var/task/app.rb:12:in `block (2 levels) in pack'",
      'app.rb:12 pack',
    ],
    ['Ruby 3.4', "/var/task/app.rb:12:in 'Shop#pack'", 'app.rb:12 Shop#pack'],
    ['Go, by its runtime', 'at main.handler (main.go:23)', 'main.go:23 main.handler'],
    [
      'Go, a panic',
      'panic(0x1)\n\t/usr/local/go/src/runtime/panic.go:770 +0x132\nmain.pack({0xc000, 0x2})\n\t/build/shop/pack.go:9 +0x1d',
      'shop/pack.go:9 main.pack',
    ],
    [
      'nothing of the app',
      '    at go (/var/task/node_modules/x/i.js:1:2)\n    at node:events:1:2\n    at async Promise.all (index 0)',
      null,
    ],
    ['no stack', null, null],
  ])('%s', (_language, stack, text) => {
    const frame = ownFrame(stack)
    expect(frame && frameText(frame)).toBe(text)
  })

  test('of any text ends, and soon', () => {
    const piece = fc.constantFrom(
      '    at ',
      '(',
      ')',
      ':1',
      ':2:3',
      'a.b',
      '\n',
      '  File "',
      '", line 1, in ',
      '\t',
      '/x.go',
      'in `',
      "'",
      ' ',
      'at ',
    )
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 200 }).map((all) => all.join('')),
        (stack) => {
          const frame = ownFrame(stack)
          if (frame) expect(frameText(frame)).not.toContain('\n')
        },
      ),
    )
    const began = performance.now()
    for (const part of ['    at a (', 'at (((', '  File "', '\tx.go:1\n', `    at ${'a ('.repeat(120)}\n`, "a:1:in '"])
      ownFrame(part.repeat(20_000))
    expect(performance.now() - began).toBeLessThan(2000)
  })
})

describe('signatures of lines, as the runtimes write them', () => {
  it.each([
    [
      'Node, text',
      `2026-11-23T14:03:21.118Z\t${id}\tERROR\tInvoke Error \t{"errorType":"TypeError","errorMessage":"Cannot read properties of undefined (reading 'wrap')","stack":["TypeError: Cannot read","    at wrapGift (/var/task/fulfil.ts:41:18)"]}\n`,
      "TypeError: Cannot read properties of undefined (reading '<*>') at wrapGift (fulfil.ts)",
    ],
    [
      'Node, JSON',
      `{"timestamp":"2026-11-23T14:03:21.118Z","level":"ERROR","requestId":"${id}","message":{"errorType":"TypeError","errorMessage":"x is 12","stackTrace":["    at wrapGift (/var/task/fulfil.ts:41:18)"]}}`,
      'TypeError: x is <*> at wrapGift (fulfil.ts)',
    ],
    [
      'Python',
      "[ERROR] KeyError: 'action'\rTraceback (most recent call last):\r\u00a0\u00a0File \"/var/task/x.py\", line 36, in handler\r\u00a0\u00a0\u00a0\u00a0event['action']",
      "KeyError: '<*>' at handler (x.py)",
    ],
    [
      'Java',
      'java.lang.RuntimeException: order 12 is gone\n\tat com.example.Handler.handle(Handler.java:23)\nCaused by: java.io.IOException: no\n',
      'java.lang.RuntimeException: order <*> is gone at com.example.Handler.handle (Handler.java)',
    ],
    ['Go', '{"errorMessage":"order 12 is gone","errorType":"errorString"}', 'errorString: order <*> is gone'],
    [
      '.NET',
      `2026-11-23T14:03:21.118Z\t${id}\tfail\tSystem.Exception: order 12 is gone\n   at Shop.Orders.Pack(Order order) in /src/Orders.cs:line 23`,
      'System.Exception: order <*> is gone at Shop.Orders.Pack (src/Orders.cs)',
    ],
    [
      'Ruby',
      `{"errorMessage":"order 12 is gone","errorType":"Function<KeyError>","stackTrace":["/var/task/app.rb:12:in \`pack'"]}`,
      'KeyError: order <*> is gone at pack (app.rb)',
    ],
    [
      'Powertools',
      '{"level":"ERROR","message":"no luck","error":{"name":"Error","message":"order 12 is gone","stack":"Error: order 12 is gone\\n    at pack (/var/task/index.js:18:15)"}}',
      'Error: order <*> is gone at pack (index.js)',
    ],
    [
      'an ERROR line without an error',
      `2026-11-23T14:03:21.118Z\t${id}\tERROR\torder o-12 has no items`,
      'order o-<*> has no items',
    ],
    ['pino, by number', '{"level":50,"msg":"order 12 has no items"}', 'order <*> has no items'],
    ['an ERROR record without a message', '{"level":"ERROR","orderId":"o-1","total":3}', 'orderId, total'],
    [
      'a timeout',
      `2026-11-23T14:03:21.118Z ${id} Task timed out after 3.00 seconds\n\n`,
      'CreateOrder: Task timed out after <*> seconds',
    ],
    [
      'an exit',
      `RequestId: ${id} Error: Runtime exited with error: exit status 1\nRuntime.ExitError`,
      'CreateOrder: Runtime.ExitError: Runtime exited with error: exit status <*>',
    ],
    [
      'an init that failed',
      'INIT_REPORT Init Duration: 229.04 ms\tPhase: init\tStatus: error\tError Type: Runtime.ImportModuleError\n',
      'CreateOrder: Runtime.ImportModuleError: init failed',
    ],
    [
      'an init that took too long',
      'INIT_REPORT Init Duration: 10009.13 ms\tPhase: init\tStatus: timeout\n',
      'CreateOrder: init timed out',
    ],
    [
      'a warning with an error',
      '{"level":"WARN","message":"again","error":{"name":"Error","message":"no","stack":"Error: no\\n    at f (/var/task/a.js:1:1)"}}',
      null,
    ],
    ['a warning', `2026-11-23T14:03:21.118Z\t${id}\tWARN\tpayment declined`, null],
    [
      'an error in a debug line',
      `2026-11-23T14:03:21.118Z\t${id}\tDEBUG\tError: no\n    at f (/var/task/a.js:1:1)`,
      null,
    ],
    ['a line of the app', 'order 12 was placed', null],
    ['START', `START RequestId: ${id} Version: $LATEST\n`, null],
  ])('%s', (_what, message, expected) => expect(signature(message)).toBe(expected))
})

const failure = (more: Partial<Failure>): Failure => ({
  type: 'Error',
  message: 'no',
  stack: null,
  byLambda: false,
  ...more,
})

describe('what is the same failure', () => {
  const at = (line: number, label: string, path = '/var/task/a.ts') =>
    failure({ stack: `    at ${label} (${path}:${line}:1)` })
  const same = (a: Failure, b: Failure) => signatureOf(a, 'A').text === signatureOf(b, 'B').text

  it('a line that moved does not tell', () => expect(same(at(1, 'pack'), at(9, 'pack'))).toBe(true))
  it('another function does', () => expect(same(at(1, 'pack'), at(1, 'wrap'))).toBe(false))
  it('without a name of the function the line does', () =>
    expect(same(at(1, '<anonymous>'), at(9, '<anonymous>'))).toBe(false))
  it('the hash in the name of a bundle does not', () =>
    expect(same(at(1, 'pack', '/var/task/chunk-4F2KX9QZ.mjs'), at(1, 'pack', '/var/task/chunk-7ABCD2EF.mjs'))).toBe(
      true,
    ))
  it('what compilers number does not', () =>
    expect(same(at(1, 'a.lambda$pack$0'), at(1, 'a.lambda$pack$1'))).toBe(true))
  it('lines below the first do not', () =>
    expect(same(failure({ message: 'no\nid 1' }), failure({ message: 'no\nname x' }))).toBe(true))
  it('what Lambda did is of one function', () =>
    expect(same(failure({ byLambda: true }), failure({ byLambda: true }))).toBe(false))
})

const real = realLogLines()
test.skipIf(real === null)('real log lines: a signature is one line, bounded, and stable when it is read again', () => {
  const told = real!.flatMap(({ message }) => failureOfLine(event(message)) ?? [])
  expect(told.length).toBeGreaterThan(20)
  for (const one of told) {
    const { text, message } = signatureOf(one, 'F')
    expect(text).not.toMatch(/[\n\r]|[0-9a-f]{8}-[0-9a-f]{4}-/)
    expect(text.length).toBeLessThan(700)
    expect(message.text).not.toMatch(/\b\d{3,}\b/)
  }
})

test('any line at all', () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.constantFrom('[ERROR] ', '{"level":"ERROR","message":"', 'panic: ', 'RequestId: x Error: ', 'INIT_REPORT '),
      (text, before) => {
        const message = before + text
        const told = failureOfLine(event(message, { parsed: parseLine(message, 'function') }))
        if (told) expect(signatureOf(told, 'F').text).not.toBe('')
      },
    ),
  )
})
