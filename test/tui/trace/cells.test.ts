import fc from 'fast-check'
import stringWidth from 'string-width'
import { describe, expect, it } from 'vitest'
import { cut, cutMiddle, exactly, wrap } from '../../../src/tui/trace/cells.ts'
import { anyText } from './sample.ts'

describe('cells', () => {
  it('makes a text exactly as wide as asked, on either side', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 0, max: 40 }), fc.constantFrom('…', '..', ''), (text, room, mark) => {
        expect(stringWidth(exactly(text, room, mark))).toBe(room)
        expect(stringWidth(exactly(text, room, mark, 'right'))).toBe(room)
      }),
    )
  })
  it.each([
    ['orders', 6, 'orders'],
    ['orders', 5, 'orde…'],
    ['注文書', 5, '注文…'],
    ['注文書', 4, '注…'],
    ['42 faults', 1, '…'],
    ['x', 0, ''],
  ])('cuts %s to %i: %s', (text, room, expected) => expect(cut(text, room, '…')).toBe(expected))
  it('cuts a message in its middle, never wider than asked', () => {
    expect(cutMiddle('TypeError: Cannot read properties of undefined (fulfil.ts:41)', 30, '…')).toBe(
      'TypeError: Ca…d (fulfil.ts:41)',
    )
    fc.assert(
      fc.property(anyText, fc.integer({ min: 0, max: 40 }), (text, room) => {
        expect(stringWidth(cutMiddle(text, room, '…'))).toBeLessThanOrEqual(room)
      }),
    )
  })
  it('wraps without losing a word or leaving the room', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 8, max: 40 }), (text, room) => {
        const parts = wrap(text, room)
        for (const part of parts) expect(stringWidth(part)).toBeLessThanOrEqual(room)
        expect(parts.join('').replace(/ /g, '')).toBe(text.replace(/ /g, ''))
      }),
    )
  })
  it('measures no megabyte to cut it to a line', () => {
    const start = performance.now()
    expect(cut('注'.repeat(2_000_000), 20, '…')).toHaveLength(10)
    expect(performance.now() - start).toBeLessThan(500)
  })
})
