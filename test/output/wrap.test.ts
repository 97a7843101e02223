import fc from 'fast-check'
import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import { liveMeasure } from '../../src/output/live-measure.ts'
import { asciiMeasure } from '../../src/output/width.ts'
import { wrapRow } from '../../src/output/wrap.ts'

const live = liveMeasure()
await live.ready
const plain = (text: string) => text.replace(/\u001b\[[0-9;]*m/g, '')

describe('a row is broken', () => {
  test.each([
    ['not where it fits', 'a b c', 5, 5, ['a b c']],
    ['between words', 'one two three', 7, 7, ['one two', 'three']],
    ['with less room in the first row', 'one two three', 4, 9, ['one', 'two three']],
    ['before a word that fits below only', 'verylong word', 4, 8, ['', 'verylong', 'word']],
    ['inside a word that fits nowhere', 'abcdefghij k', 4, 4, ['abcd', 'efgh', 'ij k']],
    ['never between a figure and its unit', 'at f (x)  +12 frames', 14, 14, ['at f (x)', '+12 frames']],
    ['but between a figure and another word', 'took 3 small steps', 10, 10, ['took 3', 'small', 'steps']],
    ['keeping the indent', '  at f (x)', 8, 8, ['  at f', '(x)']],
    [
      'never inside a colour',
      '\u001b[2mone two\u001b[0m three',
      4,
      4,
      ['\u001b[2mone\u001b[0m', '\u001b[2mtwo\u001b[0m', 'thre', 'e'],
    ],
    ['inside a coloured word', 'a\u001b[7mbcde\u001b[27mf', 3, 3, ['a\u001b[7mbc\u001b[0m', '\u001b[7mde\u001b[27mf']],
  ])('%s', (_name, row, first, rest, expected) => {
    expect(wrapRow(row, { first, rest }, asciiMeasure)).toEqual(expected)
  })

  test('a frame keeps its words whole', () => {
    const frame = '  at handler (a/very/long/path/of/a/file.ts:41:18)'
    expect(wrapRow(frame, { first: 20, rest: 20, wholeWords: true }, asciiMeasure)).toEqual([
      '  at handler',
      '(a/very/long/path/of/a/file.ts:41:18)',
    ])
  })

  test('wide characters and emoji are not torn', () => {
    expect(wrapRow('日本語の文', { first: 4, rest: 4 }, live)).toEqual(['日本', '語の', '文'])
    expect(wrapRow('👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧', { first: 5, rest: 5 }, live)).toEqual(['👩‍👩‍👧👩‍👩‍👧', '👩‍👩‍👧'])
  })
})

const piece = fc.oneof(
  fc
    .string({ unit: 'grapheme', maxLength: 12 })
    .map((text) => text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, '')),
  fc.constantFrom(' ', '  ', '\u001b[2m', '\u001b[0m', '\u001b[31m', '日本語', '🇩🇪', 'e\u0301', 'word '),
)

test('no part is wider than its room, and nothing but spaces is lost', () => {
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 20 }),
      fc.integer({ min: 2, max: 30 }),
      fc.integer({ min: 2, max: 30 }),
      (parts, first, rest) => {
        const row = parts.join('')
        const rows = wrapRow(row, { first, rest }, live)
        for (const [at, one] of rows.entries())
          if ([...new Intl.Segmenter().segment(plain(one))].length > 1)
            expect(stringWidth(one)).toBeLessThanOrEqual(at === 0 ? first : rest)
        expect(plain(rows.join('')).replaceAll(' ', '')).toBe(plain(row).replaceAll(' ', ''))
      },
    ),
    { numRuns: 2000 },
  )
})

test('before the libraries have come, widths are never too little', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const clean = text.replace(/[\u0000-\u001f\u007f-\u009f]/g, '')
      expect(liveMeasure().width(clean)).toBeGreaterThanOrEqual(stringWidth(clean))
      expect(live.width(clean)).toBe(stringWidth(clean))
    }),
  )
})
