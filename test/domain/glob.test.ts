import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isGlob, matchesGlob } from '../../src/domain/glob.ts'

describe('globs', () => {
  it.each([
    ['*', '', true],
    ['*', 'Child/Create', true],
    ['Create*', 'CreateOrder', true],
    ['create*', 'CreateOrder', true],
    ['*Order', 'CreateOrder', true],
    ['*order*', 'FulfilOrderDlq', true],
    ['*Order', 'CreateOrders', false],
    ['Create?rder', 'CreateOrder', true],
    ['Create?', 'Create', false],
    ['[cf]*', 'FulfilOrder', true],
    ['[!cf]*', 'FulfilOrder', false],
    ['[a-d]x', 'CX', true],
    ['*a*b*c', 'xxaxxbxxc', true],
    ['*a*b*c', 'xxaxxcxxb', false],
    ['a.c', 'abc', false],
    ['Child/*', 'Child/Fn', true],
  ])('%s fits %s: %s', (pattern, text, fits) => expect(matchesGlob(pattern, text)).toBe(fits))

  it('knows a pattern from a name', () => {
    expect(['a*', '?', 'x[ab]', 'Child/*'].every(isGlob)).toBe(true)
    expect(['Create', 'arn:aws:sns:us-east-1:1:t', 'NAME[', ''].some(isGlob)).toBe(false)
  })

  it('takes any text for itself, and between stars', () => {
    const plain = fc.string({ unit: 'grapheme' }).filter((text) => !/[*?[\]]/.test(text))
    fc.assert(
      fc.property(plain, plain, plain, (before, text, after) => {
        // A few letters change their length with their case; the two sides must agree then as well.
        expect(matchesGlob(text, text)).toBe(true)
        expect(matchesGlob(`*${text}*`, before + text + after)).toBe(before.length + text.length + after.length >= 0)
      }),
    )
  })

  it('takes a hostile pattern in its stride', () => {
    const start = performance.now()
    expect(matchesGlob(`${'a*'.repeat(60)}b`, 'a'.repeat(20_000))).toBe(false)
    expect(performance.now() - start).toBeLessThan(2_000)
  })
})
