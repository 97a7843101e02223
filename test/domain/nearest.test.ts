import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseDuration } from '../../src/domain/duration.ts'
import { editDistance, nearest } from '../../src/domain/nearest.ts'

describe('edit distance', () => {
  it.each([
    ['tail', 'tail', 0],
    ['tial', 'tail', 1],
    ['', 'abc', 3],
    ['kitten', 'sitting', 3],
  ])('%s to %s: %i', (a, b, expected) => expect(editDistance(a, b)).toBe(expected))
  it('is the same both ways, and never more than the longer word', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (a, b) => {
        expect(editDistance(a, b)).toBe(editDistance(b, a))
        expect(editDistance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length))
      }),
    )
  })
})

describe('nearest', () => {
  it.each([
    ['greb', ['grep', 'since', 'errors'], ['grep']],
    ['sin', ['grep', 'since', 'errors'], ['since']],
    ['zzz', ['grep', 'since'], []],
  ])('%s', (word, names, expected) => expect(nearest(word, names)).toEqual(expected))
})

describe('lengths of time', () => {
  it.each([
    ['300ms', 300],
    ['30s', 30_000],
    ['1h30m', 5_400_000],
    ['2d', 172_800_000],
    ['0.5s', 500],
  ])('%s', (text, ms) => expect(parseDuration(text)).toBe(ms))
  it.each(['', '5', 'm', '5 parsecs', '-5m', '5m!'])('"%s" is none', (text) => {
    expect(() => parseDuration(text)).toThrow(expect.objectContaining({ exit: 2 }))
  })
})
