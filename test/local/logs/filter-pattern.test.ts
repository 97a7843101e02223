import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FilterPatternError, parseFilterPattern } from '../../../src/local/logs/filter-pattern.ts'

const matching = (pattern: string, messages: readonly string[]): string[] =>
  messages.filter(parseFilterPattern(pattern))

describe('terms', () => {
  const all = [
    '[ERROR 400] BAD REQUEST',
    '[ERROR 419] MISSING ARGUMENTS',
    '[INFO] REQUEST FAILED',
    'Task timed out after 3.00 seconds\n',
    'error: lower case',
  ]
  test.each<[pattern: string, found: number[]]>([
    ['', [0, 1, 2, 3, 4]],
    ['  ', [0, 1, 2, 3, 4]],
    ['" "', [0, 1, 2, 3, 4]],
    ['ERROR', [0, 1]],
    ['ERROR ARGUMENTS', [1]],
    ['ERROR -ARGUMENTS', [0]],
    ['"ERROR" - "ARGUMENTS"', [0]],
    ['-ERROR', [2, 3, 4]],
    ['?ARGUMENTS ?REQUEST', [0, 1, 2]],
    ['?ERROR ?ARGUMENTS REQUEST', [0, 2]],
    ['?ERROR -REQUEST', [1, 3, 4]],
    ['?ERROR ?"timed out"', [0, 1, 3]],
    ['"timed out"', [3]],
    ['%ERROR 4[0-9]{2}%', [0, 1]],
    ['%^error|seconds\\s$%', [3, 4]],
    ['%3\\.0{,2} s%', [3]],
    ['-%ERR% REQUEST', [2]],
  ])('%s', (pattern, found) => {
    expect(matching(pattern, all)).toEqual(found.map((i) => all[i]))
  })
})

describe('JSON', () => {
  const message = JSON.stringify({
    eventType: 'UpdateTrail',
    ip: '111.111.111.111',
    list: ['value', 'another value'],
    objects: [
      { name: 'a', id: 1 },
      { name: 'b', id: 2 },
    ],
    nothing: null,
    flag: true,
    off: false,
    latency: 55.5,
    code: 404,
    text: '404',
    'cluster.name': 'c',
    'with-dash_1': 'x',
    coordinates: [
      [0, 1],
      [4, 5],
    ],
  })
  test.each<[pattern: string, matches: boolean]>([
    ['{ $.eventType = "UpdateTrail" }', true],
    ['{$.eventType=UpdateTrail}', true],
    ['{ $.eventType = "updatetrail" }', false],
    ['{ $.eventType = Update* }', true],
    ['{ $.eventType = "*Trail" }', true],
    ['{ $.eventType = *teTr* }', true],
    ['{ $.eventType = "Up*il" }', false],
    ['{ $.eventType = * }', true],
    ['{ $.eventType = %^Upd.*l$% }', true],
    ['{ $.ip != 123.123.* }', true],
    ['{ $.ip != 111.111.* }', false],
    ['{ $.list[0] = "value" }', true],
    ['{ $.list[1] = "value" }', false],
    ['{ $.list[*] = %^another% }', true],
    ['{ $.objects[1].id = 2 }', true],
    ['{ $.objects[*].name = "b" }', true],
    ['{ $.coordinates[1][0] = 4 }', true],
    ['{ $.* = 404 }', true],
    ['{ $.list = "value" }', false],
    ['{ $.list != "value" }', false],
    ['{ $.gone != "value" }', false],
    ['{ $.gone NOT EXISTS }', true],
    ['{ $.nothing NOT EXISTS }', false],
    ['{ $.nothing IS NULL }', true],
    ['{ $.gone IS NULL }', false],
    ['{ $.flag IS TRUE }', true],
    ['{ $.flag IS FALSE }', false],
    ['{ $.off IS FALSE }', true],
    ['{ $.latency >= 55.5 }', true],
    ['{ $.latency < 55.5 }', false],
    ['{ $.latency > +5.4e1 }', true],
    ['{ $.latency < 1e-3 }', false],
    ['{ $.code = 4* }', true],
    ['{ $.code = 404.0 }', true],
    ['{ $.code != 500 }', true],
    ['{ $.code > -1 }', true],
    ['{ $.text = 404 }', true],
    ['{ $.[\'cluster.name\'] = "c" }', true],
    ['{ $.with-dash_1 = "x" }', true],
    ['{ $.code = 1 && $.flag IS TRUE || $.eventType = "UpdateTrail" }', true],
    ['{ $.code = 1 && ($.flag IS TRUE || $.eventType = "UpdateTrail") }', false],
    ['{ $.code = 404 && ($.n > 5 || $.list[0] IS NULL || $.x NOT EXISTS) }', true],
    ['{ (($.code = 404)) }', true],
  ])('%s', (pattern, matches) => {
    expect(parseFilterPattern(pattern)(message)).toBe(matches)
  })

  test('a message that is no JSON never matches', () => {
    expect(matching('{ $.a NOT EXISTS }', ['plain', '{"a":', '', '"text"', ' {"b":1}\n'])).toEqual([' {"b":1}\n'])
  })
})

describe('space-delimited', () => {
  const access = [
    '127.0.0.1 - frank [10/Oct/2000:13:25:15 -0700] "GET /index.html HTTP/1.0" 404 1534',
    '127.0.0.1 - frank [10/Oct/2000:13:35:22 -0700] "GET /a.gif HTTP/1.0" 500 5324',
    '10.0.0.7 - anna [10/Oct/2000:13:50:35 -0700] "GET /a.gif HTTP/1.0" 200 4355',
  ]
  const words = ['ERROR 12:00 Failed to process', 'WARNING 12:01 Invalid', 'INFO fine', 'ERROR']
  const report = ['REPORT RequestId: 7\tDuration: 5.9 ms\tBilled Duration: 6 ms\tMax Memory Used: 67 MB\t\n']
  test.each<[pattern: string, messages: readonly string[], found: number[]]>([
    ['[ip, id, user, ts, request, status=5*, size]', access, [1]],
    ['[ip, user, username, timestamp, request, status_code, bytes > 2000]', access, [1, 2]],
    ['[..., request=*.html*, status_code=4*,]', access, [0]],
    ['[ip=127.0.0.1, ..., bytes]', access, [0, 1]],
    ['[ip=%127\\.0\\.0\\.[1-9]%, user, username, timestamp, request =*.html*, status_code = 4*, bytes]', access, [0]],
    ['[..., status = 404 || status = 500, size]', access, [0, 1]],
    ['[..., status = 4* && status != 403, size]', access, [0]],
    ['[..., (status >= 400 && status < 500) || status = 200, size]', access, [0, 2]],
    ['[ip, id, user, ts="10/Oct/2000:13:50:35 -0700", ...]', access, [2]],
    ['[ip, id, user = "anna", ...]', access, [2]],
    ['[a, b, c, d, e, f, g, h]', access, []],
    ['[ip, ...]', access, [0, 1, 2]],
    ['[w1=ERROR, w2]', words, [0]],
    ['[w1=ERROR]', words, [3]],
    ['[w1=ERROR || w1=WARNING, w2]', words, [0, 1]],
    ['[w1!=ERROR && w1!=WARNING, w2]', words, [2]],
    ['[w1, w2=*process]', words, [0]],
    ['[label=REPORT, ..., used="Used:", memory > 60, unit]', report, [0]],
  ])('%s', (pattern, messages, found) => {
    expect(matching(pattern, messages)).toEqual(found.map((i) => messages[i]))
  })
})

test.each([
  'request-id',
  'a:b',
  '"open',
  '?',
  '-',
  '?-a',
  '"a"b',
  '%open',
  '%something!%',
  '%(a)%',
  '%a{2,1}%',
  '%é%',
  '%a% %b% %c%',
  '{',
  '{}',
  '{ $ = 1 }',
  '{ a = 1 }',
  '{ $.a }',
  '{ $.a = }',
  '{ $.a = 1',
  '{ $.a = 1 } x',
  '{ $.a = x@y }',
  '{ $.a > "x" }',
  '{ $.a > %x% }',
  '{ $.a IS SOMETHING }',
  '{ $.a IS toString }',
  '{ $.a EXISTS }',
  '{ $.a = 1 && }',
  '{ ($.a = 1 }',
  '{ $.*.* = 1 }',
  '{ $.a[*] = 1 || $.b[*] = 1 || $.c[*] = 1 || $.* = 1 }',
  '[a',
  '[..., b, ...]',
  '[a = 1 && b = 2]',
  '[a || a = 2]',
  '[a =]',
  '[a b]',
  'x'.repeat(1025),
])('malformed: %s', (pattern) => {
  expect(() => parseFilterPattern(pattern)).toThrow(FilterPatternError)
})

test('the longest pattern that is allowed', () => {
  expect(parseFilterPattern('x'.repeat(1024))('x'.repeat(1024))).toBe(true)
})

describe('properties', () => {
  const text = fc.string({ unit: fc.constantFrom(...'ab"\\% ?-{}[]()$.=*&|,1xé\n') })

  test('nothing but its own error is thrown, whatever the pattern, and a matcher answers whatever the message', () => {
    const shapes = fc.oneof(
      text,
      text.map((inner) => `{ $.a ${inner} }`),
      text.map((inner) => `[a, b ${inner}]`),
      fc.string({ unit: 'binary' }),
    )
    fc.assert(
      fc.property(shapes, fc.oneof(text, fc.json()), (pattern, message) => {
        try {
          expect(typeof parseFilterPattern(pattern)(message)).toBe('boolean')
        } catch (error) {
          expect(error).toBeInstanceOf(FilterPatternError)
        }
      }),
      { numRuns: 3000 },
    )
  })

  test('a quoted term matches exactly the messages that include it', () => {
    fc.assert(
      fc.property(text, text, text, (before, phrase, after) => {
        const matches = parseFilterPattern(`"${phrase.replace(/["\\]/g, '\\$&')}"`)
        const blank = phrase.trim() === ''
        for (const message of [before, before + phrase + after])
          expect(matches(message)).toBe(blank || message.includes(phrase))
      }),
    )
  })

  test('words: all of them, none of them, one of them', () => {
    const words = fc.array(fc.stringMatching(/^[a-c]{1,3}$/), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(words, fc.stringMatching(/^[a-c ]{0,12}$/), (terms, message) => {
        const holds = (term: string): boolean => message.includes(term)
        const reads = (sign: string): boolean => parseFilterPattern(terms.map((term) => sign + term).join(' '))(message)
        expect(reads('')).toBe(terms.every(holds))
        expect(reads('-')).toBe(!terms.some(holds))
        expect(reads('?')).toBe(terms.some(holds))
      }),
    )
  })
})
