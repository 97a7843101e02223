import { describe, expect, it } from 'vitest'
import { byLikeness, listed } from '../../src/domain/names.ts'

describe('candidates', () => {
  const names = ['RenderInvoice', 'CreateOrder', 'FulfilOrder', 'ChargeCard']

  it.each([
    ['CreatOrder', 'CreateOrder'],
    ['fulfill', 'FulfilOrder'],
    ['card', 'ChargeCard'],
    ['invoice', 'RenderInvoice'],
  ])('puts the one nearest to %s first: %s', (word, first) => expect(byLikeness(word, names)[0]).toBe(first))

  it('leaves none out', () => expect([...byLikeness('zzz', names)].sort()).toEqual([...names].sort()))

  it('shows ten and counts the rest', () => {
    expect(listed(['a', 'b'])).toBe('a, b')
    expect(listed(Array.from({ length: 13 }, (_, i) => `n${i}`))).toMatch(/, n9 and 3 more$/)
  })

  it('is not slowed down by names without end', () => {
    const start = performance.now()
    byLikeness(
      'x'.repeat(5_000),
      Array.from({ length: 200 }, (_, i) => `${'y'.repeat(5_000)}${i}`),
    )
    expect(performance.now() - start).toBeLessThan(2_000)
  })
})
