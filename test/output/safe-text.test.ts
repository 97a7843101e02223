import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isSafe, safeJson, safeText } from '../../src/output/safe-text.ts'

describe('safeText', () => {
  test.each([
    ['plain words', 'plain words'],
    ['größer · 古 😀', 'größer · 古 😀'],
    ['\u001b[31mred\u001b[0m', 'red'],
    ['\u009b31mred\u009b0m', 'red'],
    ['\u001b]0;title\u0007x', 'x'],
    ['\u001b]8;;https://example.com\u001b\\link\u001b]8;;\u001b\\', 'link'],
    ['\u009d0;title\u009cx', 'x'],
    ['\u001bP1;2|data\u001b\\x', 'x'],
    ['a\u0007b', 'a\\x07b'],
    ['a\u001bcb', 'a\\x1bcb'],
    ['a\u0085b', 'a\\x85b'],
    ['user\u202egnp.exe', 'user\\u202egnp.exe'],
    ['a\tb', 'a    b'],
    ['a\nb\rc', 'a\\nb\\rc'],
    ['unfinished \u001b]0;title', 'unfinished \\x1b]0;title'],
    ['one inside another \u001b\u001b[m[31mx', 'one inside another \\x1b[31mx'],
  ])('%j becomes %j', (text, expected) => {
    expect(safeText(text)).toBe(expected)
  })

  test('line breaks and tabs stay where they are asked for', () => {
    expect(safeText('a\n\tb', { keepNewlines: true, tabs: 'keep' })).toBe('a\n\tb')
    expect(safeText('a\n\tb', { keepNewlines: true, tabs: 2 })).toBe('a\n  b')
  })

  const piece = fc.constantFrom(
    '\u001b',
    '[',
    ']',
    '0;',
    'm',
    '\u0007',
    '\u001b\\',
    '\u009b',
    '\u009c',
    '\u009d',
    '\n',
    '\r',
    '\t',
    '\u202e',
    '\u2028',
    '\u0000',
    '\u007f',
    'x',
  )
  const hostile = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(piece, { maxLength: 30 }).map((parts) => parts.join('')),
  )

  test('no control character survives but those that were asked for', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(safeText(text)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/)
        expect(safeText(text, { keepNewlines: true, tabs: 'keep' })).not.toMatch(
          /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/,
        )
        expect(isSafe(safeText(text))).toBe(true)
        expect(safeText(safeText(text))).toBe(safeText(text))
      }),
      { numRuns: 1000 },
    )
  })

  test.each(['\u001b]', '\u009d', '\u001b[', '\u001b[0;', '\u001bP'])(
    '100,000 unfinished %j are walked once',
    (start) => {
      const begin = performance.now()
      safeText(start.repeat(100_000))
      expect(performance.now() - begin).toBeLessThan(500)
    },
  )

  test('JSON is safe and parses to the same', () => {
    fc.assert(
      fc.property(fc.oneof(hostile, fc.json()), (value) => {
        const json = safeJson(JSON.stringify({ [value]: value }))
        expect(json).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e]/)
        expect(JSON.parse(json)).toEqual({ [value]: value })
      }),
    )
  })
})
