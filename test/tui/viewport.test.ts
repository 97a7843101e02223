import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { follow } from '../../src/tui/viewport.ts'

const view = fc
  .record({ count: fc.integer({ min: 1, max: 500 }), height: fc.integer({ min: 1, max: 60 }) })
  .chain(({ count, height }) =>
    fc.record({
      count: fc.constant(count),
      height: fc.constant(height),
      cursor: fc.integer({ min: 0, max: count - 1 }),
      top: fc.integer({ min: -5, max: 600 }),
    }),
  )

describe('the part of a list that is seen', () => {
  it('holds the chosen line, and never blank lines while there are lines above', () => {
    fc.assert(
      fc.property(view, ({ cursor, top, height, count }) => {
        const first = follow(cursor, top, height, count)
        expect(first).toBeGreaterThanOrEqual(0)
        expect(cursor).toBeGreaterThanOrEqual(first)
        expect(cursor).toBeLessThan(first + height)
        expect(first).toBeLessThanOrEqual(Math.max(0, count - height))
      }),
    )
  })
  it('stays where it is while the chosen line is in it', () => {
    fc.assert(
      fc.property(view, ({ cursor, height, count, top }) => {
        const settled = follow(cursor, top, height, count)
        expect(follow(cursor, settled, height, count)).toBe(settled)
      }),
    )
  })
  it('is at the beginning of an empty list', () => expect(follow(0, 7, 10, 0)).toBe(0))
})
