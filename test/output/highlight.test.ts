import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { highlighter } from '../../src/output/highlight.ts'

const mark = (...patterns: RegExp[]) => highlighter(patterns, { color: true })!
const shown = (text: string) => text.replaceAll('\u001b[7m', '[').replaceAll('\u001b[27m', ']')

describe('matches are marked', () => {
  test.each([
    ['each', [/o/], 'foo bro', 'f[oo] br[o]'],
    ['of all patterns, once', [/order o-\d/, /o-12/], 'order o-12', '[order o-12]'],
    ['none of nothing', [/x*/], 'abc', 'abc'],
    ['by the flags given', [/ERROR/i], 'an error', 'an [error]'],
    ['to the end', [/b$/], 'ab', 'a[b]'],
  ])('%s', (_name, patterns, row, expected) => {
    expect(shown(mark(...patterns)(row))).toBe(expected)
  })

  test('never inside an escape sequence, and on where a colour ends', () => {
    expect(mark(/2/)('\u001b[2mx2\u001b[0m')).toBe('\u001b[2mx\u001b[7m2\u001b[27m\u001b[0m')
    expect(mark(/two three/)('\u001b[2mone two\u001b[0m three')).toBe(
      '\u001b[2mone \u001b[7mtwo\u001b[0m\u001b[7m three\u001b[27m',
    )
  })

  test('not where there is no colour, or nothing to look for', () => {
    expect(highlighter([/a/], { color: false })).toBeNull()
    expect(highlighter([], { color: true })).toBeNull()
  })
})

test('the text is the same without the marks, and each mark that goes on goes off', () => {
  const piece = fc.constantFrom('a', 'b', 'ab', '\u001b[0m', '\u001b[2m', '\u001b[31m', ' ', '7m', '[')
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (parts) => {
      const row = parts.join('')
      const marked = mark(/ab+/, /7m/, /\[/)(row)
      const plain = (text: string) => text.replace(/\u001b\[[0-9;]*m/g, '')
      expect(plain(marked)).toBe(plain(row))
      expect(marked.lastIndexOf('\u001b[27m')).toBeGreaterThanOrEqual(marked.lastIndexOf('\u001b[7m'))
      expect(marked.replaceAll('\u001b[7m', '').replaceAll('\u001b[27m', '')).toBe(row)
    }),
  )
})
