import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RawLogEvent } from '../../../src/domain/log-event.ts'
import { SeenLines } from '../../../src/usecases/tail/live/seen-lines.ts'

const line = (message: string, more: Partial<RawLogEvent> = {}): RawLogEvent => ({
  id: null,
  at: 100_000,
  ingestedAt: 100_500,
  group: 'g',
  stream: 's',
  message,
  ...more,
})

describe('lines that two ways bring', () => {
  it.each([
    ['another stream', { stream: 't' }],
    ['another time', { at: 100_001 }],
    ['another text', { message: 'b' }],
  ])('are others in %s', (_, more) => {
    const lines = new SeenLines()
    expect(lines.told(line('a'), 1)).toBe(true)
    expect(lines.polled(line('a', more))).toBe(true)
  })

  it('are the same with another white space at the end, and when they came in at another time', () => {
    const lines = new SeenLines()
    expect(lines.told(line('a'), 1)).toBe(true)
    expect(lines.polled(line('a\n', { ingestedAt: 100_600 }))).toBe(false)
  })

  it('tells texts apart that differ in one place', () => {
    const lines = new SeenLines()
    const texts = Array.from({ length: 20_000 }, (_, n) => `order ${n} of ${20_000 - n} \u{1f600}`)
    expect(texts.filter((text) => lines.told(line(text), 1)).length).toBe(texts.length)
    expect(texts.filter((text) => lines.polled(line(text))).length).toBe(0)
  })

  it('are printed as often as there are, in whatever order and however often both ways bring them', () => {
    const way = fc.oneof(
      // A session tells of some of them; a part of what the one before has told may come again.
      fc.record({ session: fc.constant(true), count: fc.integer({ min: 0, max: 4 }) }),
      fc.record({ session: fc.constant(false), count: fc.integer({ min: 0, max: 4 }) }),
    )
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), fc.array(way, { maxLength: 8 }), (copies, ways) => {
        const lines = new SeenLines()
        const ids = new Set<number>()
        let printed = 0
        let session = 0
        const poll = (count: number) => {
          for (let id = 0; id < Math.min(count, copies); id++) {
            if (ids.has(id)) continue
            ids.add(id)
            if (lines.polled(line('equal', { id: `${id}` }))) printed++
          }
        }
        for (const { session: live, count } of ways) {
          if (!live) poll(count)
          else {
            session++
            for (let n = 0; n < Math.min(count, copies); n++) if (lines.told(line('equal'), session)) printed++
          }
          expect(printed).toBeLessThanOrEqual(copies)
        }
        // In the end a read has brought all of them.
        poll(copies)
        expect(printed).toBe(copies)
      }),
    )
  })

  it('are forgotten when both their times are over, and not before', () => {
    const lines = new SeenLines(10_000)
    lines.told(line('old', { at: 1_000, ingestedAt: 95_000 }), 1)
    lines.told(line('young'), 1)
    lines.told(line('future', { at: 900_000 }), 1)
    lines.forgetBefore(90_000)
    expect(lines.size).toBe(3)
    lines.forgetBefore(100_000)
    expect(lines.size).toBe(2)
    // It came again: counted from then.
    lines.polled(line('young', { ingestedAt: 200_000 }))
    lines.forgetBefore(200_000)
    expect(lines.polled(line('young', { ingestedAt: 200_000 }))).toBe(true)
    lines.forgetBefore(300_000)
    expect(lines.size).toBe(1)
  })
})
